"""What stands in a note's form, as plain data: what is read from the database, typed, compared and saved."""

from dataclasses import dataclass, field
from datetime import date, time

from meetings.enums import ConclusionKind, MeetingKind


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A member of the group and how he took part; who is not mentioned has no row.

    Of whom was consulted: the ways, the day and what came of it. Of whom was replaced: who came instead.
    """

    membership: int
    presence: str
    channels: tuple[str, ...] = ()
    consulted_on: date | None = None
    answer: str = ""
    substitute: str = ""
    substitute_function: str = ""


@dataclass(frozen=True, kw_only=True)
class GuestRow:
    """Somebody without a seat in the group, or an organization with the number of its people.

    The name is for the group; the public sees organization and function. Of whom was consulted: as of a member.
    """

    person: str = ""
    organization: str = ""
    function: str = ""
    presence: str = ""
    head_count: int | None = None
    channels: tuple[str, ...] = ()
    consulted_on: date | None = None
    answer: str = ""
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaRow:
    """A point, about a milestone or an indicator if any, and what was said on it where that stands apart.

    A standing one comes back in the next note of the group.
    """

    text: str = ""
    discussion: str = ""
    milestone: int | None = None
    indicator: int | None = None
    is_standing: bool = False
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ConclusionRow:
    """`owner` is empty, "everyone", "member-12" or "organization-3"; `subject` is empty, "work_plan" or "note-7"."""

    text: str = ""
    kind: str = ConclusionKind.INFORMATION
    owner: str = ""
    due_on: date | None = None
    milestone: int | None = None
    indicator: int | None = None
    verdict: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    subject: str = ""
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PriorityRow:
    """What an organization will put first; without an organization all partners said it."""

    organization: str = ""
    text: str = ""
    year: int | None = None
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """What is said of a task that an earlier note set; one that nobody spoke of has no row."""

    task: int
    act: str = ""
    new_due_on: date | None = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteDraft:
    """A whole note. Two are equal when they say the same, whatever rows they are kept in."""

    kind: str = MeetingKind.MEETING
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_month_only: bool = False
    modes: tuple[str, ...] = ()
    place: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    purpose: str = ""
    discussion: str = ""
    nothing_done_reason: str = ""
    members: tuple[MemberRow, ...] = field(default=())
    guests: tuple[GuestRow, ...] = field(default=())
    agenda: tuple[AgendaRow, ...] = field(default=())
    conclusions: tuple[ConclusionRow, ...] = field(default=())
    priorities: tuple[PriorityRow, ...] = field(default=())
    tasks: tuple[TaskRow, ...] = field(default=())

    def says_the_same_as(self, other: "NoteDraft") -> bool:
        """Equal but for the rows' ids, which a form opened before the last save may not know."""
        return _without_ids(self) == _without_ids(other)


MEETING_FIELDS = ("kind", "title", "starts_on", "ends_on", "is_month_only", "modes", "place", "starts_at", "ends_at")
NOTE_FIELDS = ("purpose", "discussion", "nothing_done_reason")


def _without_ids(draft: NoteDraft) -> tuple:
    rows = (
        tuple(tuple(value for name, value in vars(row).items() if name != "id") for row in run)
        for run in (draft.guests, draft.agenda, draft.conclusions, draft.priorities)
    )
    said = tuple(getattr(draft, name) for name in (*MEETING_FIELDS, *NOTE_FIELDS))
    return (*said, frozenset(draft.members), frozenset(draft.tasks), *rows)
