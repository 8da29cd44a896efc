"""A meeting to come: the members are told of it, and it is called off or comes back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.enums import NoteStatus
from meetings.models import Convocation, Meeting, MeetingNote
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.text import tidy


@transaction.atomic
def announce_meeting(*, note: MeetingNote, by: User, at: datetime) -> Convocation:
    """Put a meeting to come into the members' calendars. A second click finds it done."""
    meeting, said = _locked(note)
    if said.cancelled_at:
        raise ValidationError(_("The meeting was cancelled: bring it back first."))
    if meeting.starts_on is None or meeting.ends_on is None or meeting.is_month_only:
        raise ValidationError(_("Enter the day of the meeting first."))
    if meeting.ends_on < local_date(at, meeting.group.plan.time_zone):
        raise ValidationError(_("The meeting is over: there is nothing to announce any more."))
    if said.called_at:
        return said
    said.called_at, said.called_by = at, by
    return _kept(said, note, "meeting.announced", by, at)


@transaction.atomic
def cancel_meeting(*, note: MeetingNote, reason: str, by: User, at: datetime) -> Convocation:
    """Call a meeting off. Its note stays a draft and goes nowhere; calendars show it as cancelled, and then no more."""
    _meeting, said = _locked(note)
    if said.cancelled_at:
        raise ValidationError(_("The meeting was cancelled already."))
    said.cancelled_at, said.cancelled_by, said.reason = at, by, " ".join(tidy(reason).split())
    return _kept(said, note, "meeting.cancelled", by, at, reason=said.reason)


@transaction.atomic
def bring_back_meeting(*, note: MeetingNote, by: User, at: datetime) -> None:
    """Take a cancellation back: the meeting stands in the calendars as before."""
    _meeting, said = _locked(note)
    if not said.cancelled_at:
        raise ValidationError(_("The meeting was not cancelled."))
    said.cancelled_at, said.cancelled_by, said.reason = None, None, ""
    if said.called_at is None:
        said.delete()
        record(actor=by, action="meeting.brought_back", target=note, at=at)
        return
    _kept(said, note, "meeting.brought_back", by, at)


def refuse_cancelled(note: MeetingNote) -> None:
    """A note of a meeting that was called off is not shared and not published."""
    if Convocation.objects.filter(meeting=note.meeting_id, cancelled_at__isnull=False).exists():
        raise ValidationError(_("The meeting was cancelled: its note cannot be published."))


def _locked(note: MeetingNote) -> tuple[Meeting, Convocation]:
    """The meeting and what was said of it; two acts at once come one after the other."""
    note = MeetingNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.status != NoteStatus.DRAFT or note.is_correction:
        raise ValidationError(_("The note of this meeting is out: the meeting took place."))
    meeting = Meeting.objects.select_related("group__plan").get(pk=note.meeting_id)
    said = Convocation.objects.filter(meeting=meeting).first() or Convocation(meeting=meeting)
    return meeting, said


def _kept(said: Convocation, note: MeetingNote, action: str, by: User, at: datetime, **data: str) -> Convocation:
    said.full_clean()
    said.save()
    record(actor=by, action=action, target=note, at=at, **data)
    return said
