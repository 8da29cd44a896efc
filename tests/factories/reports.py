"""A quarter's records. They begin in their first state; the services move them on."""

from datetime import UTC, date, datetime

from commitments.enums import MemberRole
from ovp_portal.accounts.enums import OrganizationKind
from ovp_portal.accounts.models import User
from reports.enums import Outcome, ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, StatusReport, Submission
from reports.services import openings, reviews, status_reports, submissions
from tests.factories.commitments import make_commitment, make_membership, make_milestone, make_plan
from tests.factories.portal import make_organization, make_user

OPENED = datetime(2022, 10, 1, 6, tzinfo=UTC)
NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
"""7 October 2022, 09:00 in Skopje: the third quarter is open, data are due on the 10th."""
COMPILED = datetime(2022, 10, 12, 12, 5, tzinfo=UTC)
APPROVED = datetime(2022, 10, 15, 8, tzinfo=UTC)
PUBLISHED = datetime(2022, 10, 15, 10, tzinfo=UTC)
"""The life of a report: sent on the 12th at 14:05, closed on the 14th, published on the 15th at noon in Skopje."""


def make_period(**given) -> ReportingPeriod:
    """The third quarter of 2022 with the plan's usual days, open."""
    fields = {
        "rhythm": "quarter",
        "year": 2022,
        "part": 3,
        "starts_on": date(2022, 7, 1),
        "ends_on": date(2022, 9, 30),
        "opens_on": date(2022, 10, 1),
        "data_due_on": date(2022, 10, 10),
        "review_due_on": date(2022, 10, 12),
        "positions_due_on": date(2022, 10, 14),
        "publication_due_on": date(2022, 10, 15),
        "opened_at": OPENED,
    }
    if "plan" not in given:
        fields["plan"] = make_plan()
    return ReportingPeriod.objects.create(**fields | given)


def make_submission(*, milestones: int = 1, period=None, commitment=None, organization=None) -> Submission:
    """What one organization owes for a commitment with so many milestones; the commitment's own are added to."""
    commitment = commitment or make_commitment(plan=period.plan if period else make_plan())
    period = period or make_period(plan=commitment.plan)
    organization = organization or make_organization()
    for _ in range(milestones):
        make_milestone(commitment=commitment, responsible=[organization])
    openings.ask(plan=commitment.plan, periods=[period], at=OPENED)
    return Submission.objects.select_related("commitment__group", "period").get(
        period=period, commitment=commitment, organization=organization
    )


def make_member(submission: Submission, **given) -> User:
    """A person who stands for the submission's organization in its group."""
    user = make_user(organization=submission.organization)
    make_membership(group=submission.group, user=user, **given)
    return user


def make_coordinator(submission: Submission, **given) -> User:
    user = make_user()
    make_membership(group=submission.group, user=user, **{"role": MemberRole.COORDINATOR} | given)
    return user


def answer_all(submission: Submission, *, by: User | None = None, **said) -> Submission:
    """A draft in which every milestone says the same: nothing was done, with a reason, when nothing else is given."""
    answer = said or {"outcome": Outcome.NOTHING_DONE, "reason": "Работната група не беше формирана."}
    submission.refresh_from_db()
    return submissions.save_draft(
        submission=submission,
        data={update.milestone_id: answer for update in submission.updates.all()},
        version=submission.version,
        by=by or make_user(),
        at=NOW,
    )


def bring_to(submission: Submission, status: str) -> Submission:
    """Take a submission to a state, as people do: answered, sent, reviewed."""
    if status == SubmissionStatus.EXPECTED:
        return submission
    by = make_user()
    answer_all(submission, by=by)
    submission = submissions.submit(submission=submission, by=by, at=NOW)
    if status == SubmissionStatus.RETURNED:
        return reviews.return_for_changes(submission=submission, reason="Недостига бројот.", by=by, at=NOW)
    if status == SubmissionStatus.ACCEPTED:
        return reviews.accept(submission=submission, by=by, at=NOW)
    return submission


def make_quarter(*, milestones: int = 1, members: int = 1, civil_society: bool = False) -> Submission:
    """A commitment in an open quarter whose group has a coordinator and so many members, and what the first one owes.

    Each member stands for an organization of its own with so many milestones; `civil_society` makes the last a CSO.
    """
    commitment, period = make_commitment(), None
    first = None
    for place in range(members):
        is_cso = civil_society and place == members - 1
        organization = make_organization(kind=OrganizationKind.CSO if is_cso else OrganizationKind.MINISTRY)
        submission = make_submission(
            milestones=milestones, period=period, commitment=commitment, organization=organization
        )
        period, first = submission.period, first or submission
        make_member(submission)
    make_coordinator(first)
    return first


def coordinator_of(report_or_submission) -> User:
    seats = report_or_submission.commitment.group.memberships
    return seats.get(role=MemberRole.COORDINATOR).user


def make_report(submission: Submission | None = None, *, at: datetime = COMPILED) -> StatusReport:
    """A draft compiled from what was accepted of a quarter."""
    submission = submission or make_quarter(members=2, civil_society=True)
    return status_reports.compile_draft(
        commitment=submission.commitment, period=submission.period, by=coordinator_of(submission), at=at
    )


def move_report(report: StatusReport, status: str) -> StatusReport:
    """Take a report to a state through its own acts, each in its time."""
    by = coordinator_of(report)
    acts = {
        ReportStatus.CIRCULATED: lambda: status_reports.circulate(
            report=report, closes_on=date(2022, 10, 14), by=by, at=COMPILED
        ),
        ReportStatus.APPROVED: lambda: status_reports.approve(report=report, by=by, at=APPROVED),
        ReportStatus.SCHEDULED: lambda: status_reports.schedule(report=report, by=by, at=APPROVED),
        ReportStatus.PUBLISHED: lambda: status_reports.publish(report=report, at=PUBLISHED),
    }
    for to, act in acts.items():
        if status == ReportStatus.DRAFT:
            break
        report = act()
        if to == status:
            break
    return report
