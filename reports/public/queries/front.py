"""Everything that the front page says of one plan, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet

from commitments.enums import CompletionLevel, PlanKind, PlanStatus
from commitments.models import ActionPlan, Commitment, Milestone
from commitments.queries import COUNTED
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.models import Edition
from ovp_portal.lib.rows import as_records, rows_along
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries import owed
from reports.public.queries.editions import Digest, Papers, papers_at
from reports.public.queries.progress import Column, progress

MOST_DIGESTS = 200
"""Of a very large plan the newest reports are looked into; the matrix holds all of them."""


@dataclass(frozen=True)
class State:
    """Where a plan's promises stand today."""

    plan: ActionPlan
    commitments: list[Commitment]
    milestones: list[Milestone]
    periods: list[ReportingPeriod]
    organizations: dict[int, Organization]
    papers: Papers
    digests: dict[str, Edition]
    columns: list[Column]
    owed_reports: list[owed.OwedReport]
    owed_data: list[owed.OwedData]
    on: date

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.completion for row in self.milestones)
        return {level: found[level] for level in CompletionLevel.values}

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue(self.on) for row in self.milestones)

    @property
    def squares(self) -> list[tuple[str, bool]]:
        return [(row.completion, row.is_overdue(self.on)) for row in self.milestones]

    @property
    def newest_period(self) -> ReportingPeriod | None:
        """The last period of which something is published."""
        if not self.columns:
            return None
        return next((period for period in self.periods if period.ends_on == self.columns[-1].on), None)

    @property
    def behind(self) -> list[owed.OwedReport]:
        """Reports that are missing for the newest period: their commitments count as last published."""
        newest = self.newest_period
        return [row for row in self.owed_reports if row.period == newest]

    def published_on(self, period: ReportingPeriod) -> datetime | None:
        """When the last report of a period first appeared."""
        firsts = (self.papers.first(address_of(row, period)) for row in self.commitments)
        return max((edition.published_at for edition in firsts if edition), default=None)


def published_plans(user) -> QuerySet[ActionPlan]:
    """Every plan that this reader may see, the newest first."""
    return ActionPlan.objects.visible_to(user).select_related("parent").order_by("-starts_on", "pk")


def chosen_plan(plans: Sequence[ActionPlan], today: date) -> ActionPlan | None:
    """The national plan that runs; else one that runs; else the newest."""

    def rank(plan: ActionPlan) -> tuple:
        runs = plan.status == PlanStatus.ADOPTED and plan.starts_on <= today
        return (plan.status != PlanStatus.DRAFT, runs, plan.kind == PlanKind.NATIONAL, plan.starts_on)

    return max(plans, key=rank, default=None)


def state_of(plan: ActionPlan, *, at: datetime, on: date) -> State:
    """Six queries beside the plan's, however many commitments, milestones and reports there are."""
    commitments = list(
        owed.with_coordinators(plan.commitments.filter(status__in=COUNTED).select_related("area", "lead")).in_order()
    )
    milestones = _milestones(commitments)
    periods = periods_of(plan)
    expected = expected_commitments(commitments, milestones)
    papers = papers_at(address_of(one, period) for one in commitments for period in periods)
    digests = _digests(commitments, periods, papers)
    organizations = Organization.objects.in_bulk(_named(expected, milestones, on))
    return State(
        plan=plan,
        commitments=commitments,
        milestones=milestones,
        periods=periods,
        organizations=organizations,
        papers=papers,
        digests=digests,
        columns=progress(plan, len(milestones)),
        owed_reports=owed.owed_reports(
            commitments=expected, periods=periods, papers=papers, organizations=organizations, at=at, on=on
        ),
        owed_data=owed.owed_data(commitments=commitments, periods=periods, digests=digests, on=on),
        on=on,
    )


def _milestones(commitments: Iterable[Commitment]) -> list[Milestone]:
    by_pk = {commitment.pk: commitment for commitment in commitments}
    rows = owed.with_responsible(Milestone.objects.current().filter(commitment__in=by_pk)).order_by("due_on", "pk")
    milestones = list(rows)
    for row in milestones:
        row.commitment = by_pk[row.commitment_id]
    return milestones


def with_periods(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Add `period_rows`, so that `periods_of` asks nothing."""
    periods = ReportingPeriod.objects.filter(plan=OuterRef("pk")).order_by("starts_on")
    return plans.annotate(period_rows=rows_along(periods))


def periods_of(plan: ActionPlan) -> list[ReportingPeriod]:
    """A plan's periods in order; each knows its plan, so that its moment asks nothing."""
    rows = getattr(plan, "period_rows", None)
    periods = list(plan.periods.order_by("starts_on")) if rows is None else as_records(ReportingPeriod, rows)
    for period in periods:
        period.plan = plan
    return periods


def expected_commitments(commitments: Iterable[Commitment], milestones: Iterable[Milestone]) -> list[Commitment]:
    by_commitment: dict[int, list[Milestone]] = {}
    for row in milestones:
        by_commitment.setdefault(row.commitment_id, []).append(row)
    return [row for row in commitments if owed.is_expected(row, by_commitment.get(row.pk, []))]


def _digests(commitments, periods, papers: Papers) -> dict[str, Edition]:
    """The newest edition of the newest report of each commitment, with what lists show of it."""
    found = []
    for commitment in commitments:
        editions = (papers.newest(address_of(commitment, period)) for period in reversed(periods))
        edition = next((edition for edition in editions if edition), None)
        if edition is not None:
            found.append(edition)
    found = sorted(found, key=lambda edition: (edition.published_at, edition.pk), reverse=True)[:MOST_DIGESTS]
    rows = Edition.objects.filter(pk__in=[edition.pk for edition in found]).defer("payload")
    return {row.address: row for row in rows.annotate(digest=Digest("payload")).order_by("-published_at", "-pk")}


def _named(expected: Iterable[Commitment], milestones: Iterable[Milestone], on: date) -> set[int]:
    """The organizations that the page may name: who owes reports, and who answers for what comes next."""
    owners = {owed.coordinator_id(row, on) for row in expected}
    coming = [row for row in milestones if row.due_on and row.due_on >= on][:MOST_DIGESTS]
    return {pk for pk in owners if pk} | {pk for row in coming for pk in row.responsible_ids}
