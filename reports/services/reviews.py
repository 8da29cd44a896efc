"""What the coordinator answers to a submission: accepted, or returned with the reason. Each round is kept."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership
from commitments.services import records
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.text import tidy
from ovp_portal.lib.workflow import check_move
from reports.enums import SubmissionStatus, Verdict
from reports.models import Review, Submission
from reports.workflow import SUBMISSION_MOVES


@transaction.atomic
def accept(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Take an organization's data into the report; from then on they are fixed.

    The coordinator's own institution owes data too, and in a small group nobody else may be there
    to accept them: he may do it, as may his deputy, and the audit marks it as his own.
    """
    submission = _locked(submission)
    check_move(SUBMISSION_MOVES, submission.status, SubmissionStatus.ACCEPTED)
    review = _add_round(submission, verdict=Verdict.ACCEPTED, by=by, at=at)
    submission.status = SubmissionStatus.ACCEPTED
    submission.accepted_at, submission.accepted_by = at, by
    submission.save(update_fields=["status", "accepted_at", "accepted_by"])
    data = {"round": review.round, **_of_his_own(submission, by, at)}
    record(actor=by, action="submission.accepted", target=submission, at=at, **data)
    return submission


@transaction.atomic
def return_for_changes(
    *, submission: Submission, reason: str, by: User, at: datetime, new_due_on: date | None = None
) -> Submission:
    """Give the data back with the reason; they are owed again, until the new day where one is set."""
    submission = _locked(submission)
    check_move(SUBMISSION_MOVES, submission.status, SubmissionStatus.RETURNED)
    on = local_date(at, submission.commitment.plan.time_zone)
    if new_due_on is not None and new_due_on < on:
        raise ValidationError({"new_due_on": _("The new due date is in the past.")})
    review = _add_round(submission, verdict=Verdict.RETURNED, reason=tidy(reason), new_due_on=new_due_on, by=by, at=at)
    submission.status = SubmissionStatus.RETURNED
    submission.due_on = new_due_on or submission.due_on
    submission.save(update_fields=["status", "due_on"])
    data = {"round": review.round, "reason": review.reason, "due_on": submission.due_on.isoformat()}
    record(actor=by, action="submission.returned", target=submission, at=at, **data)
    return submission


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("period", "commitment__area", "commitment__plan", "organization").get(pk=submission.pk)


def _add_round(submission: Submission, **given) -> Review:
    last = submission.reviews.aggregate(last=Max("round"))["last"] or 0
    review = Review(submission=submission, round=last + 1, **given)
    return records.save(review)


def _of_his_own(submission: Submission, by: User, at: datetime) -> dict[str, bool]:
    on = local_date(at, submission.commitment.plan.time_zone)
    seats = Membership.objects.on(on).filter(user=by, group=submission.commitment.group_id)
    return {"own_organization": True} if seats.filter(organization=submission.organization_id).exists() else {}
