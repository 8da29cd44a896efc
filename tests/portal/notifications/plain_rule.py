"""The rule of reminders once more, as plainly as it is said: a clerk with a notebook, who walks the calendar.

It is what the truth tables hold the portal to, so it calls nothing of the portal's. The rule is the one of
`ovp_portal/notifications/steps.py` and of `docs/decisions/0006`, sentence by sentence.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

STRENGTH = ("owner", "substitute", "head", "coordinator", "national")
"""Who is several of these reads it as the first."""


class Step(NamedTuple):
    """A line of the ladder as the coordinator typed it; without a day it is the opening."""

    day: int | None
    audiences: frozenset[str]
    repeat_days: int = 0
    repeats: int = 0


class Owed(NamedTuple):
    """A thing that is owed at some moment, and who has which part in it."""

    thing: str
    since: datetime
    due_on: date | None
    parts: Mapping[str, frozenset[int]]
    round: int = 1
    is_prompt: bool = False


class Told(NamedTuple):
    who: int
    thing: str
    step: str


Letter = tuple[Told, set[Told], bool]
"""What is told last, all that it covers, and whether it cannot wait."""


class Clerk:
    """Tells everybody what he has to be told, once, and writes down what he told."""

    def __init__(self, steps: Iterable[Step], *, zone: str, mail_hour: time, working_days: str = ""):
        self.steps = list(steps)
        self.zone, self.mail_hour, self.country = ZoneInfo(zone), mail_hour, working_days
        self.notebook: set[Told] = set()
        self.last_mail: dict[int, date] = {}

    def look(self, at: datetime, owed: Iterable[Owed]) -> set[Told]:
        """What he tells at this moment: to each person one mail, with everything that is new."""
        owed = sorted(owed, key=lambda thing: thing.thing)
        new = self._new(at, owed, frozenset())
        new = self._new(at, owed, frozenset(new))
        today, told = at.astimezone(self.zone).date(), set()
        for person, letters in new.items():
            if self.last_mail.get(person) == today and not any(at_once for _last, _keys, at_once in letters):
                continue  # he had his mail today, and nothing of this cannot wait
            for last, keys, _at_once in letters:
                if last not in self.notebook:
                    told.add(last)
                self.notebook |= keys
            self.last_mail[person] = today
        return told

    def _new(self, at: datetime, owed: Iterable[Owed], written_to: frozenset[int]) -> dict[int, list[Letter]]:
        """What each person was not told yet; who is written to anyway waits for no mail hour."""
        new: dict[int, list[Letter]] = {}
        for thing in owed:
            for part in STRENGTH:
                for person in thing.parts.get(part, ()):
                    steps = self.reached(thing, part, at, is_written_to=person in written_to)
                    keys = [Told(person, thing.thing, _key(thing, day)) for day in steps]
                    if keys and keys[-1] not in self.notebook:
                        at_once = thing.is_prompt and steps[-1] is None
                        new.setdefault(person, []).append((keys[-1], set(keys), at_once))
        return new

    def reached(self, thing: Owed, part: str, at: datetime, *, is_written_to: bool = False) -> list[int | None]:
        """The steps that he would have been told from the opening on, oldest first."""
        here = at.astimezone(self.zone)
        is_morning = is_written_to or here >= datetime.combine(here.date(), self.mail_hour, self.zone)
        if thing.since > at or not (is_morning or thing.is_prompt):
            return []
        reached: list[int | None] = [None] if part in self._days().get(None, ()) else []
        if not is_morning or thing.due_on is None:
            return reached
        begun = thing.since.astimezone(self.zone).date()
        for day, audiences in sorted((day, who) for day, who in self._days().items() if day is not None):
            if part in audiences and begun < self._day_of(thing.due_on, day) <= here.date():
                reached.append(day)
        return reached

    def _days(self) -> dict[int | None, frozenset[str]]:
        """Every day of the ladder, the repeated ones too; a day that is named counts before one that is repeated."""
        found: dict[int | None, frozenset[str]] = {}
        for step in self.steps:
            found[step.day] = step.audiences
        for step in sorted(self.steps, key=lambda step: step.day or 0):
            for again in range(1, step.repeats + 1):
                found.setdefault(step.day + again * step.repeat_days, step.audiences)
        return found

    def _day_of(self, due_on: date, day: int) -> date:
        """The day of a step, walked on the calendar, over what is not worked where working days count."""
        found, left = due_on, abs(day)
        while left:
            found += timedelta(days=1 if day > 0 else -1)
            left -= 1 if not self.country or is_worked(found, self.country) else 0
        return found


def _key(thing: Owed, day: int | None) -> str:
    """An opening belongs to its round, a day to its round and its due date."""
    return f"{thing.round}:opens" if day is None else f"{thing.round}:{thing.due_on}:{day:+d}"


@cache
def is_worked(day: date, country: str) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays(country, years=day.year)
