"""A new note starts from the group's last one; notes of several groups start together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from commitments.models import WorkingGroup
from meetings.common_text import values_of
from meetings.drafts import AgendaRow, NoteDraft
from meetings.enums import MeetingKind
from meetings.models import MeetingNote, NoteFamily, NoteSibling
from meetings.queries import draft_of
from meetings.services.notes import create_note, save_note
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


@transaction.atomic
def start_notes(
    *,
    groups: Sequence[WorkingGroup],
    kind: str,
    days: tuple[date, date] | None,
    by: User,
    at: datetime,
    is_month_only: bool = False,
    is_from_last: bool = True,
    purpose: str = "",
    points: Iterable[str] = (),
) -> list[MeetingNote]:
    """Begin a draft for each group, with the common purpose and points, and each group's own standing points.

    Nobody is marked as present: the roster of the day stands in the form, and who was there is
    for a person to say. Open tasks need no copy, the form reads them as they stand.
    """
    points = list(points)
    notes = []
    for group in groups:
        last = _last_of(group) if is_from_last else None
        note = create_note(group=group, kind=kind, days=days, is_month_only=is_month_only, by=by, at=at)
        draft = _begun(draft_of(note), last, purpose, points)
        notes.append(save_note(note=note, data=draft, version=note.version, by=by, at=at))
    if len(notes) > 1:
        _join(notes, by, at)
    return notes


def _last_of(group: WorkingGroup) -> MeetingNote | None:
    """The note of the newest meeting that was not cancelled, published or not."""
    notes = MeetingNote.objects.filter(meeting__group=group, meeting__convocation__cancelled_at=None)
    notes = notes.filter(deleted_at=None, corrects=None).select_related("meeting")
    return notes.order_by(F("meeting__starts_on").desc(nulls_last=True), "-pk").first()


def _begun(draft: NoteDraft, last: MeetingNote | None, purpose: str, points: list[str]) -> NoteDraft:
    before = draft_of(last) if last else NoteDraft()
    standing = [
        AgendaRow(text=row.text, milestone=row.milestone, indicator=row.indicator, is_standing=True)
        for row in before.agenda
        if row.is_standing
    ]
    said = {row.text for row in standing}
    common = [AgendaRow(text=text) for text in points if text not in said]
    has_place = draft.kind != MeetingKind.CONSULTATION
    return replace(
        draft,
        modes=before.modes if before.kind == draft.kind else (),
        place=before.place if has_place and before.kind == draft.kind else "",
        purpose=purpose,
        agenda=(*common, *standing),
    )


def _join(notes: Sequence[MeetingNote], by: User, at: datetime) -> None:
    family = NoteFamily.objects.create(created_at=at, created_by=by)
    NoteSibling.objects.bulk_create(
        NoteSibling(family=family, note=note, common=values_of(draft_of(note))) for note in notes
    )
    for note in notes:
        others = [other.pk for other in notes if other != note]
        record(actor=by, action="note.begun_with_others", target=note, at=at, others=others)
