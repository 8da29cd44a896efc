"""All that stands between a draft and its members: what is missing, and what should not be said by chance."""

from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.contacts import Contact, contacts_in
from meetings.correcting import gaps_of_correction
from meetings.drafts import NoteDraft
from meetings.gaps import Gap, blocking, gaps_of
from meetings.models import MeetingNote
from meetings.queries import Choices, choices_for, draft_of

__all__ = ["blocking", "check_of", "missing_in"]


def check_of(note: MeetingNote, on: date) -> list[Gap]:
    """What is missing, in the order of the form, then each address and number that nobody decided on."""
    draft = draft_of(note)
    gaps = missing_in(note, draft, choices_for(note.meeting.group, note), on)
    return [*gaps, *(_gap(one) for one in contacts_in(draft, note.may_stay) if not one.stays)]


def missing_in(note: MeetingNote, draft: NoteDraft, choices: Choices, on: date) -> list[Gap]:
    """Of a correction also what it may not touch."""
    own = gaps_of_correction(note) if note.is_correction else ()
    return [*gaps_of(draft, choices, on), *own]


def _gap(contact: Contact) -> Gap:
    message = format_lazy(_("{what} in the text: {text}"), what=contact.name, text=contact.found.text)
    return Gap(message, contact.text.anchor, is_blocking=contact.is_blocking)
