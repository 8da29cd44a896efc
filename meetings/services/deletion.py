"""A draft is deleted out of the lists and brought back with all its versions; what is published stays."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.enums import NoteStatus
from meetings.models import MeetingNote
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


@transaction.atomic
def delete_note(*, note: MeetingNote, by: User, at: datetime) -> MeetingNote:
    """Take a draft out of all lists. Its text and its versions are kept; a second click changes nothing."""
    note = MeetingNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.status != NoteStatus.DRAFT:
        raise ValidationError(_("Only a draft can be deleted."), code="not_a_draft")
    return note if note.deleted_at else _mark(note, at, by, action="note.deleted", at=at, actor=by)


@transaction.atomic
def bring_back(*, note: MeetingNote, by: User, at: datetime) -> MeetingNote:
    note = MeetingNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    return _mark(note, None, None, action="note.brought_back", at=at, actor=by) if note.deleted_at else note


def _mark(
    note: MeetingNote, deleted_at: datetime | None, deleted_by: User | None, *, action: str, at: datetime, actor: User
) -> MeetingNote:
    note.deleted_at, note.deleted_by = deleted_at, deleted_by
    note.full_clean()
    note.save(update_fields=["deleted_at", "deleted_by"])
    record(actor=actor, action=action, target=note, at=at)
    return note
