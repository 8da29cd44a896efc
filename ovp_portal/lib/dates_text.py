"""Days, ranges and periods as each language writes them.

Django's own formats do not fit: they capitalise Macedonian and Albanian months,
and no message catalogue can say a range or a quarter. A language without a
table of its own gets the English one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

ROMAN = ("I", "II", "III", "IV")
SEASON_OF_MONTH = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0)
"""Winter, spring, summer, autumn as 0–3, by month from January."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """How one language writes days.

    `{d}` day, `{m}` month, `{y}` year, `{w}` weekday, `{s}` season; of a part of the year
    `{n}` the Roman number, `{q}` the number, `{o}` the ordinal.
    """

    months: tuple[str, ...]
    months_in_date: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    seasons: tuple[str, ...]
    day: str
    day_of_month: str
    days_of_month: str
    short: str
    weekday_day: str
    months_in_weekday_day: tuple[str, ...]
    time: Callable[[int, int], str]
    moment: str
    quarter: str
    quarter_short: str
    quarter_roman: str
    quarter_ordinals: tuple[str, ...]
    half: str
    half_short: str
    half_ordinals: tuple[str, ...]
    year: str
    year_short: str
    season: str
    also_read: tuple[tuple[str, int], ...] = ()
    """More spellings of months that people type, each with its number."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MK_MONTHS = _split("јануари февруари март април мај јуни јули август септември октомври ноември декември")
_SQ_MONTHS = _split("janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor")
_EN_MONTHS = _split("January February March April May June July August September October November December")
_SR_MONTHS = _split("januar februar mart april maj jun jul avgust septembar oktobar novembar decembar")
_SR_MONTHS_IN_DATE = _split("januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra")

