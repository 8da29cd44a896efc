"""Who may do what with accounts. May a link be used, or an account be closed: that is the services' matter."""

from ovp_portal.accounts.models import User


def can_manage_people(user: User) -> bool:
    """The national coordinator keeps people, their roles and organizations."""
    return user.is_authenticated and user.is_national_coordinator


def can_invite(user: User) -> bool:
    """The national coordinator opens accounts."""
    return can_manage_people(user)


def can_see_history(user: User) -> bool:
    """The national coordinator reads who did what to a person or an organization."""
    return can_manage_people(user)
