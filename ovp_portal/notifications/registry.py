"""What waits for a person, read from the registry: lists and overviews show what reminders are made from."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import ladders, sweep
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
