"""What a note still lacks before it is published: some of it stops the publication, some is only pointed out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.drafts import MemberRow, NoteDraft
from meetings.enums import ConclusionKind, Mode, Presence, Verdict
from meetings.follow_up_enums import TaskAct
from meetings.queries import Choices, sat_on


@dataclass(frozen=True)
class Gap:
    """One thing that is missing; `anchor` is the id of the field in the note's form."""

    message: str | Promise
    anchor: str
    is_blocking: bool = True


@dataclass(frozen=True)
class Seen:
    """What a check looks at."""

    draft: NoteDraft
    choices: Choices
    on: date


Check = Callable[[Seen], Iterable[Gap]]
_CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Add a check: a function that yields what it finds missing, each with the id of its field in the note's form.

    Checks are asked in the order in which they were added, so their gaps stand in the order of the form. An app
    that stands above adds its own when it is ready; nothing else has to know of it.
    """
    if function not in _CHECKS:
        _CHECKS.append(function)
    return function


def gaps_of(draft: NoteDraft, choices: Choices, on: date) -> list[Gap]:
    """Everything that the note lacks, by every check there is."""
    seen = Seen(draft, choices, on)
    return [gap for one in _CHECKS for gap in one(seen)]


def blocking(gaps: list[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap.is_blocking]


def _warning(message: str | Promise, anchor: str) -> Gap:
    return Gap(message, anchor, is_blocking=False)


@check
def _in_time_and_way(seen: Seen) -> Iterator[Gap]:
    if seen.draft.starts_on is None or seen.draft.ends_on is None:
        yield Gap(_("Enter the day, or the first and the last day."), "id_starts_on")
    elif (seen.draft.starts_on if seen.draft.is_month_only else seen.draft.ends_on) > seen.on:
        yield Gap(_("The meeting is not over yet: its last day is in the future."), "id_ends_on")
    if not seen.draft.modes:
        yield Gap(_("Choose how it was held."), "id_modes_0")
    if Mode.IN_PERSON in seen.draft.modes and not seen.draft.place:
        yield _warning(_("The meeting was held in person, and no place is given."), "id_place")


@check
def _in_attendance(seen: Seen) -> Iterator[Gap]:
    if not seen.draft.members and not seen.draft.guests:
        yield _warning(_("Nobody is on the list of those who took part."), "attendance")
    if seen.draft.starts_on is None or seen.draft.ends_on is None:
        return
    for row in seen.draft.members:
        seat = seen.choices.seats[row.membership]
        if not sat_on(seat, seen.draft.starts_on, seen.draft.ends_on):
            message = format_lazy(_("{person} had no seat in the group on these days."), person=str(seat.user))
            yield _warning(message, f"id_member-{row.membership}-presence")
        yield from _about_member(row, str(seat.user), (seen.draft.starts_on, seen.draft.ends_on))


def _about_member(row: MemberRow, person: str, days: tuple[date, date]) -> Iterator[Gap]:
    field = f"id_member-{row.membership}"
    if row.consulted_on and not days[0] <= row.consulted_on <= days[1]:
        message = format_lazy(_("{person} was asked on a day outside of these days."), person=person)
        yield _warning(message, f"{field}-consulted_on")
    if row.presence == Presence.REPLACED and not (row.substitute or row.substitute_function):
        yield _warning(format_lazy(_("Say who came instead of {person}."), person=person), f"{field}-substitute")


@check
def _in_texts(seen: Seen) -> Iterator[Gap]:
    if not seen.draft.purpose:
        yield _warning(_("The purpose is not given."), "id_purpose")
    if not seen.draft.discussion and not any(row.discussion for row in seen.draft.agenda):
        yield _warning(_("Nothing is written about what was said."), "id_discussion")


@check
def _in_agenda(seen: Seen) -> Iterator[Gap]:
    if not seen.draft.agenda:
        yield _warning(_("The agenda has no points."), "agenda")
    for number, row in enumerate(seen.draft.agenda, start=1):
        if not row.text:
            yield Gap(format_lazy(_("Point {number} is empty."), number=number), f"id_agenda-{number - 1}-text")


@check
def _in_tasks(seen: Seen) -> Iterator[Gap]:
    """Of each task that the note speaks of: what becomes of it, until when, why; and whether it is closed already."""
    for row in seen.draft.tasks:
        task, field = seen.choices.tasks[row.task], f"id_task-{row.task}"
        said = {"text": Truncator(task.conclusion.text).chars(60)}
        if not row.act:
            yield Gap(format_lazy(_("Say what becomes of the task “{text}”."), **said), f"{field}-act")
        if row.act == TaskAct.MOVED and row.new_due_on is None:
            yield Gap(format_lazy(_("Enter the new date of the task “{text}”."), **said), f"{field}-new_due_on")
        if row.act == TaskAct.DROPPED and not row.sentence:
            yield Gap(format_lazy(_("Say why the task “{text}” is no longer needed."), **said), f"{field}-sentence")
        if not any(part.is_open for part in task.parts.all()):
            message = _("The task “{text}” was closed meanwhile: what the note says of it changes nothing.")
            yield _warning(format_lazy(message, **said), f"{field}-act")
        elif row.new_due_on and seen.draft.ends_on and row.new_due_on < seen.draft.ends_on:
            yield _warning(
                format_lazy(_("The new date of the task “{text}” is before the meeting."), **said),
                f"{field}-new_due_on",
            )


@check
def _in_conclusions(seen: Seen) -> Iterator[Gap]:
    if not seen.draft.conclusions:
        yield _warning(_("There are no conclusions."), "conclusions")
    for number, row in enumerate(seen.draft.conclusions, start=1):
        field = f"id_conclusion-{number - 1}"
        if not row.text:
            yield Gap(format_lazy(_("Conclusion {number} is empty."), number=number), f"{field}-text")
        if row.kind != ConclusionKind.TASK:
            continue
        if not row.owner:
            yield Gap(format_lazy(_("Say who owns the task in conclusion {number}."), number=number), f"{field}-owner")
        if row.due_on is None:
            message = format_lazy(_("Enter the due date of the task in conclusion {number}."), number=number)
            yield Gap(message, f"{field}-due_on")
        elif seen.draft.ends_on is not None and row.due_on < seen.draft.ends_on:
            message = format_lazy(_("The task in conclusion {number} is due before the meeting."), number=number)
            yield _warning(message, f"{field}-due_on")


@check
def _in_votes(seen: Seen) -> Iterator[Gap]:
    present = _people_present(seen.draft)
    for number, row in enumerate(seen.draft.conclusions, start=1):
        if row.kind != ConclusionKind.DECISION:
            continue
        votes = (row.votes_for, row.votes_against, row.votes_abstained)
        is_counted, field = None not in votes, f"id_conclusion-{number - 1}"
        if not is_counted and any(count is not None for count in votes):
            message = format_lazy(
                _("Enter all three counts in conclusion {number}: for, against and abstained."), number=number
            )
            yield Gap(message, f"{field}-votes_for")
        elif not is_counted and not row.verdict:
            message = format_lazy(_("Say how the decision in conclusion {number} ended."), number=number)
            yield _warning(message, f"{field}-verdict")
        elif is_counted and present is not None and sum(votes) > present:
            message = format_lazy(
                _("Conclusion {number} has {votes} votes, and {present} people stand on the list as present."),
                number=number,
                votes=sum(votes),
                present=present,
            )
            yield _warning(message, f"{field}-votes_for")
        if is_counted and row.verdict == Verdict.APPROVED and votes[0] <= votes[1]:
            message = format_lazy(
                _("Conclusion {number} is approved, and no more votes are for it than against."), number=number
            )
            yield _warning(message, f"{field}-verdict")


def _people_present(draft: NoteDraft) -> int | None:
    """How many people the list says were there; unknown where an organization came in unknown numbers."""
    there = (Presence.PRESENT, Presence.REPLACED)
    guests = [row for row in draft.guests if row.presence == Presence.PRESENT]
    if any(row.head_count is None and not row.person and not row.function for row in guests):
        return None
    return sum(row.presence in there for row in draft.members) + sum(row.head_count or 1 for row in guests)


@check
def _in_priorities(seen: Seen) -> Iterator[Gap]:
    for number, row in enumerate(seen.draft.priorities, start=1):
        if not row.text:
            yield Gap(format_lazy(_("Priority {number} is empty."), number=number), f"id_priority-{number - 1}-text")
