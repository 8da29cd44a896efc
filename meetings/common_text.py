"""What notes that were begun together have in common, field by field: read, compared, copied. It saves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import AgendaRow, NoteDraft


class Field(NamedTuple):
    """A common field: its label, and the parts of a draft that it is made of."""

    label: str | Promise
    parts: tuple[str, ...]


FIELDS: dict[str, Field] = {
    "kind": Field(_("Kind"), ("kind", "place", "starts_at", "ends_at")),
    "title": Field(_("Title"), ("title",)),
    "days": Field(_("Days"), ("starts_on", "ends_on", "is_month_only")),
    "modes": Field(_("How it was held"), ("modes",)),
    "purpose": Field(_("Purpose"), ("purpose",)),
    "agenda": Field(_("Agenda"), ("agenda",)),
    "discussion": Field(_("What was said"), ("discussion",)),
    "nothing_done_reason": Field(_("Why nothing was realized"), ("nothing_done_reason",)),
}
"""A round has no place and no hour, so these go with the kind."""


def value_of(draft: NoteDraft, name: str) -> list[Any]:
    """What a common field says, as it is kept in JSON. Of points the words: a milestone is a group's own."""
    if name == "agenda":
        return [[row.text, row.is_standing] for row in draft.agenda]
    return [_plain(getattr(draft, part)) for part in FIELDS[name].parts]


def values_of(draft: NoteDraft) -> dict[str, list[Any]]:
    return {name: value_of(draft, name) for name in FIELDS}


def copied(name: str, *, source: NoteDraft, target: NoteDraft) -> NoteDraft:
    """The target with the source's words in one field; a point that it has already keeps its own milestone and row."""
    if name != "agenda":
        return replace(target, **{part: getattr(source, part) for part in FIELDS[name].parts})
    own = {row.text: row for row in target.agenda}
    return replace(target, agenda=tuple(_point(row, own.get(row.text)) for row in source.agenda))


def _point(row: AgendaRow, own: AgendaRow | None) -> AgendaRow:
    point = own or AgendaRow(text=row.text)
    return replace(point, is_standing=row.is_standing)


def _plain(value: Any) -> Any:
    writers: dict[type, Callable[[Any], Any]] = {date: date.isoformat, time: time.isoformat, tuple: list}
    return writers[type(value)](value) if type(value) in writers else value
