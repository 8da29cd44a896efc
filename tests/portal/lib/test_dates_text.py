"""Days and periods as each language says them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from ovp_portal.lib import dates
from tests.portal.lib.conftest import LANGUAGES

FRIDAY = date(2022, 10, 7)

SAID = {
    "mk": [
        "7 октомври 2022",
        "7 окт. 2022",
        "петок, 7 октомври 2022",
        "4–5 октомври 2022",
        "30 септември – 2 октомври 2022",
        "30 декември 2022 – 2 јануари 2023",
        "12.00 часот",
        "15 октомври 2022 во 12.00 часот",
        "III 2022",
        "трет квартал од 2022",
        "трет квартал од 2022 (јули–септември)",
        "II полугодие 2022",
        "второ полугодие од 2022 (јули–декември)",
        "2022",
        "2022 година",
        "III квартал од 2023",
        "есен 2023",
        "зима 2023/2024",
    ],
    "sq": [
        "7 tetor 2022",
        "7 tet. 2022",
        "e premte, 7 tetor 2022",
        "4–5 tetor 2022",
        "30 shtator – 2 tetor 2022",
        "30 dhjetor 2022 – 2 janar 2023",
        "ora 12.00",
        "15 tetor 2022, ora 12.00",
        "III 2022",
        "tremujori i tretë i vitit 2022",
        "tremujori i tretë i vitit 2022 (korrik–shtator)",
        "gjashtëmujori II 2022",
        "gjashtëmujori i dytë i vitit 2022 (korrik–dhjetor)",
        "2022",
        "viti 2022",
        "tremujori III i vitit 2023",
        "vjeshta 2023",
        "dimri 2023/2024",
    ],
    "en": [
        "7 October 2022",
        "7 Oct 2022",
        "Friday, 7 October 2022",
        "4–5 October 2022",
        "30 September – 2 October 2022",
        "30 December 2022 – 2 January 2023",
        "12:00",
        "15 October 2022 at 12:00",
        "Q3 2022",
        "third quarter of 2022",
        "third quarter of 2022 (July–September)",
        "H2 2022",
        "second half of 2022 (July–December)",
        "2022",
        "year 2022",
        "Q3 2023",
        "autumn 2023",
        "winter 2023/2024",
    ],
    "sr-latn": [
        "7. oktobra 2022.",
        "7. okt. 2022.",
        "petak, 7. oktobar 2022.",
        "4–5. oktobra 2022.",
        "30. septembra – 2. oktobra 2022.",
        "30. decembra 2022. – 2. januara 2023.",
        "12.00 časova",
        "15. oktobra 2022. u 12.00 časova",
        "III 2022.",
        "treći kvartal 2022. godine",
        "treći kvartal 2022. godine (jul–septembar)",
        "II polugodište 2022.",
        "drugo polugodište 2022. godine (jul–decembar)",
        "2022.",
        "2022. godina",
        "III kvartal 2023. godine",
        "jesen 2023.",
        "zima 2023/2024.",
    ],
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_says_days_and_periods_in_its_own_way(code):
    with translation.override(code):
        said = [
            dates.day_text(FRIDAY),
            dates.day_short(FRIDAY),
            dates.weekday_day_text(FRIDAY),
            dates.range_text(date(2022, 10, 4), date(2022, 10, 5)),
            dates.range_text(date(2022, 9, 30), date(2022, 10, 2)),
            dates.range_text(date(2022, 12, 30), date(2023, 1, 2)),
            dates.time_text(time(12)),
            dates.moment_text(datetime(2022, 10, 15, 10, tzinfo=UTC), "Europe/Skopje"),
            dates.period_short("quarter", 2022, 3),
            dates.period_text("quarter", 2022, 3),
            dates.period_long_text("quarter", 2022, 3),
            dates.period_short("half_year", 2022, 2),
            dates.period_long_text("half_year", 2022, 2),
            dates.period_short("year", 2022, 1),
            dates.period_long_text("year", 2022, 1),
            dates.due_text(date(2023, 9, 30), "quarter"),
            dates.due_text(date(2023, 9, 30), "season"),
            dates.due_text(date(2024, 2, 29), "season"),
        ]

    assert said == SAID[code]


def test_months_and_weekdays_are_whole_and_distinct(language):
    in_months = [dates.day_text(date(2022, month, 1)) for month in range(1, 13)]
    short = [dates.day_short(date(2022, month, 1)) for month in range(1, 13)]
    weekdays = [dates.weekday_day_text(date(2022, 10, day)) for day in range(3, 10)]

    assert len(set(in_months)) == len(set(short)) == 12
    assert len({weekday.partition(",")[0] for weekday in weekdays}) == 7


def test_one_day_is_no_range(language):
    assert dates.range_text(FRIDAY, FRIDAY) == dates.day_text(FRIDAY)


def test_a_winter_is_the_same_in_december_and_in_february(language):
    december, february = date(2023, 12, 31), date(2024, 2, 1)

    assert dates.due_text(december, "season") == dates.due_text(february, "season")


@pytest.mark.parametrize(
    ("due_on", "precision", "words", "said"),
    [
        (FRIDAY, "day", "", "7 октомври 2022"),
        (FRIDAY, "day", "некогаш", "7 октомври 2022"),
        (FRIDAY, "words", " до  крајот на планот ", "до крајот на планот"),
        (FRIDAY, "words", " ", "7 октомври 2022"),
        (None, "words", "Во текот на март", "Во текот на март"),
        (None, "quarter", "", ""),
    ],
)
def test_a_due_date_is_said_as_exactly_as_the_plan_gives_it(due_on, precision, words, said):
    with translation.override("mk"):
        assert dates.due_text(due_on, precision, words) == said


def test_an_unknown_precision_is_refused():
    with pytest.raises(ValueError, match="precision"):
        dates.due_text(FRIDAY, "month")


@pytest.mark.parametrize("say", [dates.period_short, dates.period_text, dates.period_long_text])
@pytest.mark.parametrize(("rhythm", "part"), [("quarter", 5), ("quarter", 0), ("month", 1)])
def test_a_period_that_does_not_exist_is_not_said(language, say, rhythm, part):
    with pytest.raises(ValueError, match=r"has no|no reporting rhythm"):
        say(rhythm, 2022, part)


@pytest.mark.parametrize("code", ["fr", "en-gb"])
def test_a_language_without_a_table_gets_the_english_one(code):
    with translation.override(code):
        assert dates.day_text(FRIDAY) == "7 October 2022"


def test_without_any_active_language_english_is_said():
    with translation.override(None):
        assert dates.day_text(FRIDAY) == "7 October 2022"


@pytest.mark.parametrize(
    ("code", "said"),
    [("mk", "9.05 часот"), ("sq", "ora 9.05"), ("en", "09:05"), ("sr-latn", "9.05 časova")],
)
def test_minutes_always_have_two_digits(code, said):
    with translation.override(code):
        assert dates.time_text(time(9, 5)) == said


def test_a_moment_without_a_zone_is_not_said():
    with pytest.raises(ValueError, match="time zone"):
        dates.moment_text(datetime(2022, 10, 15, 10, tzinfo=UTC).replace(tzinfo=None), "Europe/Skopje")
