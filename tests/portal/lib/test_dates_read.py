"""Dates typed and pasted by people are read, and never guessed."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.dates import DateNotRead, day_short, day_text, read_day, weekday_day_text
from tests.portal.lib.conftest import LANGUAGES

A_YEAR = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed_back(day, language):
    with translation.override(language):
        assert read_day(day_text(day)) == read_day(day_text(day).upper()) == day


def test_every_day_of_a_year_is_read_back_in_each_form(language):
    for day in A_YEAR:
        assert read_day(day_short(day)) == day
        assert read_day(weekday_day_text(day)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "3.10.2022", "03.10.2022", "03.10.2022 г.", "3.10.2022г.", "3. 10. 2022.", "3/10/2022",
        "3-10-2022", "3 10 2022", " 3.10.2022 ", "2022-10-03", "2022/10/3", "2022.10.03",
        "3 октомври 2022", "03 октомври 2022 година", "03 ОКТОМВРИ 2022 ГОДИНА", "3 окт. 2022",
        "3 октомври, 2022 год.", "понеделник, 3 октомври 2022",
        "3. oktobar 2022.", "3. oktobra 2022. godine", "3. октобар 2022.", "3. октобра 2022. године",
        "ponedeljak, 3. oktobar 2022.", "3 tetor 2022", "3 Tetor 2022", "3 tetorit 2022",
        "më 3 tetor 2022", "e hënë, 3 tetor 2022", "3 tetor i vitit 2022", "3 October 2022",
        "October 3, 2022", "Oct 3 2022", "3rd of October 2022", "Monday, 3 Oct. 2022",
        "3\u00a0октомври\u00a02022", "3 oктомври 2022",
    ],
)  # fmt: skip
def test_the_usual_ways_of_typing_a_day_are_read_in_every_language(language, typed):
    assert read_day(typed) == date(2022, 10, 3)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 June 2022", date(2022, 6, 1)),
        ("1 juni 2022", date(2022, 6, 1)),
        ("1st August 2022", date(2022, 8, 1)),
        ("2nd Sept 2022", date(2022, 9, 2)),
        ("1. jula 2022", date(2022, 7, 1)),
        ("1 gusht 2022", date(2022, 8, 1)),
        ("1 мај 2022", date(2022, 5, 1)),
        ("1 Nëntor 2022", date(2022, 11, 1)),
        ("1 nentor 2022", date(2022, 11, 1)),
        ("29.2.2024", date(2024, 2, 29)),
    ],
)
def test_months_of_all_the_languages_are_known(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.2.2022", "There is no such day as “31.2.2022”."),
        ("29 февруари 2023", "There is no such day as “29 февруари 2023”."),
        ("10/13/2022", "There is no such day as “10/13/2022”."),
        ("0.0.2022", "There is no such day as “0.0.2022”."),
        ("3.10.22", "Type the year in “3.10.22” with four digits."),
        ("3.10.0022", "“3.10.0022” is not in a year that can be meant here."),
        ("3.10.2922", "“3.10.2922” is not in a year that can be meant here."),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, sentence):
    with translation.override("en"):
        with pytest.raises(DateNotRead) as refusal:
            read_day(typed)

        assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "Tokom marta", "октомври 2022", "2022", "4-5 октомври 2022", "12-14.07.2022",
     "3 брумер 2022", "3.10.", "3.10.20222", "утре", "3.10.2022 или 4.10.2022", "x" * 5000,
     "3 " * 4000, "<script>"],
)  # fmt: skip
def test_what_is_not_one_day_is_refused_with_an_example(language, typed):
    with pytest.raises(DateNotRead) as refusal:
        read_day(typed)

    assert "3.10.2022" in refusal.value.messages[0]
    assert len(refusal.value.messages[0]) < 200


@given(st.text(alphabet="0123456789 .-/octombriоктмви,°г", max_size=20))
def test_whatever_is_typed_gives_a_day_or_a_sentence(text):
    try:
        answer = "A day." if 1900 <= read_day(text).year <= 2199 else "too far"
    except DateNotRead as refusal:
        answer = refusal.messages[0]

    assert answer.endswith(".")
