"""What stands in calendars: told by each app above as queries over its own states, like what is due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ovp_portal.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing in a calendar: whole days, or hours of one day.

    `key` names the thing for ever; `told` is what makes a calendar's change of it worth a new
    number: days, hours, title, place, that it was cancelled – in no language.
    """

    key: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    category: str = ""
    is_cancelled: bool = False
    is_busy: bool = True
    told: tuple[str, ...] = ()


Provider = Callable[[User, datetime], Iterable[Event]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Called by each app when it is ready."""
    if provider not in _providers:
        _providers.append(provider)


def events_of(user: User, at: datetime) -> list[Event]:
    """All that stands in a person's calendar, by day."""
    found = [event for provider in _providers for event in provider(user, at)]
    return sorted(found, key=lambda event: (event.starts_on, event.key))
