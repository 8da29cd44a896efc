"""Who else writes a note now, and its versions."""

from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import MeetingNote, NoteVersion, NoteWriter


def others(note: MeetingNote, session: str) -> list[NoteWriter]:
    """Who has the form open besides this page, the first one first; leases that ended count no more."""
    writers = NoteWriter.objects.filter(note=note, until__gte=timezone.now()).exclude(session=session)
    return list(writers.select_related("user").order_by("since", "pk"))


def versions_of(note: MeetingNote) -> QuerySet[NoteVersion]:
    """All versions, newest first, without what they say."""
    return note.versions.select_related("written_by").defer("content")
