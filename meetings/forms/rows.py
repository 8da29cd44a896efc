"""The rows of a note's form: points, conclusions, priorities, and what they share with guests.

What was typed makes the rows; no count can be forged.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import AgendaRow, ConclusionRow, PriorityRow
from meetings.enums import ConclusionKind, Verdict
from meetings.models.priorities import FIRST_YEAR, LAST_YEAR
from meetings.rules import MOST_PEOPLE, faults_of_conclusion
from ovp_portal.lib.forms import DayField, DecimalTextField, SharedChoices, TidyCharField
from ovp_portal.lib.rich_fields import RichTextField
from ovp_portal.lib.text import is_list, split_list

MOST_ROWS = 500
"""More rows of a kind than this is no note, and takes long to show."""

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
        return all(self.cleaned_data.get(name) in (None, "") for name in self.told_by)

    @property
    def row_id(self) -> int | None:
        """The row that this one was; what is no id is taken as a new row."""
        typed = self.cleaned_data.get("id") or ""
        return int(typed) if _ID.fullmatch(typed) else None

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return dict(vars(row))


class CountField(DecimalTextField):
    """How many: a whole number, or nothing."""

    def __init__(self, *, max_value: int = MOST_PEOPLE, **kwargs: Any) -> None:
        super().__init__(required=False, places=0, max_value=max_value, **{"min_value": 0} | kwargs)

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)


class AboutForm(RowForm):
    """A row that may be about a milestone or one of its indicators, and otherwise is about all of them."""

    about = forms.ChoiceField(label=_("Is about"), required=False)

    def __init__(self, *args: Any, about: SharedChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = about

    @property
    def about_values(self) -> dict[str, int | None]:
        kind, _dash, pk = self.cleaned_data["about"].partition("-")
        return {name: int(pk) if kind == name else None for name in ("milestone", "indicator")}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        about = f"indicator-{row.indicator}" if row.indicator else f"milestone-{row.milestone}" if row.milestone else ""
        return super().initial_of(row) | {"about": about}


class AgendaForm(AboutForm):
    name = _("Point {number}")
    told_by = ("text", "about", "discussion")
    text = TidyCharField(label=_("Point"), max_length=5_000, required=False, widget=forms.Textarea)
    discussion = RichTextField(label=_("What was said on this point"), max_length=20_000, required=False)
    is_standing = forms.TypedChoiceField(label=_("Comes back"), required=False, coerce=bool, empty_value=False)

    def __init__(self, *args: Any, returns: SharedChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_standing"].choices = returns

    def rows(self) -> list[AgendaRow]:
        """The point, or the points when a whole list was pasted into it; what was said stays with the first."""
        text, about, is_standing = self.cleaned_data["text"], self.about_values, self.cleaned_data["is_standing"]
        first, *others = (split_list(text) if is_list(text) else []) or [text]
        return [
            AgendaRow(
                id=self.row_id, text=first, discussion=self.cleaned_data["discussion"], is_standing=is_standing, **about
            ),
            *(AgendaRow(text=point, is_standing=is_standing, **about) for point in others),
        ]


class ConclusionForm(AboutForm):
    """What a kind does not need stands out of the way: owner and day are a task's, votes are a decision's."""

    name = _("Conclusion {number}")
    decided = ("verdict", "votes_for", "votes_against", "votes_abstained", "subject")
    told_by = ("text", "owner", "due_on", "about", *decided)
    text = TidyCharField(label=_("Text"), max_length=5_000, required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=forms.Select(attrs={"data-picker": True}))
    due_on = DayField(label=_("Due date"), required=False, help_text="")
    verdict = forms.ChoiceField(label=_("How it ended"), required=False)
    votes_for = CountField(label=_("Votes for"))
    votes_against = CountField(label=_("Against"))
    votes_abstained = CountField(label=_("Abstained"))
    subject = forms.ChoiceField(label=_("Decided upon"), required=False)

    def __init__(self, *args: Any, chosen: Mapping[str, SharedChoices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in chosen.items():
            self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for name, message in faults_of_conclusion(self.rows()[0]):
                self.add_error(name, message)
        return cleaned

    def rows(self) -> list[ConclusionRow]:
        """The conclusion, or the conclusions when a whole list was pasted into it."""
        values = {name: self.cleaned_data[name] for name in self.told_by if name != "about"}
        kind = self.cleaned_data["kind"] or ConclusionKind.INFORMATION
        first, *others = (split_list(values["text"]) if is_list(values["text"]) else []) or [values["text"]]
        values |= {"text": first, "kind": kind, **self.about_values}
        return [ConclusionRow(id=self.row_id, **values), *(ConclusionRow(kind=kind, text=text) for text in others)]

    @property
    def is_owned(self) -> bool:
        """Whether an owner or a day is there: then the fields are shown, whatever the kind."""
        return any(self[name].value() or self[name].errors for name in ("owner", "due_on"))

    @property
    def is_decided(self) -> bool:
        return any(self[name].value() not in (None, "") or self[name].errors for name in self.decided)


def agenda_returns() -> SharedChoices:
    return SharedChoices([("", _("this time only")), ("True", _("at every meeting"))])


def conclusion_choices() -> dict[str, SharedChoices]:
    """What can be chosen of every conclusion, whatever the group, in the language of the request."""
    return {
        "kind": SharedChoices(ConclusionKind.choices),
        "verdict": SharedChoices([("", _("not said")), *Verdict.choices]),
    }


class PriorityForm(RowForm):
    name = _("Priority {number}")
    told_by = ("organization", "text", "year")
    organization = TidyCharField(label=_("Institution or organization"), max_length=300, required=False)
    text = TidyCharField(label=_("Priority"), max_length=5_000, required=False, widget=forms.Textarea)
    year = CountField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def rows(self) -> list[PriorityRow]:
        """The priority, or the priorities when a whole list was pasted."""
        text, values = self.cleaned_data["text"], {name: self.cleaned_data[name] for name in ("organization", "year")}
        first, *others = (split_list(text) if is_list(text) else []) or [text]
        return [PriorityRow(id=self.row_id, text=first, **values), *(PriorityRow(text=row, **values) for row in others)]


_SHARED_BY_A_LIST = ("kind", "about", "organization", "year", "is_standing")


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
        initial = [self.form_class.initial_of(row) for row in rows]
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

    def split(self, place: int) -> int:
        """Make rows of a list that was pasted into one, each with what was chosen beside it. How many there are now."""
        if place >= len(self.typed) or not is_list(self.typed[place].get("text", "")):
            return 0
        row = self.typed[place]
        first, *others = split_list(row["text"])[:MOST_ROWS] or [""]
        chosen = {name: row[name] for name in _SHARED_BY_A_LIST if name in row}
        self.typed[place : place + 1] = [{**row, "text": first}, *({**chosen, "text": text} for text in others)]
        self._bind()
        return 1 + len(others)

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
