"""Typed and pasted dates, read generously and never guessed."""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.dates_text import LANGUAGES
from ovp_portal.lib.text import fold

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_YEAR_WORDS = r"(?: ?(?:g|god|godina|godine|godini|viti))?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[ .](\d{{1,2}})[ .](\d{{4}}){_YEAR_WORDS}")
_YEAR_FIRST = re.compile(r"(\d{4})[ .](\d{1,2})[ .](\d{1,2})")
_NAMED = re.compile(
    r"(?:[a-z ]+ )??(\d{1,2})(?:st|nd|rd|t)? (?:of )?([a-z]+) (?:(?:i )?viti[nt]? )?(\d{4})" + _YEAR_WORDS
)
_NAMED_FIRST = re.compile(r"(?:[a-z]+ )?([a-z]+) (\d{1,2})(?:st|nd|rd|t)? (\d{4})")
_MONTH_NAMED = re.compile(r"(?:[a-z ]+ )??([a-z]+) (?:(?:i )?viti[nt]? )?(\d{4})" + _YEAR_WORDS)
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[ .](?P<year>\d{4})" + _YEAR_WORDS)
_MONTH_LAST = re.compile(r"(?P<year>\d{4})[ .](?P<month>\d{1,2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[ .]\d{1,2}[ .]\d{2}" + _YEAR_WORDS)


class DateNotRead(ValidationError, ValueError):
    """What was typed is no day, or could be two different ones."""


def read_day(text: str) -> date:
    """Read one whole day: 3.10.2022, 3/10/2022, 2022-10-03, 3 октомври 2022 година …

    Numbers are day first unless the year is. Month names of all the portal's
    languages are read in both scripts, in any case and shortened as the portal
    shortens them; a weekday before them is passed over. A year of two digits
    is refused: it may be a year half typed. Raises DateNotRead.
    """
    typed = text.strip()
    year, month, day = _parts(_fold_date(typed), typed)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise _refused(_("“%(text)s” is not in a year that can be meant here."), typed)
    try:
        return date(year, month, day)
    except ValueError:
        raise _refused(_("There is no such day as “%(text)s”."), typed) from None


def read_month(text: str) -> tuple[date, date] | None:
    """The first and the last day of the month that a text names, “март 2020”, “March 2020”, “03.2020”; or none."""
    folded = _fold_date(text.strip())
    if (found := _MONTH_NAMED.fullmatch(folded)) and found[1] in _MONTHS:
        year, month = int(found[2]), _MONTHS[found[1]]
    elif found := _MONTH_FIRST.fullmatch(folded) or _MONTH_LAST.fullmatch(folded):
        year, month = int(found["year"]), int(found["month"])
    else:
        return None
    if not (1 <= month <= 12 and EARLIEST_YEAR <= year <= LATEST_YEAR):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _fold_date(typed: str) -> str:
    """Folded, with one sign left between numbers, whichever was typed."""
    if len(typed) > 80:
        return ""
    return re.sub(r"(?<=\d)\.(?=\d)", " ", fold(typed))


def _parts(folded: str, typed: str) -> tuple[int, int, int]:
    if found := _DAY_FIRST.fullmatch(folded):
        day, month, year = found.groups()
        return int(year), int(month), int(day)
    if found := _YEAR_FIRST.fullmatch(folded):
        year, month, day = found.groups()
        return int(year), int(month), int(day)
    if (found := _NAMED.fullmatch(folded)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _NAMED_FIRST.fullmatch(folded)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    if _SHORT_YEAR.fullmatch(folded):
        raise _refused(_("Type the year in “%(text)s” with four digits."), typed)
    raise _refused(_("“%(text)s” is not a date. Type the day, month and year, for example 3.10.2022."), typed)


def month_named(word: str) -> int | None:
    """The number of the month that a folded word names, in any of the portal's languages."""
    return _MONTHS.get(word)


def _refused(message: str, typed: str) -> DateNotRead:
    return DateNotRead(message, code="date_not_read", params={"text": typed[:40]})


def _month_names() -> dict[str, int]:
    """Every spelling of every month, folded; no spelling may stand for two months."""
    names: dict[str, int] = {}
    for words in LANGUAGES.values():
        spellings = [
            (name, number)
            for table in (words.months, words.months_in_date, words.months_short)
            for number, name in enumerate(table, start=1)
        ]
        for name, number in [*spellings, *words.also_read]:
            if names.setdefault(fold(name), number) != number:
                raise ValueError(f"{name} stands for two months.")
    return names


_MONTHS = _month_names()
