"""A common field changed in one note is copied to those that did not change it: on request, never by itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from meetings.common_text import FIELDS, copied, value_of
from meetings.drafts import NoteDraft
from meetings.enums import NoteStatus
from meetings.models import MeetingNote, NoteSibling
from meetings.queries import draft_of
from meetings.services.notes import save_note
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


@dataclass(frozen=True)
class Sibling:
    """Another note of the family, and which common fields it would take from this one, and which are its own."""

    note: MeetingNote
    takes: list[str]
    keeps: list[str]


def siblings_of(note: MeetingNote) -> list[NoteSibling]:
    """The other notes that were begun with this one."""
    rows = NoteSibling.objects.filter(family__siblings__note=note).exclude(note=note)
    rows = rows.filter(note__deleted_at=None)
    return list(rows.select_related("note__meeting__group__plan").order_by("pk"))


def compare(note: MeetingNote, rows: Iterable[NoteSibling]) -> list[Sibling]:
    """What a copy would do in each draft; a published note is fixed and takes nothing."""
    mine = draft_of(note)
    return [_compared(mine, row) for row in rows]


def _compared(mine: NoteDraft, row: NoteSibling, theirs: NoteDraft | None = None) -> Sibling:
    theirs = theirs or draft_of(row.note)
    differing = [name for name in FIELDS if value_of(mine, name) != value_of(theirs, name)]
    is_open = row.note.status == NoteStatus.DRAFT
    takes = [name for name in differing if is_open and value_of(theirs, name) == row.common.get(name)]
    return Sibling(row.note, takes, [name for name in differing if name not in takes])


@transaction.atomic
def copy_common(
    *, note: MeetingNote, fields: Collection[str], to: Collection[MeetingNote], by: User, at: datetime
) -> list[Sibling]:
    """Copy the chosen fields to those of `to` that have not changed them; answers what each took and kept.

    Rows are locked in one order. A form that is open on such a note is told of the other version when it is saved.
    """
    wanted = {target.pk for target in to}
    locked = MeetingNote.objects.select_for_update(of=("self",)).filter(pk__in={note.pk, *wanted}).order_by("pk")
    list(locked)
    mine = draft_of(MeetingNote.objects.select_related("meeting").get(pk=note.pk))
    done = []
    for row in siblings_of(note):
        if row.note_id not in wanted:
            continue
        theirs = draft_of(row.note)
        found = _compared(mine, row, theirs)
        takes = [name for name in found.takes if name in fields]
        done.append(Sibling(row.note, takes, [name for name in FIELDS if name in {*found.keeps} & {*fields}]))
        if takes:
            _copy(row, takes, mine, theirs, note, by, at)
    shared = {name for row in done for name in row.takes}
    own = NoteSibling.objects.get(note=note)
    own.common |= {name: value_of(mine, name) for name in shared}
    own.save(update_fields=["common"])
    return done


def _copy(
    row: NoteSibling,
    takes: list[str],
    mine: NoteDraft,
    theirs: NoteDraft,
    source: MeetingNote,
    by: User,
    at: datetime,
) -> None:
    for name in takes:
        theirs = copied(name, source=mine, target=theirs)
    save_note(note=row.note, data=theirs, version=row.note.version, by=by, at=at)
    row.common |= {name: value_of(mine, name) for name in takes}
    row.save(update_fields=["common"])
    record(actor=by, action="note.took_common_text", target=row.note, at=at, source=source.pk, fields=takes)
