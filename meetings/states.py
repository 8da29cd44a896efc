from django.utils.translation import gettext as _

from meetings.enums import NoteStatus
from meetings.models import MeetingNote


def state_of_note(note: MeetingNote) -> tuple[str, str]:
    """A circle's key and the word beside it."""
    convocation = getattr(note.meeting, "convocation", None)
    if note.is_draft and convocation and convocation.cancelled_at:
        return "none", _("Meeting cancelled")
    if note.is_correction:
        return ("sent", _("Correction, with the members")) if note.is_circulated else ("draft", _("Correction, draft"))
    return {
        NoteStatus.DRAFT: ("draft", _("Draft")),
        NoteStatus.CIRCULATED: ("sent", _("With the members")),
        NoteStatus.PUBLISHED: ("done", _("Published")),
        NoteStatus.INTERNAL: ("done", _("Kept within the group")),
    }[NoteStatus(note.status)]
