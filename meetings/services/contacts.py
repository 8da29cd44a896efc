"""What is decided on an address or a number that stands in a note's text: it is taken out, or it may stay."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.contacts import Contact, contacts_in, without
from meetings.models import MeetingNote
from meetings.queries import draft_of
from meetings.services.notes import FIXED, locked, save_note, write
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


@transaction.atomic
def take_out(*, note: MeetingNote, sign: str, by: User, at: datetime) -> MeetingNote:
    """Take one out of its text; the version before keeps it, so that it can be brought back."""
    note, contact = _found(note, sign)
    data = without(draft_of(note), contact)
    return save_note(note=note, data=data, version=note.version, by=by, at=at)


@transaction.atomic
def let_stay(*, note: MeetingNote, sign: str, by: User, at: datetime) -> MeetingNote:
    """Say that it may stay, wherever it stands in this note, as an office's own address may."""
    note, contact = _found(note, sign)
    if not contact.may_stay:
        raise ValidationError(_("A personal number cannot stay in the note."))
    value = contact.found.value
    if value not in note.may_stay:
        write(note, {"may_stay": sorted({*note.may_stay, value})})
        record(actor=by, action="note.contact_may_stay", target=note, at=at, kind=contact.found.kind.value)
    return note


def _found(note: MeetingNote, sign: str) -> tuple[MeetingNote, Contact]:
    note = locked(note)
    if not note.is_draft:
        raise ValidationError(FIXED[note.status], code="fixed")
    for contact in contacts_in(draft_of(note), note.may_stay):
        if contact.sign == sign:
            return note, contact
    raise ValidationError(_("The text was changed meanwhile: look at it again."), code="gone")
