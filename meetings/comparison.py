"""Two versions of a note side by side, field by field, as the person reads them in the form."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, NoteDraft, PriorityRow, TaskRow
from meetings.enums import Answer, ConclusionKind, MeetingKind, Mode, Presence, Verdict
from meetings.follow_up_enums import TaskAct
from meetings.queries import Choices
from ovp_portal.lib.dates import day_text, months_text, time_text


class Difference(NamedTuple):
    """One field that is not the same; an empty text means that the field or row is not there."""

    label: str
    mine: str
    theirs: str


def differences(mine: NoteDraft, theirs: NoteDraft, choices: Choices) -> list[Difference]:
    left, right = dict(lines(mine, choices)), dict(lines(theirs, choices))
    pairs = (Difference(label, left.get(label, ""), right.get(label, "")) for label in {**left, **right})
    return [pair for pair in pairs if pair.mine != pair.theirs]


def lines(draft: NoteDraft, choices: Choices) -> Iterator[tuple[str, str]]:
    """What a note says, each field and row under its name in the form."""
    return ((line.label, line.text) for line in placed_lines(draft, choices))


class Line(NamedTuple):
    """A field or a row in words, where it stands in the form, and the id of its field there."""

    label: str
    text: str
    section: str
    anchor: str


def placed_lines(draft: NoteDraft, choices: Choices) -> Iterator[Line]:
    """Every field and row of a note, in the order of the form."""
    yield Line(_("Kind"), str(MeetingKind(draft.kind).label), "when", "id_kind")
    yield Line(_("Title"), draft.title, "when", "id_title")
    if draft.is_month_only and draft.starts_on and draft.ends_on:
        yield Line(_("From"), months_text(draft.starts_on, draft.ends_on), "when", "id_starts_on")
    else:
        yield Line(_("From"), _said(draft.starts_on), "when", "id_starts_on")
        yield Line(_("To"), _said(draft.ends_on), "when", "id_ends_on")
    modes = ", ".join(str(Mode(mode).label) for mode in draft.modes)
    yield Line(_("How it was held"), modes, "when", "id_modes_0")
    yield Line(_("Place"), draft.place, "when", "id_place")
    yield Line(_("Began at"), _said(draft.starts_at), "when", "id_starts_at")
    yield Line(_("Ended at"), _said(draft.ends_at), "when", "id_ends_at")
    yield Line(_("Purpose"), draft.purpose, "when", "id_purpose")
    for row in draft.members:
        seat = choices.seats[row.membership]
        label = f"{seat.organization.label} – {seat.user}"
        yield Line(label, _member(row), "attendance", f"id_member-{seat.pk}-presence")
    for place, row in enumerate(draft.guests):
        label = _("Guest %(number)s") % {"number": place + 1}
        yield Line(label, _guest(row), "attendance", f"id_guest-{place}-organization")
    for place, row in enumerate(draft.agenda):
        label = _("Point %(number)s") % {"number": place + 1}
        yield Line(label, _point(row, choices), "agenda", f"id_agenda-{place}-text")
        label = _("What was said on point %(number)s") % {"number": place + 1}
        yield Line(label, row.discussion, "agenda", f"id_agenda-{place}-discussion")
    for row in draft.tasks:
        label = _("Task: %(text)s") % {"text": _task_text(row, choices)}
        yield Line(label, _task(row), "tasks", f"id_task-{row.task}-act")
    yield Line(_("What was said"), draft.discussion, "course", "id_discussion")
    yield Line(_("Why nothing was realized"), draft.nothing_done_reason, "course", "id_nothing_done_reason")
    for place, row in enumerate(draft.conclusions):
        label = _("Conclusion %(number)s") % {"number": place + 1}
        yield Line(label, _conclusion(row, choices), "conclusions", f"id_conclusion-{place}-text")
    for place, row in enumerate(draft.priorities):
        label = _("Priority %(number)s") % {"number": place + 1}
        yield Line(label, _priority(row), "priorities", f"id_priority-{place}-text")


def _member(row: MemberRow) -> str:
    who = _joined(row.substitute, row.substitute_function)
    return _joined(Presence(row.presence).label, _asked(row), who)


def _asked(row: MemberRow | GuestRow) -> str:
    ways = ", ".join(str(Mode(mode).label) for mode in row.channels)
    return _joined(ways, _said(row.consulted_on), Answer(row.answer).label if row.answer else "")


def _guest(row: GuestRow) -> str:
    count = "" if row.head_count is None else row.head_count
    return _joined(row.organization, row.function, row.person, count, Presence(row.presence).label, _asked(row))


def _point(row: AgendaRow, choices: Choices) -> str:
    return _joined(row.text, _about(row, choices), _("at every meeting") if row.is_standing else "")


def _about(row: AgendaRow | ConclusionRow, choices: Choices) -> str:
    if row.indicator:
        indicator = choices.indicators.get(row.indicator)
        return f"{indicator.milestone.full_number} – {indicator}" if indicator else ""
    return {milestone.pk: milestone.full_number for milestone in choices.milestones}.get(row.milestone, "")


def _conclusion(row: ConclusionRow, choices: Choices) -> str:
    kind = ConclusionKind(row.kind).label
    votes = [str(count) for count in (row.votes_for, row.votes_against, row.votes_abstained) if count is not None]
    verdict = Verdict(row.verdict).label if row.verdict else ""
    owner, subject = choices.owners.get(row.owner, ""), choices.subjects.get(row.subject, "")
    return _joined(row.text, kind, owner, _said(row.due_on), _about(row, choices), verdict, " : ".join(votes), subject)


def _task_text(row: TaskRow, choices: Choices) -> str:
    task = choices.tasks.get(row.task)
    return Truncator(task.conclusion.text).chars(60) if task else str(row.task)


def _task(row: TaskRow) -> str:
    return _joined(TaskAct(row.act).label if row.act else "", _said(row.new_due_on), row.sentence)


def _priority(row: PriorityRow) -> str:
    return _joined(row.organization, row.text, row.year)


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _said(value: date | time | None) -> str:
    if value is None:
        return ""
    return time_text(value) if isinstance(value, time) else day_text(value)