MACEDONIAN = Words(
    months=_MK_MONTHS,
    months_in_date=_MK_MONTHS,
    months_short=_split("јан. фев. март апр. мај јуни јули авг. септ. окт. ноем. дек."),
    weekdays=_split("понеделник вторник среда четврток петок сабота недела"),
    seasons=_split("зима пролет лето есен"),
    day="{d} {m} {y}",
    day_of_month="{d} {m}",
    days_of_month="{d}–{d2} {m} {y}",
    short="{d} {m} {y}",
    weekday_day="{w}, {d} {m} {y}",
    months_in_weekday_day=_MK_MONTHS,
    time=lambda hour, minute: f"{hour}.{minute:02} часот",
    moment="{day} во {time}",
    quarter="{o} квартал од {y}",
    quarter_short="{n} {y}",
    quarter_roman="{n} квартал од {y}",
    quarter_ordinals=_split("прв втор трет четврт"),
    half="{o} полугодие од {y}",
    half_short="{n} полугодие {y}",
    half_ordinals=_split("прво второ"),
    year="{y} година",
    year_short="{y}",
    season="{s} {y}",
)
ALBANIAN = Words(
    months=_SQ_MONTHS,
    months_in_date=_SQ_MONTHS,
    months_short=_split("jan. shk. mars pri. maj qer. kor. gush. sht. tet. nën. dhj."),
    weekdays=("e hënë", "e martë", "e mërkurë", "e enjte", "e premte", "e shtunë", "e diel"),
    seasons=_split("dimri pranvera vera vjeshta"),
    day="{d} {m} {y}",
    day_of_month="{d} {m}",
    days_of_month="{d}–{d2} {m} {y}",
    short="{d} {m} {y}",
    weekday_day="{w}, {d} {m} {y}",
    months_in_weekday_day=_SQ_MONTHS,
    time=lambda hour, minute: f"ora {hour}.{minute:02}",
    moment="{day}, {time}",
    quarter="tremujori i {o} i vitit {y}",
    quarter_short="{n} {y}",
    quarter_roman="tremujori {n} i vitit {y}",
    quarter_ordinals=_split("parë dytë tretë katërt"),
    half="gjashtëmujori i {o} i vitit {y}",
    half_short="gjashtëmujori {n} {y}",
    half_ordinals=_split("parë dytë"),
    year="viti {y}",
    year_short="{y}",
    season="{s} {y}",
    also_read=tuple(
        (f"{name}{ending}", number) for number, name in enumerate(_SQ_MONTHS, start=1) for ending in ("i", "it", "ut")
    ),
)
ENGLISH = Words(
    months=_EN_MONTHS,
    months_in_date=_EN_MONTHS,
    months_short=_split("Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec"),
    weekdays=_split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    seasons=_split("winter spring summer autumn"),
    day="{d} {m} {y}",
    day_of_month="{d} {m}",
    days_of_month="{d}–{d2} {m} {y}",
    short="{d} {m} {y}",
    weekday_day="{w}, {d} {m} {y}",
    months_in_weekday_day=_EN_MONTHS,
    time=lambda hour, minute: f"{hour:02}:{minute:02}",
    moment="{day} at {time}",
    quarter="{o} quarter of {y}",
    quarter_short="Q{q} {y}",
    quarter_roman="Q{q} {y}",
    quarter_ordinals=_split("first second third fourth"),
    half="{o} half of {y}",
    half_short="H{q} {y}",
    half_ordinals=_split("first second"),
    year="year {y}",
    year_short="{y}",
    season="{s} {y}",
    also_read=(("jun", 6), ("jul", 7), ("sep", 9)),
)
SERBIAN = Words(
    months=_SR_MONTHS,
    months_in_date=_SR_MONTHS_IN_DATE,
    months_short=_split("jan. feb. mart apr. maj jun jul avg. sept. okt. nov. dec."),
    weekdays=_split("ponedeljak utorak sreda četvrtak petak subota nedelja"),
    seasons=_split("zima proleće leto jesen"),
    day="{d}. {m} {y}.",
    day_of_month="{d}. {m}",
    days_of_month="{d}–{d2}. {m} {y}.",
    short="{d}. {m} {y}.",
    weekday_day="{w}, {d}. {m} {y}.",
    # After a weekday in the nominative the month stays in it too.
    months_in_weekday_day=_SR_MONTHS,
    time=lambda hour, minute: f"{hour}.{minute:02} časova",
    moment="{day} u {time}",
    quarter="{o} kvartal {y}. godine",
    quarter_short="{n} {y}.",
    quarter_roman="{n} kvartal {y}. godine",
    quarter_ordinals=_split("prvi drugi treći četvrti"),
    half="{o} polugodište {y}. godine",
    half_short="{n} polugodište {y}.",
    half_ordinals=_split("prvo drugo"),
    year="{y}. godina",
    year_short="{y}.",
    season="{s} {y}.",
)

LANGUAGES = {"mk": MACEDONIAN, "sq": ALBANIAN, "en": ENGLISH, "sr": SERBIAN}


def active_words() -> Words:
    """The table of the active language; `sr-latn` and `en-gb` find `sr` and `en`."""
    return LANGUAGES.get((get_language() or "en").split("-")[0], ENGLISH)


def day_in(words: Words, day: date) -> str:
    """3 октомври 2022"""
    return words.day.format(d=day.day, m=words.months_in_date[day.month - 1], y=day.year)


def range_in(words: Words, starts_on: date, ends_on: date) -> str:
    """The shortest plain range: what both days share is written once."""
    if starts_on == ends_on:
        return day_in(words, starts_on)
    month = words.months_in_date[starts_on.month - 1]
    if starts_on.year != ends_on.year:
        first = day_in(words, starts_on)
    elif starts_on.month != ends_on.month:
        first = words.day_of_month.format(d=starts_on.day, m=month)
    else:
        return words.days_of_month.format(d=starts_on.day, d2=ends_on.day, m=month, y=starts_on.year)
    return f"{first} – {day_in(words, ends_on)}"


def season_in(words: Words, day: date) -> str:
    """есен 2023; a winter belongs to two years: зима 2023/2024."""
    season = SEASON_OF_MONTH[day.month - 1]
    year = str(day.year)
    if season == 0:
        first = day.year if day.month == 12 else day.year - 1
        year = f"{first}/{first + 1}"
    return words.season.format(s=words.seasons[season], y=year)
