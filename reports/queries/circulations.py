"""Drafts with the members: each one's own places on rosters."""

from django.db.models import QuerySet

from ovp_portal.accounts.models import User
from ovp_portal.circulation.models import Position


def positions_of(user: User) -> QuerySet[Position]:
    """A member's own places on rosters, with the drafts."""
    return Position.objects.visible_to(user).select_related("circulation", "organization")
