"""Which form of a note somebody may read now."""

from django.utils.translation import get_language

from meetings.circulated import group_page
from meetings.models import MeetingNote
from meetings.naming import group_payload, public_payload
from meetings.pages import note_page
from meetings.publication import names_rule_of, stays_inside
from ovp_portal.editions.payloads import thaw


def is_kept_inside(note: MeetingNote) -> bool:
    """Whether the note stays within its group, or will by its rules."""
    return note.is_internal or (not note.is_published and stays_inside(note))


def shown_body(note: MeetingNote) -> str:
    """What was published as it was frozen; else what was sent, or the draft, as its readers will read it."""
    if note.is_published:
        return note_page(thaw(note.edition.payload))
    payload = thaw(note.circulation.payload) if note.circulation_id else group_payload(note)
    if is_kept_inside(note):
        return group_page(payload, get_language())
    return note_page(public_payload(payload, rule=names_rule_of(note)))
