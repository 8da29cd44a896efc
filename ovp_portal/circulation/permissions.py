"""Who may do what with a draft that was sent around. Whether it still takes answers is the services' matter."""

from ovp_portal.accounts.models import User
from ovp_portal.circulation.models import Opinion, Position


def can_answer(user: User, position: Position) -> bool:
    """Only the member whose place on the roster it is."""
    return user.is_authenticated and position.user_id == user.pk


def can_write_opinion(user: User, position: Position) -> bool:
    """A member on the roster who sat there for a civil-society organization."""
    return can_answer(user, position) and position.is_civil_society


def can_change_opinion(user: User, opinion: Opinion) -> bool:
    """Its author alone: no coordinator, no secretariat, no administrator."""
    return user.is_authenticated and opinion.author_id == user.pk
