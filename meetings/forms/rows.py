"""The rows of a note's form: guests, points, conclusions. What was typed makes the rows; no count can be forged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow
from meetings.enums import ConclusionKind, Presence
from ovp_portal.lib.forms import DayField, TidyCharField
from ovp_portal.lib.text import is_list, split_list

MOST_ROWS = 500
"""More rows of a kind than this is no note, and takes long to show."""

Choice = tuple[str, str | Promise]
_ID = re.compile(r"[1-9]\d{0,17}")


class RowForm(forms.Form):
    """One row. Its labels are the same in every row; the number is spoken, not shown."""

    use_required_attribute = False
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    name: str | Promise
    told_by: tuple[str, ...]
    """The fields that make a row one; in a row where nothing of it was typed the rest says nothing."""

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.summary_name = str(self.name).format(number=number)

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.told_by)

    @property
    def row_id(self) -> int | None:
        """The row that this one was; what is no id is taken as a new row."""
        typed = self.cleaned_data.get("id") or ""
        return int(typed) if _ID.fullmatch(typed) else None


class GuestForm(RowForm):
    name = _("Guest {number}")
    told_by = ("organization", "person", "function")
    organization = TidyCharField(label=_("Institution or organization"), max_length=300, required=False)
    function = TidyCharField(label=_("Function"), max_length=200, required=False)
    person = TidyCharField(label=_("Name, for the group only"), max_length=200, required=False)
    presence = forms.ChoiceField(label=_("Part taken"), choices=Presence, required=False)

    def rows(self) -> list[GuestRow]:
        values = {name: self.cleaned_data[name] for name in self.told_by}
        return [GuestRow(id=self.row_id, presence=self.cleaned_data["presence"] or Presence.PRESENT, **values)]


class AgendaForm(RowForm):
    name = _("Point {number}")
    told_by = ("text", "milestone")
    text = TidyCharField(label=_("Point"), max_length=5_000, required=False, widget=forms.Textarea)
    milestone = forms.ChoiceField(label=_("Milestone"), required=False)

    def __init__(self, *args: Any, milestones: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].choices = milestones

    def rows(self) -> list[AgendaRow]:
        """The point, or the points when a whole list was pasted into it."""
        text, milestone = self.cleaned_data["text"], self.cleaned_data["milestone"]
        points = split_list(text) if is_list(text) else []
        first, *others = points or [text]
        milestone = int(milestone) if milestone else None
        return [
            AgendaRow(id=self.row_id, text=first, milestone=milestone),
            *(AgendaRow(text=point, milestone=milestone) for point in others),
        ]


class ConclusionForm(RowForm):
    name = _("Conclusion {number}")
    told_by = ("text", "owner", "due_on")
    text = TidyCharField(label=_("Text"), max_length=5_000, required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label=_("Kind"), choices=ConclusionKind, required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due_on = DayField(label=_("Due date"), required=False, help_text="")

    def __init__(self, *args: Any, owners: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners

    def rows(self) -> list[ConclusionRow]:
        values = {name: self.cleaned_data[name] for name in self.told_by}
        return [ConclusionRow(id=self.row_id, kind=self.cleaned_data["kind"] or ConclusionKind.INFORMATION, **values)]


class Rows:
    """The rows of one kind, in their order, as typed or as saved.

    A row typed is every number that stands in a field's name, so nothing has to be counted and
    nothing can be miscounted; they are numbered anew each time.
    """

    def __init__(self, name: str, form_class: type[RowForm], **options: Any) -> None:
        self.name, self.form_class, self.options = name, form_class, options
        self.typed: list[dict[str, str]] | None = None
        self.forms: list[RowForm] = []
        self.is_cut = False

    def show(self, rows: Iterable[Any], at_least: int) -> None:
        """Fill the rows from what was saved; a new note shows an empty one."""
        initial = [vars(row) for row in rows]
        initial += [{} for _new in range(at_least - len(initial))]
        self.forms = [
            self.form_class(prefix=f"{self.name}-{place}", number=place + 1, initial=values, **self.options)
            for place, values in enumerate(initial)
        ]

    def read(self, data: Mapping[str, str]) -> None:
        """Take what was typed."""
        pattern = re.compile(rf"{self.name}-(\d{{1,6}})-([a-z_]{{1,20}})")
        found: dict[int, dict[str, str]] = {}
        for key in data:
            if match := pattern.fullmatch(key):
                found.setdefault(int(match[1]), {})[match[2]] = data[key]
        self.is_cut = len(found) > MOST_ROWS
        self.typed = [found[number] for number in sorted(found)[:MOST_ROWS]]
        self._bind()

    def add(self) -> int:
        self.typed.append({})
        self._bind()
        return len(self.typed) - 1

    def remove(self, place: int) -> int:
        if place < len(self.typed):
            del self.typed[place]
        self._bind()
        return min(place, len(self.typed) - 1)

    def move(self, place: int, by: int) -> int:
        """Move a row up (-1) or down (1); at the end of the list it stays."""
        to = place + by
        if place < len(self.typed) and 0 <= to < len(self.typed):
            self.typed[place], self.typed[to] = self.typed[to], self.typed[place]
            self._bind()
            return to
        return place

    def _bind(self) -> None:
        self.forms = []
        for place, values in enumerate(self.typed):
            prefix = f"{self.name}-{place}"
            data = {f"{prefix}-{name}": value for name, value in values.items()}
            self.forms.append(self.form_class(data, prefix=prefix, number=place + 1, **self.options))

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def rows(self) -> tuple:
        return tuple(row for form in self.forms if not form.is_empty for row in form.rows())
