"""Tells the ground floor where a person sits, for the person's page."""

from commitments.models import Membership
from ovp_portal.accounts.models import User
from ovp_portal.accounts.seats import SeatLine


def seats_of_person(user: User) -> list[SeatLine]:
    """Every membership, also those that ended; one query."""
    seats = Membership.objects.filter(user=user).select_related("group", "organization").order_by("-starts_on", "pk")
    return [
        SeatLine(
            group=str(seat.group),
            url=seat.group.get_absolute_url(),
            role=seat.get_role_display(),
            organization=seat.organization.label,
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
        )
        for seat in seats
    ]
