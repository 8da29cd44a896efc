"""Deadlines and days: the calendar of a plan, and how it is said in each language."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from ovp_portal.lib.dates_read import DateNotRead, read_day, read_month
from ovp_portal.lib.dates_text import (
    ROMAN,
    Words,
    active_words,
    day_in,
    range_in,
    season_in,
)
from ovp_portal.lib.periods import Period, parse_period_key, period_key, period_of, periods
from ovp_portal.lib.text import tidy

__all__ = [
    "DateNotRead",
    "Period",
    "WorkingDays",
    "day_short",
    "day_text",
    "days_late",
    "due_text",
    "end_of_local_day",
    "has_holidays",
    "local_date",
    "local_moment",
    "moment_text",
    "months_text",
    "parse_period_key",
    "period_key",
    "period_long_text",
    "period_of",
    "period_short",
    "period_text",
    "periods",
    "range_text",
    "read_day",
    "read_month",
    "time_text",
    "weekday_day_text",
    "working_day",
]

_STEP = {"next": timedelta(days=1), "previous": timedelta(days=-1)}


# Deadlines


def working_day(day: date, rule: str, country: str) -> date:
    """The day itself, or the working day after or before it, by the plan's rule.

    `rule` is keep, next or previous; `country` an ISO 3166 code such as MK.
    Weekends and public holidays of all citizens are not worked. Raises
    ValueError for another rule, and for a country without a calendar.
    """
    if rule == "keep":
        return day
    if rule not in _STEP:
        raise ValueError(f"{rule!r} is no rule for non-working days.")
    while not _calendar(country, day.year).is_working_day(day):
        day += _STEP[rule]
    return day


class WorkingDays:
    """The working days of a country over some years, counted, so that days between two dates cost nothing.

    `counts[n]` is how many working days there are up to the n-th day after `first`, that day included.
    """

    def __init__(self, country: str, first: date, last: date) -> None:
        self.first = first
        self.counts: list[int] = []
        worked = 0
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            worked += _calendar(country, day.year).is_working_day(day)
            self.counts.append(worked)

    def between(self, due_on: date, today: date) -> int:
        """Working days since a due day; before it below zero. The due day itself is zero, worked or not."""
        if today == due_on:
            return 0
        if today > due_on:
            return self._up_to(today) - self._up_to(due_on)
        return self._up_to(today) - self._up_to(due_on - timedelta(days=1)) - 1

    def _up_to(self, day: date) -> int:
        place = min(max((day - self.first).days, 0), len(self.counts) - 1)
        return self.counts[place]


def has_holidays(country: str) -> bool:
    """Whether deadlines can be moved off the non-working days of this country."""
    return country in holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=64)
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    if not has_holidays(country):
        raise ValueError(f"There is no calendar of non-working days for {country!r}.")
    return holidays.country_holidays(country, years=year, expand=False)


def local_moment(day: date, hour: time, tz: tzinfo | str) -> datetime:
    """The aware UTC moment at which clocks in `tz` show `hour` on `day`.

    In the hour that summer time skips, the clock has already moved on: 02:30
    is 03:30. In the hour that comes twice, the first one counts.
    """
    return datetime.combine(day, hour, _zone(tz)).replace(fold=0).astimezone(UTC)


def end_of_local_day(day: date, tz: tzinfo | str) -> datetime:
    """The first moment after a local day, aware, in UTC: due by the 10th is before this."""
    return local_moment(day + timedelta(days=1), time.min, tz)


def local_date(moment: datetime, tz: tzinfo | str) -> date:
    """The calendar day in `tz` at an aware moment. Raises ValueError for a naive one."""
    return _local(moment, tz).date()


def days_late(due_on: date, today: date) -> int:
    """Whole days since the due day; 0 on it and before."""
    return max((today - due_on).days, 0)


def _zone(tz: tzinfo | str) -> tzinfo:
    return ZoneInfo(tz) if isinstance(tz, str) else tz


def _local(moment: datetime, tz: tzinfo | str) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(_zone(tz))


# Text in the active language


def day_text(day: date) -> str:
    """3 октомври 2022"""
    return day_in(active_words(), day)


def day_short(day: date) -> str:
    """15 окт. 2022, for tables."""
    words = active_words()
    return words.short.format(d=day.day, m=words.months_short[day.month - 1], y=day.year)


def weekday_day_text(day: date) -> str:
    """петок, 7 октомври 2022"""
    words = active_words()
    return words.weekday_day.format(
        w=words.weekdays[day.weekday()],
        d=day.day,
        m=words.months_in_weekday_day[day.month - 1],
        y=day.year,
    )


def range_text(starts_on: date, ends_on: date) -> str:
    """4–5 октомври 2022; 30 септември – 2 октомври 2022; one day alone as itself."""
    return range_in(active_words(), starts_on, ends_on)


def months_text(first: date, last: date) -> str:
    """март 2020; март – април 2020; декември 2020 – јануари 2021, by the months in which two days lie."""
    months = active_words().months
    begin, end = months[first.month - 1], f"{months[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{begin} {first.year} – {end}"
    return end if first.month == last.month else f"{begin} – {end}"


def time_text(hour: time) -> str:
    """12.00 часот"""
    return active_words().time(hour.hour, hour.minute)


def clock_text(moment: datetime, tz: tzinfo | str) -> str:
    """The hour of a moment in a time zone: 10.42"""
    return time_text(_local(moment, tz).time())


def moment_text(moment: datetime, tz: tzinfo | str) -> str:
    """15 октомври 2022 во 12.00 часот, as clocks in `tz` showed an aware moment."""
    words, local = active_words(), _local(moment, tz)
    return words.moment.format(day=day_in(words, local.date()), time=words.time(local.hour, local.minute))


def period_short(rhythm: str, year: int, part: int) -> str:
    """III 2022, for tables."""
    words = active_words()
    forms = {"quarter": words.quarter_short, "half_year": words.half_short}
    return _part_text(words, forms.get(rhythm, words.year_short), rhythm, year, part)


def period_text(rhythm: str, year: int, part: int) -> str:
    """трет квартал од 2022"""
    words = active_words()
    forms = {"quarter": words.quarter, "half_year": words.half}
    return _part_text(words, forms.get(rhythm, words.year), rhythm, year, part)


def period_long_text(rhythm: str, year: int, part: int) -> str:
    """трет квартал од 2022 (јули–септември); a year needs no months."""
    text = period_text(rhythm, year, part)
    if rhythm == "year":
        return text
    months, period = active_words().months, period_of(rhythm, year, part)
    return f"{text} ({months[period.starts_on.month - 1]}–{months[period.ends_on.month - 1]})"


def due_text(due_on: date | None, precision: str, words: str = "") -> str:
    """A due date as exactly as the plan gives it: a day, a quarter, a season or its own words.

    `precision` is day, quarter, season or words. The season is the one that
    `due_on` falls in by whole months; winter begins with December. Nothing is
    said where there is no date and there are no words.
    """
    if precision not in ("day", "quarter", "season", "words"):
        raise ValueError(f"{precision!r} is no precision of a due date.")
    if due_on is None or (precision == "words" and words.strip()):
        return tidy(words)
    table = active_words()
    if precision == "quarter":
        part = (due_on.month + 2) // 3
        return _part_text(table, table.quarter_roman, "quarter", due_on.year, part)
    if precision == "season":
        return season_in(table, due_on)
    return day_in(table, due_on)


def _part_text(words: Words, form: str, rhythm: str, year: int, part: int) -> str:
    period_of(rhythm, year, part)
    ordinals = words.half_ordinals if rhythm == "half_year" else words.quarter_ordinals
    return form.format(n=ROMAN[part - 1], q=part, o=ordinals[part - 1], y=year)
