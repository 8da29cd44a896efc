"""The whole form of a note on one page: its parts, its members and its rows, and the buttons that change rows."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership
from meetings.drafts import MEETING_FIELDS, NOTE_FIELDS, NoteDraft
from meetings.enums import MeetingKind, Presence
from meetings.forms.guests import GuestForm, guest_choices
from meetings.forms.members import MemberForm, member_choices
from meetings.forms.notes import NoteForm
from meetings.forms.rows import (
    MOST_ROWS,
    AgendaForm,
    ConclusionForm,
    PriorityForm,
    Rows,
    agenda_returns,
    conclusion_choices,
)
from meetings.forms.tasks import TaskForm
from meetings.models import FollowUp
from meetings.queries import Choices, sat_on
from meetings.tasks_shown import task_shown
from ovp_portal.lib.forms import SharedChoices

MARK_ALL = {"members-present": Presence.PRESENT, "members-consulted": Presence.CONSULTED}
_MEMBER = re.compile(r"member-(\d{1,18})-[a-z_]{1,20}")
_TASK = re.compile(r"task-(\d{1,18})-[a-z_]{1,20}")
_ROW_ACT = re.compile(r"(guest|agenda|conclusion|priority)(?:-(\d{1,6}))?-(add|remove|up|down|split)")


class NoteEditor:
    """A note as a form. With `data` it holds what was typed, otherwise what is saved.

    Everything typed survives every button: rows are added, removed and moved without saving.
    """

    def __init__(self, *, draft: NoteDraft, choices: Choices, on: date, data: Mapping[str, str] | None = None) -> None:
        self.choices, self.on = choices, on
        self.focus = self.said = ""
        self.refusals: list[tuple[str, str | Promise]] = []
        self.note = NoteForm(data, initial=NoteForm.initial_of(draft))
        self.guests = Rows("guest", GuestForm, choices=guest_choices())
        about = _about(choices)
        self.agenda = Rows("agenda", AgendaForm, about=about, returns=agenda_returns())
        chosen = conclusion_choices() | {"owner": _owners(choices), "subject": _subjects(choices)}
        self.conclusions = Rows("conclusion", ConclusionForm, about=about, chosen=chosen)
        self.priorities = Rows("priority", PriorityForm)
        self.tasks: list[TaskForm] = []
        self.rows = {rows.name: rows for rows in (self.guests, self.agenda, self.conclusions, self.priorities)}
        if data is None:
            self._show(draft)
        else:
            self._read(data)

    def _show(self, draft: NoteDraft) -> None:
        self.guests.show(draft.guests, at_least=0)
        self.agenda.show(draft.agenda, at_least=1)
        self.conclusions.show(draft.conclusions, at_least=1)
        self.priorities.show(draft.priorities, at_least=0)
        spoken_of = {row.task: vars(row) for row in draft.tasks}
        self.tasks = [TaskForm(initial=spoken_of.get(task.pk), **about) for task, about in self._open_tasks()]
        named = {row.membership: vars(row) for row in draft.members}
        days = (draft.starts_on or self.on, draft.ends_on or self.on)
        self.members = [
            MemberForm(seat=seat, initial=named.get(seat.pk), **about) for seat, about in self._seats(named, days)
        ]

    def _read(self, data: Mapping[str, str]) -> None:
        for rows in self.rows.values():
            rows.read(data)
        self.tasks = [TaskForm(data, **about) for _task, about in self._open_tasks()]
        spoken_of = (int(match[1]) for key in data if data[key] and (match := _TASK.fullmatch(key)))
        if any(pk not in self.choices.tasks for pk in spoken_of):
            self.refusals.append(("", _("The note speaks of a task that is not one of this group.")))
        named = [(int(match[1]), data[key]) for key in data if (match := _MEMBER.fullmatch(key))]
        if any(pk not in self.choices.seats for pk, _typed in named):
            self.refusals.append(("", _("Somebody on the list is not a member of this group.")))
        mentioned = [pk for pk, typed in named if typed]
        self.members = [
            MemberForm(data, seat=seat, **about) for seat, about in self._seats(mentioned, self._days_typed())
        ]

    def _days_typed(self) -> tuple[date, date]:
        typed = self.note.cleaned_data if self.note.is_valid() else {}
        return typed.get("starts_on") or self.on, typed.get("ends_on") or self.on

    def _seats(self, named: Iterable[int], days: tuple[date, date]) -> Iterable[tuple[Membership, dict[str, Any]]]:
        """Who sat in the group on these days, and who is on the list already."""
        named, number, choices = set(named), 0, member_choices()
        for seat in self.choices.seats.values():
            is_of_these_days = sat_on(seat, *days)
            if is_of_these_days or seat.pk in named:
                number += 1
                yield seat, {"number": number, "is_of_these_days": is_of_these_days, "choices": choices}

    def _open_tasks(self) -> Iterable[tuple[FollowUp, dict[str, Any]]]:
        for number, task in enumerate(self.choices.tasks.values(), start=1):
            yield task, {"shown": task_shown(task, self.on), "number": number}

    def do(self, act: str) -> bool:
        """Press one of the rows' buttons; whether it was one of them."""
        if act in MARK_ALL:
            return self._mark_all(act)
        found = _ROW_ACT.fullmatch(act)
        if not found:
            return False
        kind, place, deed = found[1], int(found[2] or 0), found[3]
        rows = self.rows[kind]
        first_field = "organization" if kind in ("guest", "priority") else "text"
        name = rows.form_class.name
        if deed == "split":
            count = rows.split(place)
            self.focus = f"id_{kind}-{place + max(count, 1) - 1}-text"
            if count > 1:
                self.said = _("The pasted list became %(count)s rows.") % {"count": count}
        elif deed == "add":
            self.focus = f"id_{kind}-{rows.add()}-{first_field}"
            self.said = _("%(row)s was added.") % {"row": name.format(number=len(rows.forms))}
        elif deed == "remove":
            self.said = _("%(row)s was removed.") % {"row": name.format(number=place + 1)}
            place = rows.remove(place)
            self.focus = f"id_{kind}-{place}-{first_field}" if place >= 0 else f"id_{kind}-add"
        else:
            row = name.format(number=place + 1)
            place = rows.move(place, -1 if deed == "up" else 1)
            self.said = _("%(row)s is now in place %(place)s.") % {"row": row, "place": place + 1}
            # At an end of the list the button is gone; the other one stays under the finger.
            ends = {"up": (0, "down"), "down": (len(rows.forms) - 1, "up")}
            at_end, other = ends[deed]
            self.focus = f"id_{kind}-{place}-{other if place == at_end else deed}"
        return True

    def _mark_all(self, act: str) -> bool:
        """Mark every member who is not mentioned: then only the exceptions are corrected by hand."""
        count = sum(form.mark(MARK_ALL[act]) for form in self.members)
        self.said = _("Members marked: %(count)s.") % {"count": count} if count else _("Nobody was left to mark.")
        self.focus = f"id_{act}"
        return True

    def rows_and(self, draft: NoteDraft) -> list[tuple[Rows, tuple]]:
        """The rows of each kind beside what a draft says of them."""
        return [
            (self.guests, draft.guests),
            (self.agenda, draft.agenda),
            (self.conclusions, draft.conclusions),
            (self.priorities, draft.priorities),
        ]

    def is_valid(self) -> bool:
        """Whether everything can be read; nothing has to be complete."""
        kinds = self.rows.values()
        is_read = all(check.is_valid() for check in [self.note, *self.members, *self.tasks, *kinds])
        if any(rows.is_cut for rows in kinds):
            self.refuse([_("A note has no room for so many rows: those after the 500th of a kind were left out.")])
        elif is_read and any(len(rows.rows()) > MOST_ROWS for rows in kinds):
            self.refuse([_("The pasted list is too long: a note has room for 500 rows of a kind.")])
        return is_read and not self.refusals

    def refuse(self, messages: Iterable[str | Promise]) -> None:
        self.refusals += [("", message) for message in messages]

    def errors(self) -> list[Any]:
        """Whatever holds an error, for the summary on top of the page."""
        rows = [form for rows in self.rows.values() for form in rows.forms]
        return [*self.refusals, self.note, *self.members, *self.tasks, *rows]

    @property
    def has_priorities(self) -> bool:
        """Whether the part of the priorities is open: where bodies that set them meet, or where there are some."""
        kinds = (MeetingKind.STEERING, MeetingKind.SECTOR, MeetingKind.COUNCIL)
        return bool(self.priorities.forms) or self.note.kind_shown in kinds

    def draft(self) -> NoteDraft:
        """What was typed. Ask only what is valid."""
        typed = {name: self.note.cleaned_data[name] for name in (*MEETING_FIELDS, *NOTE_FIELDS)}
        typed["modes"] = tuple(typed["modes"])
        return NoteDraft(
            **typed,
            members=tuple(form.row() for form in self.members if form.cleaned_data["presence"]),
            guests=self.guests.rows(),
            agenda=self.agenda.rows(),
            conclusions=self.conclusions.rows(),
            priorities=self.priorities.rows(),
            tasks=tuple(form.row() for form in self.tasks if not form.is_empty),
        )


def _about(choices: Choices) -> SharedChoices:
    """Milestones by their numbers, and under each its indicators by their names."""
    rows: list[tuple[str, str | Promise]] = [("", _("all"))]
    for milestone in choices.milestones:
        rows.append((f"milestone-{milestone.pk}", milestone.full_number))
        for indicator in milestone.indicators.all():
            name = Truncator(indicator.name_i18n or "").chars(60)
            rows.append((f"indicator-{indicator.pk}", f"{milestone.full_number} – {name}"))
    return SharedChoices(rows)


def _owners(choices: Choices) -> SharedChoices:
    """A member is found by the whole name of his organization too."""
    also = {f"member-{pk}": seat.organization.name for pk, seat in choices.seats.items()}
    return SharedChoices([("", _("nobody")), *choices.owners.items()], also=also)


def _subjects(choices: Choices) -> SharedChoices:
    return SharedChoices([("", _("not said")), *choices.subjects.items()])
