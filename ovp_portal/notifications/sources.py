"""The registry of what is due. Each app above tells it by queries over its own states; nothing is copied.

A source answers three questions: `branches` – who owes what since when, as querysets that the
database puts together, so that only what is to be told is loaded; `load` – the records of some
things, in a fixed number of queries; `words` – how one of them is shown in a list or a mail.

A branch's queryset has the columns of COLUMNS, by these names: `thing` ("submission:17"),
`ladder` and `chase` (which ladder counts its days), `since_at`, `deadline_on`, `round` (counts up each
time it begins anew), `is_prompt` (its opening is told at once), and `who`: a person, or below
zero an organization whose head is meant. The national coordinators' branch leaves `who` out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise

from ovp_portal.lib.dates import days_late, local_date
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.steps import Ladder
from ovp_portal.notifications.waiting import Waiting

COLUMNS = {
    "thing": "text",
    "ladder": "text",
    "chase": "text",
    "since_at": "timestamptz",
    "deadline_on": "date",
    "round": "bigint",
    "is_prompt": "boolean",
    "who": "bigint",
}
"""What every branch has, with its type: branches stand in one union."""
PORTAL = "portal"
"""The ladder of what belongs to no plan."""


class Branch(NamedTuple):
    audience: str
    rows: QuerySet


class Due(NamedTuple):
    """One addressee and one thing that waits."""

    who: int
    kind: str
    thing: str
    audience: str
    since_at: datetime
    due_on: date | None
    round: int
    is_prompt: bool
    ladder: Ladder

    def next_on(self, at: datetime) -> date | None:
        zone = self.ladder.clock.time_zone
        return self.ladder.next_on(
            self.audience, since_on=local_date(self.since_at, zone), due_on=self.due_on, today=local_date(at, zone)
        )


class Matter(NamedTuple):
    """What is said of a thing: the record, its group, who answers questions, and who owes it."""

    record: Any
    because: Any = ""
    reply_to: str = ""
    owed_by: Any = ""


class Sent(NamedTuple):
    """A reminder that was sent before: when, to whom and about which day, and whether it arrived."""

    on: date
    to: Any
    audience: str
    day: int | None
    is_delivered: bool = True


class Told(NamedTuple):
    """The step that a mail tells now; the opening has no day."""

    day: int | None


class Line(NamedTuple):
    """A thing in a mail or a list: `step` is the one that is told now, or none where it is only listed."""

    due: Due
    matter: Matter
    step: Told | None
    today: date
    words: Waiting
    history: list[Sent]
    note: str = ""
    link: str = ""

    @property
    def url(self) -> str:
        """Where it is done, as a mail says it."""
        return self.link or f"{settings.PORTAL_URL}{self.words.url}"

    @property
    def days_sent(self) -> list[tuple[date, bool]]:
        """On which days it was told before, however many were told, and whether anything of a day arrived."""
        days: dict[date, bool] = {}
        for sent in self.history:
            days[sent.on] = days.get(sent.on, False) or sent.is_delivered
        return list(days.items())

    @property
    def sent_by_day(self) -> list[tuple[date, list[Sent]]]:
        """To whom it was told on each day before."""
        days: dict[date, list[Sent]] = {}
        for sent in self.history:
            days.setdefault(sent.on, []).append(sent)
        return list(days.items())

    @property
    def days_left(self) -> int | None:
        return (self.due.due_on - self.today).days if self.due.due_on else None

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def days_late(self) -> int:
        return days_late(self.due.due_on, self.today) if self.due.due_on else 0


class Chase(NamedTuple):
    """A kind of due as the ladder knows it: its name, and the steps that hold until somebody changes them."""

    kind: str
    label: Promise
    steps: tuple["Default", ...] = ()


class Default(NamedTuple):
    day: int | None
    audiences: tuple[str, ...] = (Audience.OWNER,)
    repeat_days: int = 0
    repeats: int = 0


@dataclass(frozen=True)
class Source:
    """What one kind of due is asked by the clockwork, the lists and the pages.

    `headline` words the subject from the lines of one mail. News is told once; what is owed is
    listed in every mail until it is done. The lines are laid out by `emails/dues/<template>.txt`
    and `.html`. `listed_for` says who finds it among what waits for him.
    """

    kind: str
    label: Promise
    branches: Callable[[datetime], Iterable[Branch]]
    load: Callable[[Collection[str], datetime], Mapping[str, Matter]]
    words: Callable[[Due, Matter, date], Waiting]
    headline: Callable[[list[Line]], str] | None = None
    chases: tuple[Chase, ...] = ()
    template: str = "thing"
    is_news: bool = False
    is_optional: bool = False
    tells_unreachable: bool = False
    listed_for: frozenset[str] = field(default=frozenset({Audience.OWNER}))


class Place(NamedTuple):
    """What a ladder belongs to: its name, when its mails go out, and the language that comes first in it."""

    key: str
    name: Any
    time_zone: str
    mail_hour: time
    country: str
    languages: tuple[str, ...] = ()
    language: str = ""


_sources: dict[str, Source] = {}
_places: list[Callable[[], Iterable[Place]]] = []
_rehearsals: list[Callable[[datetime], object]] = []


def register(source: Source) -> None:
    """Called by each app above when it is ready; sources stand in mails in the order of registration."""
    _sources[source.kind] = source


def registered() -> list[Source]:
    return list(_sources.values())


def source_of(kind: str) -> Source:
    return _sources[kind]


def chases() -> dict[str, Chase]:
    """Every kind of due that a ladder may have steps for."""
    return {chase.kind: chase for source in registered() for chase in source.chases}


def register_places(places: Callable[[], Iterable[Place]]) -> None:
    """An app's ladders; asked with one query."""
    if places not in _places:
        _places.append(places)


def places() -> dict[str, Place]:
    return {place.key: place for provider in _places for place in provider()}


def rehearse_with(act: Callable[[datetime], object]) -> None:
    """What the clockwork does before it looks what is due: done for a day to come too, and rolled back."""
    if act not in _rehearsals:
        _rehearsals.append(act)


def rehearse(at: datetime) -> None:
    for act in _rehearsals:
        act(at)
