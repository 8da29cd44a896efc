"""Who may do what with reminders."""

from ovp_portal.accounts.models import User


def can_keep_ladders(user: User) -> bool:
    """The national coordinator changes the reminder steps, and sees what was sent and what would be."""
    return user.is_authenticated and user.is_national_coordinator


def can_see_clockwork(user: User) -> bool:
    """The national coordinator and the administrators see whether the clockwork goes, and are told when it does not."""
    return user.is_authenticated and user.is_active and (user.is_superuser or user.is_national_coordinator)
