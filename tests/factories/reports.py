"""A quarter's records. They begin in their first state; the services move them on."""

from datetime import UTC, date, datetime

from commitments.enums import MemberRole
from ovp_portal.accounts.models import User
from reports.enums import Outcome, SubmissionStatus
from reports.models import ReportingPeriod, Submission
from reports.services import openings, reviews, submissions
from tests.factories.commitments import make_commitment, make_membership, make_milestone, make_plan
from tests.factories.portal import make_organization, make_user

OPENED = datetime(2022, 10, 1, 6, tzinfo=UTC)
NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
"""7 October 2022, 09:00 in Skopje: the third quarter is open, data are due on the 10th."""


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
