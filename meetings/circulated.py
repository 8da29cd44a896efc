"""A note as the ground floor circulates it: how its frozen text is shown, and what of it can be remarked on."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from meetings.frozen_changes import frozen_changes
from meetings.models import MeetingNote
from meetings.naming import for_the_group
from meetings.pages import note_page
from meetings.parts import parts_of
from ovp_portal.circulation.models import Circulation
from ovp_portal.circulation.papers import Paper, Way


def group_page(frozen: Mapping[str, Any], language: str) -> str:
    """The note as its group reads it, with the names on the list."""
    with translation.override(language):
        return note_page(for_the_group(frozen))


def way_of(circulation: Circulation) -> Way:
    """By its note: the zone of its plan, and the versions that were sent before and after this one."""
    notes = MeetingNote.objects.filter(Q(circulation=circulation) | Q(earlier_circulations=circulation))
    note = notes.select_related("circulation", "meeting__group__plan").first()
    if note is None:
        return Way()
    is_newest = note.circulation_id == circulation.pk
    return Way(
        zone=note.meeting.group.plan.time_zone,
        newer=None if is_newest else note.circulation,
        earlier=note.earlier_circulations.all() if is_newest else None,
    )


PAPER = Paper(
    kind="meeting_note",
    urls="meetings",
    template="meetings/position.html",
    body=group_page,
    opinion_is_kept=_("Your opinion is recorded. It stands beside the note, word for word."),
    parts=parts_of,
    way=way_of,
    changes=frozen_changes,
)
