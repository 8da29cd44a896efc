"""What happens to a meeting note while it is written: it is begun, and saved as often as one likes."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import WorkingGroup
from meetings.drafts import MEETING_FIELDS, NOTE_FIELDS, NoteDraft
from meetings.enums import NoteStatus
from meetings.models import Meeting, MeetingNote
from meetings.queries import Choices, choices_for, draft_of
from meetings.rules import faults_of_draft
from meetings.services.rows import replace_rows
from meetings.services.versions import keep_version, refuse_deleted
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import moment_text

FIXED = {
    NoteStatus.CIRCULATED: _("The note is with the members. Call it back before you change it."),
    NoteStatus.PUBLISHED: _("The note is published: it cannot be changed any more."),
    NoteStatus.INTERNAL: _("The note is finished: it cannot be changed any more."),
}


class StaleNote(ValidationError):
    """The note was saved by somebody else after this form was opened; `note` is what stands there now."""

    def __init__(self, note: MeetingNote) -> None:
        self.note = note
        zone = note.meeting.group.plan.time_zone
        super().__init__(
            _("%(person)s saved this note on %(moment)s, while you were writing."),
            code="stale_note",
            params={
                "person": str(note.saved_by or note.created_by),
                "moment": moment_text(note.saved_at or note.created_at, zone),
            },
        )


@transaction.atomic
def create_note(
    *,
    group: WorkingGroup,
    kind: str,
    days: tuple[date, date] | None,
    by: User,
    at: datetime,
    is_month_only: bool = False,
) -> MeetingNote:
    """Begin the note of a meeting or of a round of consultations; the days may come later."""
    starts_on, ends_on = days or (None, None)
    is_month_only = is_month_only and starts_on is not None
    meeting = Meeting(group=group, kind=kind, starts_on=starts_on, ends_on=ends_on, is_month_only=is_month_only)
    meeting.full_clean()
    meeting.save()
    note = MeetingNote(meeting=meeting, language=group.plan.required_language, created_at=at, created_by=by)
    note.full_clean()
    note.save()
    record(actor=by, action="note.created", target=note, at=at)
    return note


@transaction.atomic
def save_note(
    *,
    note: MeetingNote,
    data: NoteDraft,
    version: int,
    by: User,
    at: datetime,
    session: str = "",
    restored_from: int | None = None,
) -> MeetingNote:
    """Keep what was typed, however incomplete. Saves of one editing session make one version and one line.

    `version` is what the form was opened on: a save on an older one raises StaleNote and changes
    nothing. The same text sent twice, as by a double click, is no conflict.
    """
    note = locked(note)
    if note.status != NoteStatus.DRAFT:
        raise ValidationError(FIXED[NoteStatus(note.status)], code="fixed")
    refuse_deleted(note)
    before = draft_of(note)
    if data.says_the_same_as(before):
        return note
    if version != note.version:
        raise StaleNote(note)
    choices = choices_for(note.meeting.group, note)
    _refuse_strangers(data, choices)
    if faults := faults_of_draft(data):
        raise ValidationError([message for _field, message in faults])
    are_days_new = (note.meeting.starts_on, note.meeting.ends_on) != (data.starts_on, data.ends_on)
    write(note.meeting, {name: getattr(data, name) for name in MEETING_FIELDS} | {"modes": list(data.modes)})
    changes = {name: getattr(data, name) for name in NOTE_FIELDS}
    kept, is_new = keep_version(
        note=note, before=before, data=data, by=by, at=at, session=session, restored_from=restored_from
    )
    write(note, changes | {"version": note.version + 1, "saved_at": at, "saved_by": by})
    replace_rows(note=note, draft=data, choices=choices, are_days_new=are_days_new)
    if is_new:
        record(actor=by, action="note.saved", target=note, at=at, version=kept.number)
    return note


def locked(note: MeetingNote) -> MeetingNote:
    notes = MeetingNote.objects.select_for_update(of=("self",))
    return notes.select_related("meeting__group__plan", "created_by", "saved_by", "deleted_by").get(pk=note.pk)


def write(row: Meeting | MeetingNote, values: dict) -> None:
    """Check what is written and nothing else: each constraint asks the database, and holds there all the same."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=[field.name for field in row._meta.fields if field.name not in values])
    row.save(update_fields=list(values))


def _refuse_strangers(data: NoteDraft, choices: Choices) -> None:
    """A seat, a milestone or an owner of another group is no choice here, however the form was made."""
    milestones = {None, *(milestone.pk for milestone in choices.milestones)}
    indicators = {None, *choices.indicators}
    owners = {"", *choices.owners}
    refusals = []
    if any(row.membership not in choices.seats for row in data.members):
        refusals.append(_("Somebody on the list is not a member of this group."))
    if any(row.milestone not in milestones or row.indicator not in indicators for row in data.agenda):
        refusals.append(_("A point names a milestone that is not one of this group."))
    if any(row.milestone not in milestones or row.indicator not in indicators for row in data.conclusions):
        refusals.append(_("A conclusion names a milestone that is not one of this group."))
    if any(row.subject not in ("", *choices.subjects) for row in data.conclusions):
        refusals.append(_("A decision names a note that is not an earlier one of this group."))
    if any(row.owner not in owners for row in data.conclusions):
        refusals.append(_("A conclusion names an owner who does not belong to this group."))
    if any(row.task not in choices.tasks for row in data.tasks):
        refusals.append(_("The note speaks of a task that is not one of this group."))
    if refusals:
        raise ValidationError(refusals)
