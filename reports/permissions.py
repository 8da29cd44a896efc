"""Who may do what with the papers of a quarter. Whether the paper is in the state for it is the workflow's matter."""

from datetime import date
from typing import NamedTuple

from commitments.enums import MemberRole
from commitments.models import Commitment, Membership
from ovp_portal.accounts.models import Substitution, User
from reports.models import Submission


class Access(NamedTuple):
    """What a person's seat in the group gives him for one submission."""

    is_own: bool
    """He writes for the organization itself."""
    is_coordinating: bool
    """He coordinates the group, or is its deputy."""

    @property
    def may_write(self) -> bool:
        return self.is_own or self.is_coordinating


def access_to(user: User, submission: Submission, on: date) -> Access:
    """The seat of a person in the submission's group on a day, read once."""
    seats = Membership.objects.on(on).filter(user=user, group=submission.commitment.group_id)
    organization, role = seats.values_list("organization_id", "role").first() or (None, MemberRole.OBSERVER)
    is_own = organization == submission.organization_id and role != MemberRole.OBSERVER
    return Access(is_own=is_own or stands_in(user, submission, on), is_coordinating=role in MemberRole.coordinating())


def stands_in(user: User, submission: Submission, on: date) -> bool:
    """Whether a colleague who writes for the submission's organization named him as the substitute for this day.

    The organization's data are what he may write, nothing else of the colleague's: positions are each member's own,
    and who coordinates has a deputy.
    """
    if user.organization_id != submission.organization_id:
        return False
    absent = Substitution.objects.on(on).filter(substitute=user).values("person")
    seats = Membership.objects.on(on).filter(user__in=absent, group=submission.commitment.group_id)
    return seats.filter(organization=submission.organization_id, role__in=MemberRole.reporting()).exists()


def can_edit_submission(user: User, submission: Submission, on: date) -> bool:
    """A member of the group who stands for the organization, or the group's coordinator or deputy on its behalf.

    An observer reads and does not write.
    """
    return access_to(user, submission, on).may_write


def can_submit(user: User, submission: Submission, on: date) -> bool:
    """Who may write a submission may send it."""
    return can_edit_submission(user, submission, on)


def can_review(user: User, submission: Submission, on: date) -> bool:
    """The coordinator of the group, or the deputy; of their own organization's data too, which the audit marks."""
    return access_to(user, submission, on).is_coordinating


def can_plan_periods(user: User) -> bool:
    """The national coordinator draws the periods and moves their dates."""
    return user.is_national_coordinator


def can_lead_report(user: User, commitment: Commitment, on: date) -> bool:
    """The coordinator of the group or the deputy compiles, circulates, approves and schedules its reports."""
    seats = Membership.objects.on(on).filter(user=user, group=commitment.group_id)
    return seats.filter(role__in=MemberRole.coordinating()).exists()


def can_see_owed(user: User, on: date) -> bool:
    """Who coordinates a group, or is its deputy, sees what its members owe; the national coordinator sees all of it."""
    seats = Membership.objects.on(on).filter(user=user, role__in=MemberRole.coordinating())
    return user.is_national_coordinator or seats.exists()


def can_see_matrix(user: User) -> bool:
    """The national coordinator and the Council see every commitment and period of a plan."""
    return user.sees_everything
