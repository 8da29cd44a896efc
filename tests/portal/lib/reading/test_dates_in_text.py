from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.dates_text import LANGUAGES, day_in, range_in
from ovp_portal.lib.reading.dates_in_text import find_dates, find_hours

THIRD, FIFTH = date(2022, 10, 3), date(2022, 10, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("03 октомври 2022  година одржан", THIRD, THIRD),
        ("3-5 октомври  2022", THIRD, FIFTH),
        ("3. – 5. октобра 2022. године", THIRD, FIFTH),
        ("3.10.2022 до 5.10.2022", THIRD, FIFTH),
        ("3-5.10.2022", THIRD, FIFTH),
        ("3.10-5.10.2022 г.", THIRD, FIFTH),
        ("prej 3 deri më 5 tetor 2022", THIRD, FIFTH),
        ("më 3 tetor të vitit 2022", THIRD, THIRD),
        ("October 3–5, 2022", THIRD, FIFTH),
        ("from the 3rd to the 5th of October 2022", THIRD, FIFTH),
        ("2022-10-03", THIRD, THIRD),
        ("03/10/2022", THIRD, THIRD),
        ("3 oктомври 2022", THIRD, THIRD),
        ("30 септември – 2 октомври 2022", date(2022, 9, 30), date(2022, 10, 2)),
        ("30 декември 2021 – 2 јануари 2022", date(2021, 12, 30), date(2022, 1, 2)),
        ("октомври 2022", date(2022, 10, 1), date(2022, 10, 31)),
        ("у марту 2022. године", date(2022, 3, 1), date(2022, 3, 31)),
        ("јули–септември 2022", date(2022, 7, 1), date(2022, 9, 30)),
    ],
)
def test_days_and_ranges_are_read_in_every_language(text, first, last):
    assert [(day.starts_on, day.ends_on) for day in find_dates(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text", ["3.6", "3.6.1", "31 февруари 2022", "2017-2021", "5-3 октомври 2022", "точка 4.1", "99.99.2022"]
)
def test_what_is_no_day_is_not_read(text):
    assert find_dates(text) == []


def test_a_day_without_a_year_takes_the_first_one_after_another_day():
    found = find_dates("до 10 јануари")[0]

    assert found.starts_on is None
    assert found.in_year_of(date(2022, 10, 5)) == date(2023, 1, 10)


def test_two_days_that_do_not_follow_are_a_list():
    assert [day.is_list for day in find_dates("4 и 7 октомври 2022; 4 и 5 октомври 2022")] == [True, False]


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 40), st.sampled_from(sorted(LANGUAGES)))
def test_what_the_portal_writes_it_reads(first, length, language):
    last, words = first + timedelta(days=length), LANGUAGES[language]

    assert [(day.starts_on, day.ends_on) for day in find_dates(range_in(words, first, last))] == [(first, last)]
    assert [day.starts_on for day in find_dates(f"({day_in(words, first)})")] == [first]


@given(st.text(max_size=200))
def test_any_text_is_searched_and_places_are_inside_it(text):
    for day in find_dates(text):
        assert 0 <= day.start < day.end <= len(text)
    find_hours(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("10:00–11:30", [(10, 0), (11, 30)]),
        ("во 10.30 часот", [(10, 30)]),
        ("ora 9:15", [(9, 15)]),
        ("3.10.2022, 10 часот", [(10, 0)]),
        ("3.10.2022", []),
        ("точка 3.6", []),
    ],
)
def test_hours_are_read_beside_days(text, hours):
    assert [(hour, minute) for _start, _end, hour, minute in find_hours(text)] == hours
