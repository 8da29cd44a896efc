"""A published note is corrected: written beside it, sent to the members or not, published as a new edition."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from meetings.correcting import WORDS, gaps_of_correction, is_wording_alone, open_correction_of
from meetings.drafts import MEETING_FIELDS, NOTE_FIELDS
from meetings.enums import NoteStatus, VersionOrigin
from meetings.models import AgendaItem, Attendance, Conclusion, Meeting, MeetingNote, Priority, TaskMention
from meetings.naming import final_payload
from meetings.pages import note_pages
from meetings.payloads import Payload, note_payload, note_title, publisher_of
from meetings.publication import names_rule_of, said_in_public
from meetings.queries import draft_of
from meetings.services.follow_ups import follow_tasks_of
from meetings.services.notes import locked, write
from meetings.services.rows import follow
from meetings.services.sharing import circulations_of, ended_circulation
from meetings.services.versions import keep_version
from meetings.workflow import NOTE_MOVES
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.circulation.models import Circulation
from ovp_portal.circulation.queries import standing_opinions
from ovp_portal.editions import services as editions
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.text import tidy
from ovp_portal.lib.workflow import check_move

ANCHORED = (AgendaItem, Conclusion)
"""Rows that are cited by their number: in every edition they stand at the address of the first."""
ROWS = (*ANCHORED, Attendance, Priority)


@transaction.atomic
def begin_correction(*, note: MeetingNote, reason: str, by: User, at: datetime) -> MeetingNote:
    """Write a correction beside a published note, which stays as it is; the reason is what the public will read.

    Where one is begun already it goes on, with this reason.
    """
    note = locked(note)
    if not note.is_published:
        raise ValidationError(_("Only a published note is corrected; a draft is simply changed."))
    correction = open_correction_of(note)
    if correction is not None:
        return _word_reason(correction, reason, by, at)
    correction = MeetingNote(
        meeting=_copied(note.meeting),
        corrects=note,
        change_note=tidy(reason),
        may_stay=note.may_stay,
        created_at=at,
        created_by=by,
        language=note.language,
        **{name: getattr(note, name) for name in NOTE_FIELDS},
    )
    correction.full_clean()
    correction.save()
    for model in (*ROWS, TaskMention):
        _copy_rows(model, note, correction)
    record(actor=by, action="note.correction_begun", target=note, at=at, correction=correction.pk)
    return correction


def _word_reason(correction: MeetingNote, reason: str, by: User, at: datetime) -> MeetingNote:
    if not correction.is_draft:
        raise ValidationError(_("The correction is with the members. Call it back before you change it."))
    if correction.change_note != tidy(reason):
        correction.change_note = tidy(reason)
        correction.full_clean()
        correction.save(update_fields=["change_note"])
        record(actor=by, action="note.correction_begun", target=correction.corrects, at=at, correction=correction.pk)
    return correction


def _copied(meeting: Meeting) -> Meeting:
    copy = Meeting(group=meeting.group, **{name: getattr(meeting, name) for name in MEETING_FIELDS})
    copy.full_clean()
    copy.save()
    return copy


def _copy_rows(model: type[models.Model], note: MeetingNote, correction: MeetingNote) -> None:
    rows = model.objects.filter(note=note)
    model.objects.bulk_create(model(note=correction, position=row.position, **_said(row) | _cited(row)) for row in rows)


def _said(row: models.Model) -> dict[str, Any]:
    """All that a row says, without whose it is, where it stands and what it is cited by."""
    aside = {"id", "note_id", "position", "anchor_number"}
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in values.items() if name not in aside}


def _cited(row: models.Model) -> dict[str, int]:
    """The number that the row is cited by: of a new one in a correction its own there, which nothing else has."""
    return {"anchor_number": row.anchor_number or row.pk} if isinstance(row, ANCHORED) else {}


@transaction.atomic
def publish_correction(*, correction: MeetingNote, by: User, at: datetime, reason: str = "") -> MeetingNote:
    """Enter a correction in its note, and publish the note as a new edition; the older ones stay where they are.

    One of the wording alone needs no circulation and is 1.1; any other went to every member, and is 2.0.
    """
    note = locked(MeetingNote(pk=correction.corrects_id))
    correction = locked(correction)
    check_move(NOTE_MOVES, correction.status, NoteStatus.ENTERED)
    if gaps := list(gaps_of_correction(correction)):
        raise ValidationError([str(gap.message) for gap in gaps])
    is_major = correction.is_circulated
    sent, said = ended_circulation(correction, at, reason) if is_major else (None, {})
    payload = _as_circulated(correction, note, sent, at) if sent else _reworded(correction, note)
    with translation.override(note.language):
        title, publisher = note_title(payload), publisher_of(payload)
    edition = editions.publish(
        address=note.address,
        kind="meeting_note",
        title=title,
        payload=payload,
        pages=note_pages(payload),
        published_by=publisher,
        change_note=correction.change_note,
        is_major=is_major,
        at=at,
        by=by,
    )
    write(correction, {"status": NoteStatus.ENTERED})
    _enter(correction, note, by, at)
    write(note, {"status": NoteStatus.PUBLISHED, "edition": edition})
    follow_tasks_of(note=note, by=by, at=at)
    record(actor=by, action="note.corrected", target=note, at=at, edition=edition.number, **said)
    return note


def _as_circulated(correction: MeetingNote, note: MeetingNote, sent: Circulation, at: datetime) -> Payload:
    """What the members saw of the correction, with their answers to it and every opinion that stands."""
    known = [pk for one in (correction, note, *note.corrections.all()) for pk in circulations_of(one)]
    return final_payload(
        thaw(sent.payload),
        rule=names_rule_of(correction),
        circulation=sent,
        opinions=standing_opinions(said_in_public(dict.fromkeys(known))),
        at=at,
        zone=note.meeting.group.plan.time_zone,
    )


def _reworded(correction: MeetingNote, note: MeetingNote) -> Payload:
    """The newest edition with other words, and not a fact of it changed."""
    if not is_wording_alone(correction):
        raise ValidationError(
            _("More than the wording is changed: the correction goes to the members first."), code="circulate"
        )
    before, now = thaw(note.edition.payload), note_payload(correction)
    rows = {
        name: [old | {key: new[key] for key in words} for old, new in zip(before[name], now[name], strict=True)]
        for name, words in (("agenda", ("text", "discussion")), ("priorities", ("text",)))
        if name in before
    }
    return before | rows | {name: now[name] for name in WORDS} | {"change_note": correction.change_note}


def _enter(correction: MeetingNote, note: MeetingNote, by: User, at: datetime) -> None:
    """Make the note's own rows say what the correction says; what stayed the same is left alone."""
    before = draft_of(note)
    write(note, {"status": NoteStatus.CORRECTING})
    write(note.meeting, {name: getattr(correction.meeting, name) for name in MEETING_FIELDS})
    values = {name: getattr(correction, name) for name in (*NOTE_FIELDS, "may_stay")}
    for model in ROWS:
        _enter_rows(model, correction, note)
    said = draft_of(MeetingNote.objects.select_related("meeting").get(pk=note.pk))
    keep_version(note=note, before=before, data=said, by=by, at=at, origin=VersionOrigin.CORRECTED)
    write(note, values | {"version": note.version + 1, "saved_at": at, "saved_by": by})


def _enter_rows(model: type[models.Model], correction: MeetingNote, note: MeetingNote) -> None:
    mine = {key: row.pk for row in model.objects.filter(note=note) if (key := _same_by(row))}
    wanted = []
    for row in model.objects.filter(note=correction):
        known = mine.get(_same_by(row))
        wanted.append((known, _said(row) | ({} if known else _cited(row))))
    follow(model, note, wanted)


def _same_by(row: models.Model) -> str | int | None:
    """By what a row of the correction is known as one of the note; guests and priorities only by saying the same."""
    return row.anchor if isinstance(row, ANCHORED) else getattr(row, "membership_id", None)
