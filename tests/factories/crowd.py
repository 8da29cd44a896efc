"""A country in which many owe something at once, written in a few statements: for proofs with a thousand dues."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from commitments.enums import MemberRole
from commitments.models import Membership
from ovp_portal.accounts.enums import OrganizationKind
from ovp_portal.accounts.models import Organization, User
from reports.enums import Outcome
from reports.models import MilestoneUpdate, ReportingPeriod, Submission
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_group,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.portal import make_national_coordinator, make_user
from tests.factories.reports import make_period


@dataclass
class Crowd:
    period: ReportingPeriod
    national: User
    coordinators: dict[int, User]
    """By commitment."""
    members: dict[int, User]
    """By organization."""

    @property
    def submissions(self) -> Collection[Submission]:
        return Submission.objects.filter(period=self.period)


def make_crowd(*, organizations: int, commitments: int, due_on: date, mail_hour: time = time(8)) -> Crowd:
    """Each organization has a head and one member, who owes one submission for each commitment.

    Each commitment has a group and a coordinator of its own.
    """
    plan = make_plan(mail_hour=mail_hour)
    area, period = make_area(plan=plan), make_period(plan=plan)
    mine = [
        make_commitment(plan=plan, area=area, number=number, group=make_group(plan=plan, name=f"Група {number}"))
        for number in range(1, commitments + 1)
    ]
    milestones = {commitment.pk: make_milestone(commitment=commitment) for commitment in mine}
    people = _people(organizations)
    coordinators = {}
    for commitment in mine:
        seat = make_membership(group=commitment.group, user=make_user(), role=MemberRole.COORDINATOR)
        coordinators[commitment.pk] = seat.user
    Membership.objects.bulk_create(
        Membership(
            group=commitment.group, user=person, organization_id=person.organization_id, starts_on=date(2021, 10, 1)
        )
        for commitment in mine
        for person in people
    )
    owed = Submission.objects.bulk_create(
        Submission(period=period, commitment=commitment, organization_id=person.organization_id, due_on=due_on)
        for commitment in mine
        for person in people
    )
    MilestoneUpdate.objects.bulk_create(
        MilestoneUpdate(
            submission=submission,
            milestone=milestones[submission.commitment_id],
            outcome=Outcome.NOTHING_DONE,
            reason="Работната група не беше формирана.",
        )
        for submission in owed
    )
    members = {person.organization_id: person for person in people}
    return Crowd(period, make_national_coordinator(), coordinators, members)


def _people(count: int) -> list[User]:
    start = Organization.objects.count()
    organizations = Organization.objects.bulk_create(
        Organization(
            kind=OrganizationKind.MINISTRY,
            slug=f"crowd-{start + number}",
            name=f"Орган {start + number}",
            head_email=f"head-{start + number}@example.org",
        )
        for number in range(count)
    )
    return User.objects.bulk_create(
        User(
            email=f"crowd-{organization.pk}@example.org",
            name=f"Советник {organization.pk}",
            organization=organization,
            password="!",
        )
        for organization in organizations
    )
