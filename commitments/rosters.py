"""Who is sent a group's draft: everybody who sits in it on the day, except who sends it."""

from datetime import date

from commitments.models import Membership, WorkingGroup
from ovp_portal.accounts.models import User
from ovp_portal.circulation.services import Seat


def hold_roster(group: int) -> None:
    """Lock the group until the transaction ends: nobody takes a seat between the reading and the sending."""
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group)


def seats_besides(group: WorkingGroup, on: date, sender: User) -> list[Seat]:
    seats = Membership.objects.on(on).of(group).exclude(user=sender).select_related("user", "organization")
    return [
        Seat(
            user=seat.user,
            organization=seat.organization,
            person=str(seat.user),
            function=seat.function,
            role=seat.role,
            is_civil_society=seat.organization.is_civil_society,
        )
        for seat in seats.order_by("organization__sort_key", "pk")
    ]
