"""Days, ranges and months inside running text, in all the portal's languages and both scripts.

The text is redrawn letter for letter with signs that mean the same in every language – a month,
"until", "and", "year" – so that a handful of patterns reads all of them and the places stay true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ovp_portal.lib.dates_read import EARLIEST_YEAR, LATEST_YEAR, month_named
from ovp_portal.lib.reading.words import MOST_LETTERS, WORD, folded

_MONTH_BASE = 0xE000
_PAD = "~"
_TO = {"do", "to", "deri", "until", "till", "through", "zakljucno"}
_AND = {"i", "and", "dhe", "e"}
_YEAR = {"g", "god", "godina", "godinata", "godini", "godine", "godinu", "year", "viti", "vitit", "vit"}
_NOTHING = {"of", "the", "na", "od", "te", "me", "den", "dena", "dana", "prej", "nga", "sa", "se", "s", "from"}
_ORDINAL = {"st", "nd", "rd", "th", "ti", "vi", "ri", "mi", "ta", "ot"}

_SERBIAN_IN = "januaru februaru martu aprilu maju junu julu avgustu septembru oktobru novembru decembru"
_IN_A_MONTH = {name: number for number, name in enumerate(_SERBIAN_IN.split(), start=1)}


@dataclass(frozen=True)
class FoundDate:
    """A day or a range and where it stands. Without a year it has only the numbers of its day and month."""

    start: int
    end: int
    starts_on: date | None
    ends_on: date | None
    day: int | None = None
    month: int | None = None
    is_month: bool = False
    is_list: bool = False
    """“4 and 7 October”: two days that are not a range."""

    def in_year_of(self, other: date) -> date | None:
        """A day without a year as the first one that is not before the other."""
        if self.day is None or self.month is None:
            return None
        for year in (other.year, other.year + 1):
            day = _day(year, self.month, self.day)
            if day and day >= other:
                return day
        return None


_D = r"(?<![\d.,/])(\d{1,2})(?:\.|-?o~*)?"
_M = "([\ue001-\ue00c])~*\\.?"
_Y = r"(\d{4})(?![\d])"
_S = r"[ ,]*"
_TO_SIGN = r"[ ]*(-|t~*)[ ]*(?:t~*[ ]*)?"
_JOIN = r"[ ]*(-|t~*|&~*)[ ]*(?:t~*[ ]*)?"
_NUM_LAST = r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})(?!\d)"
_NUM = r"(?<![\d.,/-])" + _NUM_LAST

_PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("num_range", re.compile(_NUM + r"\.?(?: ?y~*\.?)?" + _TO_SIGN + _NUM_LAST)),
    ("num_days", re.compile(r"(?<![\d.,/-])(\d{1,2})\.?(?: ?\. ?(\d{1,2})\.?)?" + _TO_SIGN + _NUM_LAST)),
    (
        "far_range",
        re.compile(_D + _S + _M + _S + f"(?:{_Y}\\.?)?(?: ?y~*\\.?)?" + _TO_SIGN + _D + _S + _M + _S + f"{_Y}"),
    ),
    ("days", re.compile(_D + r"((?:,[ ]*\d{1,2}\.?)*)" + _JOIN + _D + _S + _M + f"(?:{_S}(?:y~*{_S})?{_Y})?")),
    (
        "english_range",
        re.compile(_M + f" ?{_D}(?:,? ?{_Y})?" + _TO_SIGN + _M + f" ?{_D}" + r"(?:, ?|\b ?)" + _Y),
    ),
    ("english", re.compile(_M + f" ?{_D}(?:{_JOIN}{_D})?" + r"(?:, ?|\b ?)" + _Y)),
    ("day", re.compile(_D + _S + _M + f"(?:{_S}(?:y~*{_S})?{_Y})?")),
    ("num", re.compile(_NUM)),
    ("iso", re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")),
    ("months", re.compile(_M + _TO_SIGN + _M + _S + f"(?:y~*{_S})?{_Y}")),
    ("month", re.compile(r"(?<![\d.])(?<![\d.] )" + _M + f"(?:{_S}(?:y~*{_S})?{_Y})?")),
]


def find_dates(text: str) -> list[FoundDate]:
    """Every date of a sentence or line, from left to right; none overlaps another and none is guessed."""
    return list(_found_in(text[:MOST_LETTERS]))


@lru_cache(maxsize=2_000)
def _found_in(text: str) -> tuple[FoundDate, ...]:
    signs = _signs(text)
    taken: list[tuple[int, int]] = []
    found: list[FoundDate] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(signs):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            # What has the shape of a date and is none (“5–3 October”) is not read in part either.
            taken.append(match.span())
            if date_said := _READERS[kind](match):
                found.append(date_said)
    return tuple(sorted(found, key=lambda one: one.start))


def _signs(text: str) -> str:
    """The text redrawn: as long as it was, every sign in its old place."""
    drawn, end = [], 0
    for match in _RUN.finditer(text):
        drawn += [_sign(text[end : match.start()]), _roman(text, match) or _redrawn(match[0])]
        end = match.end()
    return "".join([*drawn, _sign(text[end:])])


_RUN = re.compile(r"[^\W\d_]+")


def _sign(between: str) -> str:
    return between.translate({0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0xA0: " ", 0x0A: " "})


_ROMAN = {
    name: number
    for number, name in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1)
}
_AS_LATIN = str.maketrans("ІХ", "IX")
_AFTER_A_DAY, _BEFORE_A_YEAR = re.compile(r"\d[. ]{1,2}$"), re.compile(r"[. ]{1,2}\d{4}(?!\d)")


def _roman(text: str, match: re.Match) -> str:
    """“15.III.2023”: a month where a day stands before it and a year behind it; nothing anywhere else."""
    month = _ROMAN.get(match[0].translate(_AS_LATIN))
    if not month or not _AFTER_A_DAY.search(text[: match.start()]) or not _BEFORE_A_YEAR.match(text, match.end()):
        return ""
    return chr(_MONTH_BASE + month) + _PAD * (len(match[0]) - 1)


def _redrawn(word: str) -> str:
    plain = folded(word)
    sign = "w"
    if month := month_named(plain) or _IN_A_MONTH.get(plain):
        sign = chr(_MONTH_BASE + month)
    elif plain in _TO:
        sign = "t"
    elif plain in _AND:
        sign = "&"
    elif plain in _YEAR:
        sign = "y"
    elif plain in _ORDINAL:
        sign = "o"
    elif plain in _NOTHING:
        return " " * len(word)
    return sign + _PAD * (len(word) - 1)


# What each pattern says


def _month(sign: str) -> int:
    return ord(sign) - _MONTH_BASE


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _found(match: re.Match, first: date | None, last: date | None, *, is_list: bool = False) -> FoundDate | None:
    if first is None or last is None or last < first:
        return None
    return FoundDate(match.start(), match.end(), first, last, first.day, first.month, is_list=is_list)


def _read_num_range(match: re.Match) -> FoundDate | None:
    a, b, c, _to, d, e, f = match.groups()
    return _found(match, _day(int(c), int(b), int(a)), _day(int(f), int(e), int(d)))


def _read_num_days(match: re.Match) -> FoundDate | None:
    first, month, _to, day, last_month, year = match.groups()
    return _found(
        match,
        _day(int(year), int(month or last_month), int(first)),
        _day(int(year), int(last_month), int(day)),
    )


def _read_far_range(match: re.Match) -> FoundDate | None:
    day, month, year, _to, last_day, last_month, last_year = match.groups()
    first = _day(int(year or last_year), _month(month), int(day))
    return _found(match, first, _day(int(last_year), _month(last_month), int(last_day)))


def _read_days(match: re.Match) -> FoundDate | None:
    day, more, join, last_day, month, year = match.groups()
    if year is None:
        return FoundDate(match.start(), match.end(), None, None, None, _month(month))
    first, last = _day(int(year), _month(month), int(day)), _day(int(year), _month(month), int(last_day))
    named = [int(day), *(int(number) for number in re.findall(r"\d+", more)), int(last_day)]
    is_list = (join.startswith("&") or bool(more)) and named != list(range(named[0], named[0] + len(named)))
    return _found(match, first, last, is_list=is_list)


def _read_english_range(match: re.Match) -> FoundDate | None:
    month, day, year, _to, last_month, last_day, last_year = match.groups()
    first = _day(int(year or last_year), _month(month), int(day))
    return _found(match, first, _day(int(last_year), _month(last_month), int(last_day)))


def _read_english(match: re.Match) -> FoundDate | None:
    month, day, _join, last_day, year = match.groups()
    first = _day(int(year), _month(month), int(day))
    return _found(match, first, _day(int(year), _month(month), int(last_day or day)))


def _read_day(match: re.Match) -> FoundDate | None:
    day, month, year = match.groups()
    if year is not None:
        return _found(match, *[_day(int(year), _month(month), int(day))] * 2)
    if _day(2024, _month(month), int(day)) is None:
        return None
    return FoundDate(match.start(), match.end(), None, None, int(day), _month(month))


def _read_num(match: re.Match) -> FoundDate | None:
    day, month, year = (int(part) for part in match.groups())
    return _found(match, *[_day(year, month, day)] * 2)


def _read_iso(match: re.Match) -> FoundDate | None:
    year, month, day = (int(part) for part in match.groups())
    return _found(match, *[_day(year, month, day)] * 2)


def _read_months(match: re.Match) -> FoundDate | None:
    month, _to, last_month, year = match.groups()
    first, last = _day(int(year), _month(month), 1), _last_of_month(int(year), _month(last_month))
    if first is None or last is None or last < first:
        return None
    return FoundDate(match.start(), match.end(), first, last, None, first.month, is_month=True)


def _last_of_month(year: int, month: int) -> date | None:
    first = _day(year, month, 1)
    return first and (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _read_month(match: re.Match) -> FoundDate | None:
    month, year = _month(match[1]), match[2]
    if year is None:
        return FoundDate(match.start(), match.end(), None, None, None, month, is_month=True)
    first, last = _day(int(year), month, 1), _last_of_month(int(year), month)
    return first and FoundDate(match.start(), match.end(), first, last, None, month, is_month=True)


_READERS = {
    "num_range": _read_num_range,
    "num_days": _read_num_days,
    "far_range": _read_far_range,
    "days": _read_days,
    "english_range": _read_english_range,
    "english": _read_english,
    "day": _read_day,
    "num": _read_num,
    "iso": _read_iso,
    "months": _read_months,
    "month": _read_month,
}


# Hours

_HOURS = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-3])(?::([0-5]\d)|[.,]([0-5]\d)(?=\s*(?:h\b|ч\b|час|čas|cas|ora|o'clock|-|–))|(?=\s*(?:h\b|час|čas)))"
)
_AFTER_ORA = re.compile(r"(?<!\w)(?:ora|orën|во|at|u)\s+([01]?\d|2[0-3])[.:,]([0-5]\d)(?![.\d])", re.IGNORECASE)

_FROM = re.compile(
    r"(?<!\w)(?:од|od|from|nga)\s+([01]?\d|2[0-3])(?:[.:]([0-5]\d))?(?=\s*(?:до|do|to|deri)\s+\d{1,2}(?:[.:]\d\d)?\s*(?:h\b|ч\b|час|čas))",
    re.IGNORECASE,
)

_HALF_DAY = re.compile(r"(?<![\d.,:])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\b", re.IGNORECASE)


def find_hours(text: str) -> list[tuple[int, int, int, int]]:
    """Hours in a text that is about a time: start, end, hour, minute. Days are passed over."""
    text, days = text[:MOST_LETTERS], find_dates(text)
    found: dict[int, tuple[int, int, int, int]] = {}
    for match in [*_HOURS.finditer(text), *_AFTER_ORA.finditer(text), *_FROM.finditer(text)]:
        start = match.start(1)
        if any(day.start <= start < day.end for day in days):
            continue
        minute = next((part for part in match.groups()[1:] if part and part.isdecimal()), "0")
        found.setdefault(start, (start, match.end(), int(match[1]), int(minute)))
    for match in _HALF_DAY.finditer(text):
        hour = int(match[1]) % 12 + (12 if match[3] in "pP" else 0)
        found[match.start(1)] = (match.start(1), match.end(), hour, int(match[2] or 0))
    return [found[start] for start in sorted(found)]


def words_besides(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """The words of a text that stand in none of the spans."""
    for match in WORD.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            yield match[0]
