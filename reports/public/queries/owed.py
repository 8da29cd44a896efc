"""What the public waits for: reports and data whose day has passed, and who owes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from commitments.enums import CommitmentStatus, MemberRole
from commitments.models import ActionPlan, Commitment, Membership, Milestone
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.models import Edition
from ovp_portal.lib.dates import days_late
from ovp_portal.lib.languages import chosen, said
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries.editions import Papers, missing_in


@dataclass(frozen=True)
class OwedReport:
    """A report that is not there after its moment; `owner` is who coordinates the commitment."""

    commitment: Commitment
    period: ReportingPeriod
    owner: Organization | None
    days: int

    @property
    def since_on(self) -> date:
        return self.period.publication_due_on


@dataclass(frozen=True)
class OwedData:
    """Data without which a report was published."""

    commitment: Commitment
    period: ReportingPeriod
    organization: str
    milestones: list[str]
    since_on: date
    days: int


def with_coordinators(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add `coordinator_seats`: which organization coordinated the group, from when to when."""
    seats = Membership.objects.filter(group=OuterRef("group"), role=MemberRole.COORDINATOR).order_by("starts_on")
    fields = JSONObject(organization="organization_id", starts_on="starts_on", ends_on="ends_on")
    return commitments.annotate(coordinator_seats=ArraySubquery(seats.values(seat=fields)))


def coordinator_id(commitment: Commitment, on: date) -> int | None:
    """The organization that coordinates on a day; where no one does, the one that leads the commitment."""
    day = on.isoformat()
    for seat in commitment.coordinator_seats:
        if seat["starts_on"] <= day and (seat["ends_on"] is None or day <= seat["ends_on"]):
            return seat["organization"]
    return commitment.lead_id


def with_responsible(milestones: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Add `responsible_ids`, in the organizations' order; no query for each row."""
    answers = Milestone.responsible.through.objects.filter(milestone=OuterRef("pk"))
    ids = answers.order_by("organization__sort_key", "organization").values("organization")
    return milestones.annotate(responsible_ids=ArraySubquery(ids, output_field=ArrayField(BigIntegerField())))


def with_expected(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Add `expected_ids`: the commitments on which reports are owed, by the same rule as `is_expected`."""
    answered_for = Milestone.objects.current().filter(commitment=OuterRef("pk"), responsible__isnull=False)
    expected = Commitment.objects.filter(Exists(answered_for), plan=OuterRef("pk"), status=CommitmentStatus.ACCEPTED)
    ids = expected.order_by("pk").values("pk")
    return plans.annotate(expected_ids=ArraySubquery(ids, output_field=ArrayField(BigIntegerField())))


def is_expected(commitment: Commitment, milestones: Iterable[Milestone]) -> bool:
    """Whether reports are owed: it was accepted, and somebody answers for one of its milestones."""
    return commitment.status == CommitmentStatus.ACCEPTED and any(
        row.responsible_ids and not row.is_withdrawn for row in milestones
    )


def owed_reports(
    *,
    commitments: Iterable[Commitment],
    periods: Iterable[ReportingPeriod],
    papers: Papers,
    organizations: Mapping[int, Organization],
    at: datetime,
    on: date,
) -> list[OwedReport]:
    """Every report whose moment has passed and that is not published, the oldest first."""
    past = [period for period in periods if period.publication_at <= at]
    return [
        OwedReport(
            commitment,
            period,
            organizations.get(coordinator_id(commitment, on)),
            days_late(period.publication_due_on, on),
        )
        for period in past
        for commitment in commitments
        if began_by(commitment, period) and papers.newest(address_of(commitment, period)) is None
    ]


def began_by(commitment: Commitment, period: ReportingPeriod) -> bool:
    return commitment.starts_on is None or commitment.starts_on <= period.ends_on


def owed_data(
    *, commitments: Iterable[Commitment], periods: Sequence[ReportingPeriod], digests: Mapping[str, Edition], on: date
) -> list[OwedData]:
    """What was missing when the newest report of each commitment was published; `digests` by address."""
    rows = []
    for commitment in commitments:
        for period in reversed(periods):
            edition = digests.get(address_of(commitment, period))
            if edition is not None:
                rows += [
                    OwedData(commitment, period, chosen(name).text, milestones, since, days_late(since, on))
                    for since, name, milestones in missing_in(edition.digest)
                ]
                break
    return sorted(rows, key=lambda row: row.since_on)


def organization_name(organization: Organization | None) -> str:
    return said(organization, "name").text if organization else ""
