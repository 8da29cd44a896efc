"""Who may do what with the papers of a quarter. Whether the paper is in the state for it is the workflow's matter."""

from datetime import date

from commitments.enums import MemberRole
from commitments.models import Membership
from ovp_portal.accounts.models import User
from reports.models import Submission


def can_edit_submission(user: User, submission: Submission, on: date) -> bool:
    """A member of the group who stands for the organization, or the group's coordinator or deputy on its behalf.

    An observer reads and does not write.
    """
    return _writing_seats(user, submission, on).exists()


def can_submit(user: User, submission: Submission, on: date) -> bool:
    """Who may write a submission may send it."""
    return can_edit_submission(user, submission, on)


def stands_for(user: User, submission: Submission, on: date) -> bool:
    """Whether this is the user's own organization's submission, and not one that he fills in on its behalf."""
    return _writing_seats(user, submission, on).filter(organization=submission.organization_id).exists()


def can_review(user: User, submission: Submission, on: date) -> bool:
    """The coordinator of the group, or the deputy: also of the data of their own organization, which the audit marks."""
    seats = Membership.objects.on(on).filter(user=user, group=submission.commitment.group_id)
    return seats.filter(role__in=MemberRole.coordinating()).exists()


def can_plan_periods(user: User) -> bool:
    """The national coordinator draws the periods and moves their dates."""
    return user.is_national_coordinator


def _writing_seats(user: User, submission: Submission, on: date):
    seats = Membership.objects.on(on).filter(user=user, group=submission.commitment.group_id)
    own = seats.filter(organization=submission.organization_id).exclude(role=MemberRole.OBSERVER)
    return own | seats.filter(role__in=MemberRole.coordinating())
