"""The registry of what is due. Each app above tells it by queries over its own states; nothing is copied.

A source answers two questions, each with a fixed number of queries: `dues` – who owes what since
when – for everybody or for some people; `load` – what there is to say of those things. Only what
goes into a mail is loaded.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ovp_portal.lib.dates import days_late, local_date
from ovp_portal.notifications import steps
from ovp_portal.notifications.steps import Ladder, Step


class Due(NamedTuple):
    """One person and one thing that waits for him. `round` counts up each time it begins anew."""

    kind: str
    thing: str
    recipient_id: int
    since_at: datetime
    due_on: date | None
    ladder: Ladder
    round: int = 1
    is_prompt: bool = False

    def reached(self, at: datetime) -> tuple[Step, ...]:
        return steps.reached(
            ladder=self.ladder,
            round=self.round,
            since_at=self.since_at,
            due_on=self.due_on,
            is_prompt=self.is_prompt,
            at=at,
        )

    def next_on(self, at: datetime) -> date | None:
        return steps.next_on(ladder=self.ladder, since_at=self.since_at, due_on=self.due_on, at=at)


class Matter(NamedTuple):
    """What a mail needs to know of a thing: the record, why he gets the mail, and who answers questions."""

    record: Any
    because: Any
    reply_to: str


class Line(NamedTuple):
    """A thing in a mail: `step` is the one that is told now, or none where it is only listed."""

    due: Due
    matter: Matter
    step: Step | None
    today: date

    @property
    def days_left(self) -> int | None:
        return (self.due.due_on - self.today).days if self.due.due_on else None

    @property
    def days_late(self) -> int:
        return days_late(self.due.due_on, self.today) if self.due.due_on else 0


@dataclass(frozen=True)
class Source:
    """What one kind of due is asked by the clockwork.

    `headline` words the subject from the lines of one mail. News is told once; what is owed is
    listed in every mail until it is done. The lines are laid out by `emails/dues/<kind>.txt`
    and `.html`.
    """

    kind: str
    dues: Callable[[datetime, Collection[int] | None], Iterable[Due]]
    load: Callable[[Collection[str], datetime], Mapping[str, Matter]]
    headline: Callable[[list[Line]], str]
    is_news: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called by each app above when it is ready; sources stand in mails in the order of registration."""
    _sources[source.kind] = source


def registered() -> list[Source]:
    return list(_sources.values())


def line_of(due: Due, matter: Matter, step: Step | None, at: datetime) -> Line:
    return Line(due, matter, step, local_date(at, due.ladder.time_zone))
