"""Who may do what in the register. The state of a record is the workflow's matter."""

from datetime import date

from commitments.models import Membership, WorkingGroup
from ovp_portal.accounts.models import User


def can_manage_register(user: User) -> bool:
    """The national coordinator keeps plans, areas, commitments, milestones, indicators and groups."""
    return user.is_authenticated and user.is_national_coordinator


def can_see_register(user: User) -> bool:
    """The national coordinator and the members of the Council read the whole register."""
    return user.is_authenticated and user.sees_everything


def can_see_group(user: User, group: WorkingGroup, *, on: date) -> bool:
    """Its members of that day, and who reads the whole register."""
    return can_see_register(user) or Membership.objects.on(on).of(group).filter(user=user).exists()
