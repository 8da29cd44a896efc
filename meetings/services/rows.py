"""The rows of a note follow what was typed: what stayed the same is left alone, so the history tells only changes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from meetings.drafts import ConclusionRow, NoteDraft
from meetings.models import AgendaItem, Attendance, Conclusion, MeetingNote
from meetings.queries import Choices


def replace_rows(*, note: MeetingNote, draft: NoteDraft, choices: Choices) -> None:
    """Make the note's rows what the draft says, in a number of queries that does not grow with them."""
    _follow(Attendance, note, [*_of_members(draft, choices, note), *_of_guests(draft)])
    _follow(
        AgendaItem,
        note,
        [(row.id, {"text": row.text, "milestone_id": row.milestone}) for row in draft.agenda],
    )
    _follow(
        Conclusion,
        note,
        [
            (row.id, {"kind": row.kind, "text": row.text, "due_on": row.due_on, **_owner(row)})
            for row in draft.conclusions
        ],
    )


Wanted = tuple[int | None, dict[str, Any]]
"""The id of the row that is meant, if it is an old one, and its values."""


def _follow(model: type[models.Model], note: MeetingNote, wanted: Sequence[Wanted]) -> None:
    """Change, add and remove rows until they are what is wanted, in that order.

    An id that is not a row of this note is taken as a new row, so a form cannot reach another note.
    """
    kept = {row.pk: row for row in model.objects.filter(note=note)}
    changed, new, columns = [], [], {"position"}
    for position, (pk, values) in enumerate(wanted, start=1):
        values = {**values, "position": position}
        row = kept.pop(pk, None)
        if row is None:
            new.append(model(note=note, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            columns.update(values)
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model.objects.filter(pk__in=kept).delete()
    if changed:
        model.objects.bulk_update(changed, [name.removesuffix("_id") for name in sorted(columns)])
    model.objects.bulk_create(new)


def _of_members(draft: NoteDraft, choices: Choices, note: MeetingNote) -> Iterable[Wanted]:
    """Organization, function and role as they were: written once, when the member is put on the list."""
    known = {row.membership_id: row for row in note.attendances.all() if row.membership_id}
    for row in draft.members:
        seat, before = choices.seats[row.membership], known.get(row.membership)
        frozen = before or Attendance(
            organization_id=seat.organization_id,
            organization_name=seat.organization.name,
            function=seat.function,
            role=seat.role,
        )
        values = {name: getattr(frozen, name) for name in ("organization_id", "organization_name", "function", "role")}
        yield before and before.pk, {"membership_id": seat.pk, "presence": row.presence, **values}


def _of_guests(draft: NoteDraft) -> Iterable[Wanted]:
    for row in draft.guests:
        values = {"person": row.person, "organization_name": row.organization, "function": row.function}
        yield row.id, {"membership_id": None, "presence": row.presence, **values}


def _owner(row: ConclusionRow) -> dict[str, Any]:
    kind, _dash, pk = row.owner.partition("-")
    return {
        "owner_id": int(pk) if kind == "member" else None,
        "owner_organization_id": int(pk) if kind == "organization" else None,
        "is_for_everyone": kind == "everyone",
    }
