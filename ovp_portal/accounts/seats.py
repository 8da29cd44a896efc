"""Where a person sits. Groups belong to the floor above, which says here how to find them."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ovp_portal.accounts.models import User


class SeatLine(NamedTuple):
    """A membership as the person's page shows it."""

    group: str
    url: str
    role: str
    organization: str
    starts_on: date
    ends_on: date | None


_sources: list[Callable[[User], list[SeatLine]]] = []


def register(source: Callable[[User], list[SeatLine]]) -> None:
    """Let an app above say where people sit; called once, when it is ready."""
    if source not in _sources:
        _sources.append(source)


def seats_of(user: User) -> list[SeatLine]:
    """All memberships of a person, the newest first."""
    lines = [line for source in _sources for line in source(user)]
    return sorted(lines, key=lambda line: line.starts_on, reverse=True)
