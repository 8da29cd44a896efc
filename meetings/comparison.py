"""Two versions of a note side by side, field by field, as the person reads them in the form."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, NoteDraft
from meetings.enums import ConclusionKind, MeetingKind, Mode, Presence
from meetings.queries import Choices
from ovp_portal.lib.dates import day_text, time_text


class Difference(NamedTuple):
    """One field that is not the same; an empty text means that the field or row is not there."""

    label: str
    mine: str
    theirs: str


def differences(mine: NoteDraft, theirs: NoteDraft, choices: Choices) -> list[Difference]:
    left, right = dict(_lines(mine, choices)), dict(_lines(theirs, choices))
    pairs = (Difference(label, left.get(label, ""), right.get(label, "")) for label in {**left, **right})
    return [pair for pair in pairs if pair.mine != pair.theirs]


def _lines(draft: NoteDraft, choices: Choices) -> Iterator[tuple[str, str]]:
    yield _("Kind"), str(MeetingKind(draft.kind).label)
    yield _("Title"), draft.title
    yield _("From"), _said(draft.starts_on)
    yield _("To"), _said(draft.ends_on)
    yield _("How it was held"), ", ".join(str(Mode(mode).label) for mode in draft.modes)
    yield _("Place"), draft.place
    yield _("Began at"), _said(draft.starts_at)
    yield _("Ended at"), _said(draft.ends_at)
    yield _("Purpose"), draft.purpose
    for row in draft.members:
        seat = choices.seats[row.membership]
        yield f"{seat.organization.label} – {seat.user}", str(Presence(row.presence).label)
    for number, row in enumerate(draft.guests, start=1):
        yield _("Guest %(number)s") % {"number": number}, _guest(row)
    for number, row in enumerate(draft.agenda, start=1):
        yield _("Point %(number)s") % {"number": number}, _point(row, choices)
    yield _("What was said"), draft.discussion
    yield _("Why nothing was realized"), draft.nothing_done_reason
    for number, row in enumerate(draft.conclusions, start=1):
        yield _("Conclusion %(number)s") % {"number": number}, _conclusion(row, choices)


def _guest(row: GuestRow) -> str:
    return _joined(row.organization, row.function, row.person, Presence(row.presence).label)


def _point(row: AgendaRow, choices: Choices) -> str:
    numbers = {milestone.pk: milestone.full_number for milestone in choices.milestones}
    return _joined(row.text, numbers.get(row.milestone, ""))


def _conclusion(row: ConclusionRow, choices: Choices) -> str:
    kind = ConclusionKind(row.kind).label
    return _joined(row.text, kind, choices.owners.get(row.owner, ""), _said(row.due_on))


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _said(value: date | time | None) -> str:
    if value is None:
        return ""
    return time_text(value) if isinstance(value, time) else day_text(value)
