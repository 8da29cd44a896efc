"""The rows of a note follow what was typed: what stayed the same is left alone, so the history tells only changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from commitments.models import Membership
from meetings.drafts import ConclusionRow, NoteDraft
from meetings.enums import Subject
from meetings.models import AgendaItem, Attendance, Conclusion, MeetingNote, Priority, TaskMention
from meetings.queries import Choices
from ovp_portal.accounts.models import Organization


def replace_rows(*, note: MeetingNote, draft: NoteDraft, choices: Choices, are_days_new: bool = False) -> None:
    """Make the note's rows what the draft says, in a number of queries that does not grow with them."""
    named = _organizations_named(draft)
    follow(Attendance, note, [*_of_members(draft, choices, note, are_days_new), *_of_guests(draft, named)])
    follow(AgendaItem, note, [(row.id, _values(row, *_POINT, *_ABOUT)) for row in draft.agenda])
    follow(
        Conclusion,
        note,
        [
            (row.id, {**_values(row, "kind", "text", "due_on", *_ABOUT, *_DECIDED), **_owner(row), **_subject(row)})
            for row in draft.conclusions
        ],
    )
    follow(
        Priority,
        note,
        [
            (row.id, {**_values(row, "text", "year"), **_organization(row.organization, named)})
            for row in draft.priorities
        ],
    )
    follow(TaskMention, note, list(_of_tasks(draft, note)))


_POINT = ("text", "discussion", "is_standing")
_ABOUT = ("milestone_id", "indicator_id")
_DECIDED = ("verdict", "votes_for", "votes_against", "votes_abstained")


def _values(row: Any, *columns: str) -> dict[str, Any]:
    return {name: getattr(row, name.removesuffix("_id")) for name in columns}


Wanted = tuple[int | None, dict[str, Any]]
"""The id of the row that is meant, if it is an old one, and its values."""


def follow(model: type[models.Model], note: MeetingNote, wanted: Sequence[Wanted]) -> None:
    """Change, add and remove rows until they are what is wanted, in that order.

    An id that is not a row of this note is taken as a new row, so a form cannot reach another note. A row
    without an id that says what an old one said is that one: a form saved twice makes nothing twice.
    """
    kept = {row.pk: row for row in model.objects.filter(note=note)}
    changed, new, columns = [], [], {"position"}
    meant = {pk for pk, _values in wanted}
    for position, (pk, values) in enumerate(wanted, start=1):
        pk = _said_before(kept, meant, values) if pk is None else pk
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


def _said_before(kept: dict[int, models.Model], meant: set[int | None], values: dict[str, Any]) -> int | None:
    """The row nobody names by its id that says the same."""
    is_same = (
        pk
        for pk, row in kept.items()
        if pk not in meant and all(getattr(row, name) == value for name, value in values.items())
    )
    return next(is_same, None)


def _of_members(draft: NoteDraft, choices: Choices, note: MeetingNote, are_days_new: bool) -> Iterable[Wanted]:
    """Organization, function and role as they were on that day: written when the member is put on the list.

    Only another day writes them anew: what an organization is called since is not what it was called then.
    """
    known = {row.membership_id: row for row in note.attendances.all() if row.membership_id}
    for row in draft.members:
        seat, before = choices.seats[row.membership], known.get(row.membership)
        values = _values(row, "presence", "consulted_on", "answer", "substitute", "substitute_function")
        values |= _frozen(seat, None if are_days_new else before, draft.ends_on) | {"channels": list(row.channels)}
        yield before and before.pk, {"membership_id": seat.pk, **values}


def _frozen(seat: Membership, before: Attendance | None, on: date | None) -> dict[str, Any]:
    if before:
        return {name: getattr(before, name) for name in ("organization_id", "organization_name", "function", "role")}
    return {
        "organization_id": seat.organization_id,
        "organization_name": _name_on(seat.organization, on),
        "function": seat.function,
        "role": seat.role,
    }


def _name_on(organization: Organization, day: date | None) -> str:
    """What the organization was called on a day: the first of its former names that ended after it, or today's."""
    if day is None:
        return organization.name
    former = sorted(organization.former_names.all(), key=lambda row: row.until_on)
    return next((row.name for row in former if row.until_on >= day), organization.name)


def _of_guests(draft: NoteDraft, named: Mapping[str, int]) -> Iterable[Wanted]:
    for row in draft.guests:
        values = _values(row, "person", "function", "presence", "head_count", "consulted_on", "answer")
        values["channels"] = list(row.channels)
        yield row.id, {"membership_id": None, **values, **_organization(row.organization, named)}


def _organizations_named(draft: NoteDraft) -> dict[str, int]:
    """The portal's organizations that guests and priorities name exactly, in one query."""
    names = {row.organization for row in (*draft.guests, *draft.priorities) if row.organization}
    return dict(Organization.objects.filter(name__in=names).values_list("name", "pk")) if names else {}


def _organization(name: str, named: Mapping[str, int]) -> dict[str, Any]:
    return {"organization_id": named.get(name), "organization_name": name}


def _of_tasks(draft: NoteDraft, note: MeetingNote) -> Iterable[Wanted]:
    known = {row.follow_up_id: row.pk for row in note.task_mentions.all()} if draft.tasks else {}
    for row in draft.tasks:
        yield known.get(row.task), {"follow_up_id": row.task, **_values(row, "act", "new_due_on", "sentence")}


def _owner(row: ConclusionRow) -> dict[str, Any]:
    kind, _dash, pk = row.owner.partition("-")
    return {
        "owner_id": int(pk) if kind == "member" else None,
        "owner_organization_id": int(pk) if kind == "organization" else None,
        "is_for_everyone": kind == "everyone",
    }


def _subject(row: ConclusionRow) -> dict[str, Any]:
    kind, _dash, pk = row.subject.partition("-")
    return {"subject": kind, "subject_note_id": int(pk) if kind == Subject.NOTE else None}
