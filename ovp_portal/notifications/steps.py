"""The ladder of one kind of due, and which of its steps are reached. Windows, never equality of dates.

The rule, which holds whatever was missed:

- A due begins with its opening ("opens"), then come the days that the ladder names, counted from
  the due day; a step that is repeated counts on from its own day. Days are days of the calendar,
  or working days where the ladder says so.
- A step is reached when its day has begun, not before the plan's mail hour of any day: what
  was missed in the night waits for the morning. A prompt opening (somebody returned the data,
  sent a draft, published) is reached at its moment, at any hour.
- Who is written to at all, before the mail hour of another plan or in the night, is told in that
  mail every step whose day has begun: he gets no second one on that day.
- Of the steps that are reached only the latest is told. Those before it that were never told
  are covered by the same mail: a missed day, week or month makes one mail.
- A step whose day is not after the day of the opening is none: he was just told.
- The opening belongs to a round (a returned submission is a new one), a day also to its due
  date: after an extension the new date is counted down anew, and the old one is over.

`elapsed` turns every comparison of days into one of whole numbers, so that the database can make
it for a million dues: a step is reached when as many days as it says have elapsed.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import NamedTuple

from ovp_portal.lib.dates import WorkingDays

BEFORE_ALL = -100_000
"""The opening, as a day: it lies before every other step."""


class Rung(NamedTuple):
    """One day on which somebody is written to; without a day it is the opening."""

    day: int | None
    audiences: frozenset[str]
    texts: Mapping[str, str] = {}


class Clock(NamedTuple):
    """When it is morning for the dues of a ladder, and which days it counts: all of them, or working days."""

    time_zone: str
    mail_hour: time
    working_days: WorkingDays | None = None

    def elapsed(self, due_on: date, today: date) -> int:
        """Days since the due day, below zero before it."""
        if self.working_days:
            return self.working_days.between(due_on, today)
        return (today - due_on).days

    def last_with(self, day: int, today: date) -> date:
        """The last due day since or until which so many days have elapsed today."""
        found = today - timedelta(days=day)
        if self.working_days:
            while self.elapsed(found + timedelta(days=1), today) >= day:
                found += timedelta(days=1)
            while self.elapsed(found, today) < day:
                found -= timedelta(days=1)
        return found


class Ladder(NamedTuple):
    """The rungs of one kind of due, in order, the repeated ones too."""

    key: str
    kind: str
    clock: Clock
    rungs: tuple[Rung, ...]

    def days_for(self, audience: str) -> tuple[int, ...]:
        return tuple(rung.day for rung in self.rungs if rung.day is not None and audience in rung.audiences)

    def has_opening_for(self, audience: str) -> bool:
        return any(rung.day is None and audience in rung.audiences for rung in self.rungs)

    def reached(self, audience: str, *, after: int, until: int) -> tuple[int | None, ...]:
        """The steps from the opening on to the one that is told, oldest first; `after` is what had elapsed then."""
        opening = (None,) if self.has_opening_for(audience) else ()
        return opening + tuple(day for day in self.days_for(audience) if after < day <= until)

    def text_of(self, day: int | None, language: str) -> str:
        """The sentence that the national coordinator added to a step, in one language."""
        return next((rung.texts.get(language, "") for rung in self.rungs if rung.day == day), "")

    def next_on(self, audience: str, *, since_on: date, due_on: date | None, today: date) -> date | None:
        """The day of the step after those that are reached: when he hears again, if nothing changes."""
        if due_on is None:
            return None
        floor = max(self.clock.elapsed(due_on, today), self.clock.elapsed(due_on, since_on))
        later = [day for day in self.days_for(audience) if day > floor]
        return self._on(due_on, later[0]) if later else None

    def _on(self, due_on: date, day: int) -> date | None:
        """The first day on which so many have elapsed; weekends and holidays make it at most some weeks more."""
        nearest = due_on + timedelta(days=day)
        reach = abs(day) + 30 if self.clock.working_days else 1
        days = (nearest + timedelta(days=number) for number in range(-reach, reach + 1))
        return next((found for found in days if self.clock.elapsed(due_on, found) >= day), None)


def step_key(*, round: int, due_on: date | None, day: int | None) -> str:
    """What names a step in the ledger."""
    return f"{round}:opens" if day is None else f"{round}:{due_on}:{day:+d}"


def step_key_in_sql(round: str, due_on: str, day: str) -> str:
    """The same of three columns."""
    of_day = f"':' || to_char({due_on}, 'YYYY-MM-DD') || CASE WHEN {day} < 0 THEN ':-' ELSE ':+' END || abs({day})"
    return f"({round} || CASE WHEN {day} IS NULL THEN ':opens' ELSE {of_day} END)"


AGAIN = "~"
"""Ends the key of a reminder that somebody sent once more by hand."""


def again_key(*, round: int, due_on: date, today: date) -> str:
    """A step of its own for each day on the calendar, whatever the ladder says of that day."""
    return step_key(round=round, due_on=due_on, day=(today - due_on).days) + AGAIN


def step_of(key: str) -> tuple[str, int | None]:
    """What a key says: the round with the due day it counts from, and the day; none for the opening."""
    start, _colon, last = key.rpartition(":")
    return (start, None) if last == "opens" else (start, int(last.removesuffix(AGAIN)))


def still_holds(key: str, *, round: int, due_on: date | None) -> bool:
    """Whether a step is one of this round and this due day: after a return or an extension it is over."""
    start, day = step_of(key)
    return start == (f"{round}" if day is None else f"{round}:{due_on}")
