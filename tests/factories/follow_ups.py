"""Tasks that are followed: made, as by users, with the publication of a note."""

from datetime import date

from commitments.models import WorkingGroup
from meetings.drafts import ConclusionRow
from meetings.models import FollowUp
from ovp_portal.accounts.models import User
from tests.factories.meetings import make_coordinator_of, make_note, make_published_note, whole_draft

DUE = date(2022, 10, 17)
"""Ten days after the day of the tests."""


def make_task(
    *,
    group: WorkingGroup,
    owner: str = "everyone",
    due_on: date = DUE,
    text: str = "Да се достават.",
    by: User | None = None,
) -> FollowUp:
    """A task of a note that the group's coordinator published on 7 October 2022."""
    by = by or coordinator_of(group) or make_coordinator_of(group)
    note = make_note(group=group, by=by)
    row = ConclusionRow(text=text, kind="task", owner=owner, due_on=due_on)
    make_published_note(group=group, by=by, draft=whole_draft(note, conclusions=(row,)))
    return FollowUp.objects.latest("pk")


def coordinator_of(group: WorkingGroup) -> User | None:
    seat = group.memberships.filter(role="coordinator").select_related("user").first()
    return seat.user if seat else None
