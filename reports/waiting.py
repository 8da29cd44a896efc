"""What waits for a person. Each part of the quarter registers what it asks of whom; the home page shows all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ovp_portal.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One piece of work. `sub` is the line under it; `action` the word on its button, if there is something to do.

    `state` is a circle's key and word (`{% state %}`). `is_returned` puts it under what came back.
    """

    title: str
    due_on: date | None = None
    url: str = ""
    sub: str = ""
    action: str = ""
    action_end: str = ""
    state: tuple[str, str] | None = None
    hint: str = ""
    is_late: bool = False
    is_returned: bool = False


Source = Callable[[User, date], list[Waiting]]
_sources: list[Source] = []


def waits(source: Source) -> Source:
    """Register a function (user, on) that asks the same number of queries whatever it finds."""
    _sources.append(source)
    return source


def waiting_for(user: User, on: date) -> list[Waiting]:
    """All that waits, what is due first on top; what has no day comes last."""
    found = [row for source in _sources for row in source(user, on)]
    return sorted(found, key=lambda row: (row.due_on is None, row.due_on or date.max, row.title))
