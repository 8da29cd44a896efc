"""A note's reference is given when the note first leaves its coordinator's hands."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import ActionPlan, Commitment, WorkingGroup
from meetings.models import MeetingNote, NoteReference
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record

MOST_NUMBERS = 3
"""A group of more commitments than this is cited by its address, not by all its numbers."""


@transaction.atomic
def give_reference(*, note: MeetingNote, by: User, at: datetime) -> NoteReference:
    """Number the note in its group and year, once; whoever asks again gets the same reference.

    Not at its beginning: its day may not be known, and a draft thrown away would leave a gap. The
    plan's row is locked, so two notes given one at once wait for each other; a constraint stands behind it.
    """
    ActionPlan.objects.select_for_update(no_key=True).get(pk=note.meeting.group.plan_id)
    given = NoteReference.objects.filter(note=note).first()
    if given:
        return given
    if note.meeting.starts_on is None:
        raise ValidationError(_("Enter the day, or the first and the last day."))
    group, year = note.meeting.group, note.meeting.starts_on.year
    last = NoteReference.objects.filter(group=group, year=year).order_by("-number").first()
    number = last.number + 1 if last else 1
    prefix = _prefix(group)
    while _is_taken(group, text := f"{prefix}/{year}-{number:02}"):
        number += 1
    reference = NoteReference(note=note, group=group, year=year, number=number, text=text, given_at=at)
    reference.full_clean()
    reference.save()
    record(actor=by, action="note.referenced", target=note, at=at, reference=text)
    return reference


def _prefix(group: WorkingGroup) -> str:
    """4.1, or 3.6+3.7; the group's address where it has no numbers or too many."""
    commitments = Commitment.objects.filter(group=group).select_related("area").in_order()
    numbers = [row.full_number for row in commitments if row.full_number]
    return "+".join(numbers) if 1 <= len(numbers) <= MOST_NUMBERS else group.slug


def _is_taken(group: WorkingGroup, text: str) -> bool:
    """A number that was another group's before it was corrected may stand in one of its references."""
    return NoteReference.objects.filter(group__plan=group.plan_id, text=text).exists()
