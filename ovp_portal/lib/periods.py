"""Reporting periods: the quarters, half-years and years of the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_IN_PART = {"quarter": 3, "half_year": 6, "year": 12}
_LETTER = {"quarter": "q", "half_year": "h"}


@dataclass(frozen=True)
class Period:
    """A whole quarter, half-year or year; both days belong to it. `part` counts from 1."""

    starts_on: date
    ends_on: date
    part: int
    year: int


def period_of(rhythm: str, year: int, part: int) -> Period:
    """The period with that number. Raises ValueError where the rhythm has no such part."""
    months = _months_in_part(rhythm)
    if not 1 <= part <= 12 // months:
        raise ValueError(f"A year has no {rhythm} number {part}.")
    after = part * months
    next_starts = date(year + after // 12, after % 12 + 1, 1)
    return Period(
        starts_on=date(year, after - months + 1, 1),
        ends_on=next_starts - timedelta(days=1),
        part=part,
        year=year,
    )


def periods(rhythm: str, starts_on: date, ends_on: date) -> list[Period]:
    """Every calendar period that shares a day with the span, whole, in order."""
    if ends_on < starts_on:
        raise ValueError("A span of periods ends before it starts.")
    months = _months_in_part(rhythm)
    first = starts_on.year * 12 + starts_on.month - 1
    last = ends_on.year * 12 + ends_on.month - 1
    return [
        period_of(rhythm, *_year_and_part(number, 12 // months))
        for number in range(first // months, last // months + 1)
    ]


def period_key(rhythm: str, year: int, part: int) -> str:
    """2022-q3, 2022-h1 or 2022: the period in addresses and file names."""
    period_of(rhythm, year, part)
    return f"{year}-{_LETTER[rhythm]}{part}" if rhythm in _LETTER else str(year)


def parse_period_key(key: str) -> tuple[str, int, int]:
    """The rhythm, year and part of a key. Raises ValueError for what `period_key` never wrote."""
    year, dash, rest = key.partition("-")
    rhythm = next((name for name, letter in _LETTER.items() if rest[:1] == letter), "year")
    part = rest[1:] if dash else "1"
    if not (year + part).isascii() or not year.isdigit() or not part.isdigit():
        raise ValueError(f"{key!r} is no period's key.")
    parsed = rhythm, int(year[:5]), int(part[:3])
    if not 1 <= parsed[1] <= 9998 or period_key(*parsed) != key:
        raise ValueError(f"{key!r} is no period's key.")
    return parsed


def _months_in_part(rhythm: str) -> int:
    if rhythm not in MONTHS_IN_PART:
        raise ValueError(f"{rhythm!r} is no reporting rhythm.")
    return MONTHS_IN_PART[rhythm]


def _year_and_part(number: int, parts: int) -> tuple[int, int]:
    return number // parts, number % parts + 1
