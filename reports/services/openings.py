"""Who owes what in an open period: one submission for each organization and commitment it answers for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from commitments.enums import CommitmentStatus
from commitments.models import ActionPlan, Milestone
from ovp_portal.audit.services import line, record_all
from reports.enums import Outcome, SubmissionStatus
from reports.models import MilestoneUpdate, ReportingPeriod, Submission

Owed = dict[tuple[int, int], set[int]]
"""Milestones by (commitment, organization)."""


def owed_in(plan: ActionPlan) -> Owed:
    """The current milestones of accepted commitments, by the active organizations that answer for them."""
    pairs = Milestone.objects.current().filter(
        commitment__plan=plan, commitment__status=CommitmentStatus.ACCEPTED, responsible__is_active=True
    )
    owed: Owed = defaultdict(set)
    for commitment, organization, milestone in pairs.values_list("commitment_id", "responsible", "pk"):
        owed[commitment, organization].add(milestone)
    return owed


def top_up(*, plan: ActionPlan, on: date, at: datetime) -> None:
    """Ask for what was added to the register since the plan's periods were opened.

    A period takes additions until the day of its publication. Asks four queries and writes
    nothing when nothing was added.
    """
    open_periods = list(ReportingPeriod.objects.opened().filter(plan=plan, publication_due_on__gte=on))
    if open_periods:
        ask(plan=plan, periods=open_periods, at=at)


@transaction.atomic
def ask(*, plan: ActionPlan, periods: Iterable[ReportingPeriod], at: datetime) -> None:
    """Make the submissions and updates that are missing, take back those that nobody owes or touched."""
    owed = owed_in(plan)
    by_pk = {period.pk: period for period in periods}
    existing = _existing(list(by_pk))
    missing = [
        Submission(period=period, commitment_id=commitment, organization_id=organization, due_on=period.data_due_on)
        for period in by_pk.values()
        for commitment, organization in sorted(owed)
        if (period.pk, commitment, organization) not in existing
    ]
    if missing:
        Submission.objects.bulk_create(missing, ignore_conflicts=True)
        existing = _existing(list(by_pk))
    asked = _asked(list(by_pk))
    differing = [
        pk
        for (_period, commitment, organization), (pk, status) in existing.items()
        if status in (SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED)
        and owed.get((commitment, organization), set()) != asked.get(pk, set())
    ]
    if differing:
        _even_out(differing, owed, at)


def _existing(periods: list[int]) -> dict[tuple[int, int, int], tuple[int, str]]:
    rows = Submission.objects.filter(period__in=periods)
    fields = rows.values_list("period_id", "commitment_id", "organization_id", "pk", "status")
    return {(period, commitment, org): (pk, status) for period, commitment, org, pk, status in fields}


def _asked(periods: list[int]) -> dict[int, set[int]]:
    asked: dict[int, set[int]] = defaultdict(set)
    rows = MilestoneUpdate.objects.filter(submission__period__in=periods)
    for submission, milestone in rows.values_list("submission_id", "milestone_id"):
        asked[submission].add(milestone)
    return asked


def _even_out(pks: list[int], owed: Owed, at: datetime) -> None:
    """Give each submission the milestones it owes. What somebody began to answer is never taken away."""
    locked = Submission.objects.select_for_update(of=("self",)).filter(pk__in=pks).owed().order_by("pk")
    locked = locked.select_related("organization", "commitment__area", "period")
    new, lines = [], []
    for submission in locked.prefetch_related("updates__values", "updates__activities"):
        wanted = owed.get((submission.commitment_id, submission.organization_id), set())
        updates = {update.milestone_id: update for update in submission.updates.all()}
        added = sorted(wanted - set(updates))
        new += [MilestoneUpdate(submission=submission, milestone_id=milestone) for milestone in added]
        dropped = [update for milestone, update in updates.items() if milestone not in wanted and _is_blank(update)]
        if dropped:
            MilestoneUpdate.objects.filter(pk__in=[update.pk for update in dropped]).delete()
        if not added and not dropped:
            continue
        is_new = not updates
        data = {"added": added, "dropped": sorted(update.milestone_id for update in dropped)}
        action = "submission.expected" if is_new else "submission.milestones_changed"
        lines.append(line(actor=None, action=action, target=submission, at=at, **data))
        is_empty = not added and len(dropped) == len(updates)
        if is_empty and submission.status == SubmissionStatus.EXPECTED and not submission.version:
            submission.delete()
    MilestoneUpdate.objects.bulk_create(new, ignore_conflicts=True)
    record_all(lines)


def _is_blank(update: MilestoneUpdate) -> bool:
    said = (update.level, update.progress, update.reason, update.applicable_when)
    rows = (update.values.all(), update.activities.all())
    return update.outcome == Outcome.UNANSWERED and not any(said) and not any(len(row) for row in rows)
