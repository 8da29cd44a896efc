"""A note as the ground floor circulates it: how its frozen text is shown, and what of it can be remarked on."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from meetings.models import MeetingNote
from meetings.naming import for_the_group
from meetings.pages import note_page
from meetings.parts import parts_of
from ovp_portal.circulation.models import Circulation
from ovp_portal.circulation.papers import Paper


def group_page(frozen: Mapping[str, Any], language: str) -> str:
    """The note as its group reads it, with the names on the list."""
    with translation.override(language):
        return note_page(for_the_group(frozen))


def newer_version(circulation: Circulation) -> Circulation | None:
    """What was sent to the members after this version was called back."""
    note = MeetingNote.objects.filter(earlier_circulations=circulation).select_related("circulation").first()
    return note.circulation if note else None


PAPER = Paper(
    kind="meeting_note",
    urls="meetings",
    template="meetings/position.html",
    body=group_page,
    opinion_is_kept=_("Your opinion is recorded. It stands beside the note, word for word."),
    parts=parts_of,
    newer=newer_version,
)
