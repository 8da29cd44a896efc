"""What waits for a person, read from the registry: lists and overviews show what reminders are made from."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise

from ovp_portal.lib.dates import days_late, local_date
from ovp_portal.notifications import ladders, sources, sweep
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Due, Source
from ovp_portal.notifications.waiting import Waiting


def waiting_of(asked: Sequence[Source], person: int, at: datetime, *, own_only: bool = False) -> list[Waiting]:
    """The things of some sources that concern a person. One statement, and the records of each kind that is found.

    `own_only` leaves out what others owe and only his office makes him see.
    """
    return [waiting for _due, waiting in listed(asked, person, at, own_only=own_only)]


def listed(
    asked: Sequence[Source], person: int, at: datetime, *, own_only: bool = False
) -> Iterator[tuple[Due, Waiting]]:
    """The same, each beside the due that it was made of."""
    dues = sweep.dues_of(asked, ladders.ladders(at), [person], at, listed_only=own_only)
    for source in asked:
        mine = {due.thing: due for due in dues if due.kind == source.kind}
        matters = source.load(mine, at) if mine else {}
        for thing, matter in matters.items():
            due = mine[thing]
            if not (source.is_news and due.audience == Audience.OWNER):
                yield due, source.words(due, matter, local_date(at, due.ladder.clock.time_zone))


class Owed(NamedTuple):
    """What somebody else owes, as his coordinator or the national coordinator finds it."""

    kind: Promise
    owed_by: Any
    group: Any
    due_on: date | None
    days_late: int
    waiting: Waiting


def owed_by_others(asked: Sequence[Source], person: int, at: datetime) -> list[Due]:
    """What a person sees for his office alone and does not owe himself, the oldest first. One statement."""
    strongest = list(Audience.values)
    own, found = set(), {}
    for due in sorted(
        sweep.dues_of(asked, ladders.ladders(at), [person], at), key=lambda due: strongest.index(due.audience)
    ):
        source = sources.source_of(due.kind)
        if due.audience in source.listed_for or source.is_news or source.tells_unreachable:
            own.add((due.kind, due.thing))
        else:
            found.setdefault((due.kind, due.thing), due)
    others = [due for key, due in found.items() if key not in own]
    return sorted(others, key=lambda due: (due.due_on or date.max, due.kind, due.since_at, due.thing))


def as_owed(dues: Sequence[Due], at: datetime) -> list[Owed]:
    """Some of them in words; one load a kind."""
    matters = {}
    for kind in dict.fromkeys(due.kind for due in dues):
        found = sources.source_of(kind).load([due.thing for due in dues if due.kind == kind], at)
        matters |= {(kind, thing): matter for thing, matter in found.items()}
    return [_as_owed(due, matters[due.kind, due.thing], at) for due in dues if (due.kind, due.thing) in matters]


def _as_owed(due: Due, matter: Any, at: datetime) -> Owed:
    source, on = sources.source_of(due.kind), local_date(at, due.ladder.clock.time_zone)
    late = days_late(due.due_on, on) if due.due_on else 0
    return Owed(source.label, matter.owed_by, matter.because, due.due_on, late, source.words(due, matter, on))
