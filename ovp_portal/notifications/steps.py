"""Which step of the ladder a due has reached. Windows, never equality of dates.

The rule, which holds whatever was missed:

- A due begins with its opening ("opens"), then come the days that the plan names, counted from
  the due day, then one every so many days for as often as the plan says.
- A step is reached when its day has begun, not before the plan's mail hour of any day: what
  was missed in the night waits for the morning. A prompt opening (somebody returned the data,
  sent a draft, published) is reached at its moment, at any hour.
- Of the steps that are reached only the latest is told. Those before it that were never told
  are covered by the same mail: a missed day, week or month makes one mail.
- A step whose day is not after the day of the opening is none: he was just told.
- The opening belongs to a round (a returned submission is a new one), a day also to its due
  date: after an extension the new date is counted down anew, and the old one is over.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from ovp_portal.lib.dates import local_date, local_moment


class Ladder(NamedTuple):
    """When somebody is reminded, in days from the due day, and at what hour of which zone."""

    days: tuple[int, ...]
    repeat_days: int
    repeats: int
    mail_hour: time
    time_zone: str

    @classmethod
    def of(cls, days: Iterable[int], repeat_days: int, repeats: int, mail_hour: time, time_zone: str) -> "Ladder":
        return cls(tuple(sorted(set(days))), repeat_days, repeats, mail_hour, time_zone)

    def offsets(self) -> tuple[int, ...]:
        """Every reminder's distance from the due day, the repeated ones too."""
        last = self.days[-1] if self.days else 0
        again = range(1, self.repeats + 1) if self.repeat_days else ()
        return self.days + tuple(last + self.repeat_days * time for time in again)


class Step(NamedTuple):
    """A rung: `key` names it in the ledger, `day` is its distance from the due day; the opening has none."""

    key: str
    day: int | None


def reached(
    *, ladder: Ladder, round: int, since_at: datetime, due_on: date | None, is_prompt: bool, at: datetime
) -> tuple[Step, ...]:
    """The steps that have been reached at a moment, oldest first; the last one is what there is to tell."""
    if since_at > at:
        return ()
    since_on, today = local_date(since_at, ladder.time_zone), local_date(at, ladder.time_zone)
    is_morning = at >= local_moment(today, ladder.mail_hour, ladder.time_zone)
    opening = (Step(f"{round}:opens", None),)
    if not is_morning:
        return opening if is_prompt else ()
    return opening + _days_reached(ladder, round, since_on, due_on, today)


def next_on(*, ladder: Ladder, since_at: datetime, due_on: date | None, at: datetime) -> date | None:
    """The day of the step after those that are reached: when he hears again, if nothing changes."""
    if due_on is None:
        return None
    today, since_on = local_date(at, ladder.time_zone), local_date(since_at, ladder.time_zone)
    days = (due_on + timedelta(days=offset) for offset in ladder.offsets())
    return next((day for day in days if day > max(today, since_on)), None)


@lru_cache(maxsize=4096)
def _days_reached(ladder: Ladder, round: int, since_on: date, due_on: date | None, today: date) -> tuple[Step, ...]:
    """The same for every organization of a period, so it is worked out once."""
    if due_on is None:
        return ()
    return tuple(
        Step(f"{round}:{due_on}:{offset:+d}", offset)
        for offset in ladder.offsets()
        if since_on < due_on + timedelta(days=offset) <= today
    )
