"""What was read out of an old note becomes a note when a person confirms it."""

from datetime import datetime

from django.db import transaction

from commitments.models import WorkingGroup
from meetings.drafts import NoteDraft
from meetings.models import MeetingNote
from meetings.services.notes import create_note, save_note
from ovp_portal.accounts.models import User


@transaction.atomic
def keep_read_note(*, group: WorkingGroup, data: NoteDraft, language: str, by: User, at: datetime) -> MeetingNote:
    """Begin the note and save what was confirmed; both or nothing. The text keeps the language it was written in."""
    days = (data.starts_on, data.ends_on) if data.starts_on and data.ends_on else None
    note = create_note(
        group=group, kind=data.kind, days=days, by=by, at=at, is_month_only=data.is_month_only and days is not None
    )
    if language and language != note.language:
        note.language = language
        note.full_clean()
        note.save(update_fields=["language"])
    return save_note(note=note, data=data, version=note.version, by=by, at=at)
