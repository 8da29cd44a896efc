"""Periods and deadlines of a plan's calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.dates import (
    Period,
    days_late,
    end_of_local_day,
    has_holidays,
    local_date,
    local_moment,
    parse_period_key,
    period_key,
    period_of,
    periods,
    working_day,
)

SKOPJE = ZoneInfo("Europe/Skopje")
EVERY_DAY = [date(2026, 1, 1) + timedelta(days=n) for n in range(5 * 365 + 1)]
RHYTHMS = {"quarter": 4, "half_year": 2, "year": 1}
some_day = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def test_every_day_covers_2026_to_2030():
    assert EVERY_DAY[-1] == date(2030, 12, 31)


# Periods


def test_quarters_are_whole_and_include_those_that_only_overlap():
    assert periods("quarter", date(2022, 5, 20), date(2022, 10, 1)) == [
        Period(date(2022, 4, 1), date(2022, 6, 30), 2, 2022),
        Period(date(2022, 7, 1), date(2022, 9, 30), 3, 2022),
        Period(date(2022, 10, 1), date(2022, 12, 31), 4, 2022),
    ]


def test_half_years_and_years_follow_the_calendar():
    assert periods("half_year", date(2022, 7, 1), date(2023, 1, 1)) == [
        Period(date(2022, 7, 1), date(2022, 12, 31), 2, 2022),
        Period(date(2023, 1, 1), date(2023, 6, 30), 1, 2023),
    ]
    assert periods("year", date(2022, 3, 1), date(2022, 3, 1)) == [
        Period(date(2022, 1, 1), date(2022, 12, 31), 1, 2022)
    ]


@given(st.sampled_from(list(RHYTHMS)), some_day, some_day)
def test_periods_follow_each_other_without_a_gap_and_hold_the_whole_span(rhythm, one, other):
    starts_on, ends_on = sorted([one, other])

    found = periods(rhythm, starts_on, ends_on)

    assert found[0].starts_on <= starts_on <= found[0].ends_on
    assert found[-1].starts_on <= ends_on <= found[-1].ends_on
    for before, after in pairwise(found):
        assert after.starts_on == before.ends_on + timedelta(days=1)


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        periods("quarter", date(2022, 2, 1), date(2022, 1, 31))


@pytest.mark.parametrize(
    ("rhythm", "part", "key"),
    [("quarter", 3, "2022-q3"), ("half_year", 1, "2022-h1"), ("year", 1, "2022")],
)
def test_a_key_says_its_period_and_is_read_back(rhythm, part, key):
    assert period_key(rhythm, 2022, part) == key
    assert parse_period_key(key) == (rhythm, 2022, part)


@pytest.mark.parametrize(
    "key",
    ["", "2022-", "2022-q", "2022-q0", "2022-q5", "2022-h3", "2022-Q3", "2022-q03", "2022-x1",
     "2022-3", "02022", "0", "99999", "2022-q3-q3", "q3", "２０２２", " 2022", "9" * 6000, "2022-q" + "1" * 6000],
)  # fmt: skip
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match=r"no period's key|has no"):
        parse_period_key(key)


@pytest.mark.parametrize(("rhythm", "part"), [("quarter", 5), ("half_year", 0), ("year", 2)])
def test_a_part_that_a_year_does_not_have_is_refused(rhythm, part):
    with pytest.raises(ValueError, match="has no"):
        period_of(rhythm, 2022, part)


def test_an_unknown_rhythm_is_refused():
    with pytest.raises(ValueError, match="no reporting rhythm"):
        periods("month", date(2022, 1, 1), date(2022, 2, 1))


# Working days


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 10, 10), date(2026, 10, 12)])
def test_the_rule_to_keep_never_moves_a_day(day):
    assert working_day(day, "keep", "MK") == day


@pytest.mark.parametrize(
    ("day", "following", "preceding"),
    [
        (date(2026, 10, 8), date(2026, 10, 8), date(2026, 10, 8)),
        (date(2026, 10, 10), date(2026, 10, 13), date(2026, 10, 9)),
        (date(2026, 10, 23), date(2026, 10, 26), date(2026, 10, 22)),
        (date(2027, 1, 1), date(2027, 1, 4), date(2026, 12, 31)),
        (date(2022, 10, 15), date(2022, 10, 17), date(2022, 10, 14)),
    ],
)
def test_weekends_and_holidays_are_stepped_over(day, following, preceding):
    assert working_day(day, "next", "MK") == following
    assert working_day(day, "previous", "MK") == preceding


def test_every_day_of_five_years_moves_to_the_nearest_working_day():
    for day in EVERY_DAY:
        after, before = working_day(day, "next", "MK"), working_day(day, "previous", "MK")
        assert before <= day <= after <= day + timedelta(days=10)
        assert max(before.weekday(), after.weekday()) < 5
        assert working_day(after, "previous", "MK") == after
        assert working_day(before, "next", "MK") == before


def test_countries_have_their_own_holidays():
    constitution_day_of_serbia = date(2026, 2, 16)

    assert working_day(constitution_day_of_serbia, "next", "RS") == date(2026, 2, 18)
    assert working_day(constitution_day_of_serbia, "next", "MK") == constitution_day_of_serbia


def test_unknown_rules_and_countries_are_refused():
    assert has_holidays("XK")
    assert not has_holidays("XX")
    with pytest.raises(ValueError, match="no calendar"):
        working_day(date(2026, 1, 1), "next", "XX")
    with pytest.raises(ValueError, match="no rule"):
        working_day(date(2026, 1, 1), "nearest", "MK")


# Moments


def test_every_local_day_of_five_years_ends_where_the_next_begins():
    for day in EVERY_DAY:
        end = end_of_local_day(day, SKOPJE)
        assert end.tzinfo is UTC
        assert local_date(end, SKOPJE) == day + timedelta(days=1)
        assert local_date(end - timedelta(microseconds=1), SKOPJE) == day


def test_local_hours_of_five_years_are_kept_but_for_the_skipped_one():
    skipped = []
    for day in EVERY_DAY:
        for hour in (time(2, 30), time(12, 0)):
            shown = local_moment(day, hour, "Europe/Skopje").astimezone(SKOPJE)
            assert shown.date() == day
            if shown.time() != hour:
                skipped.append((day, shown.time()))

    assert skipped == [
        (date(2026, 3, 29), time(3, 30)),
        (date(2027, 3, 28), time(3, 30)),
        (date(2028, 3, 26), time(3, 30)),
        (date(2029, 3, 25), time(3, 30)),
        (date(2030, 3, 31), time(3, 30)),
    ]


def test_a_local_hour_that_comes_twice_is_the_first_one():
    assert local_moment(date(2026, 10, 25), time(2, 30), SKOPJE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local_moment(date(2026, 10, 25), time(2, 30, fold=1), SKOPJE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_days_with_a_change_of_time_have_23_and_25_hours():
    def length(day):
        return end_of_local_day(day, SKOPJE) - local_moment(day, time.min, SKOPJE)

    assert length(date(2026, 3, 29)) == timedelta(hours=23)
    assert length(date(2026, 10, 25)) == timedelta(hours=25)
    assert length(date(2026, 10, 26)) == timedelta(hours=24)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_moment():
    first = end_of_local_day(date(2026, 4, 23), "Africa/Cairo")

    assert first.astimezone(ZoneInfo("Africa/Cairo")).time() == time(1, 0)
    assert local_date(first - timedelta(microseconds=1), "Africa/Cairo") == date(2026, 4, 23)


def test_due_by_the_tenth_ends_with_that_day_in_the_plans_zone():
    assert end_of_local_day(date(2022, 10, 10), SKOPJE) == datetime(2022, 10, 10, 22, tzinfo=UTC)


def test_a_moment_without_a_zone_has_no_local_date():
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2022, 10, 10, tzinfo=UTC).replace(tzinfo=None), SKOPJE)


@pytest.mark.parametrize(("today", "late"), [(9, 0), (10, 0), (11, 1), (25, 15)])
def test_lateness_counts_whole_days_after_the_due_day(today, late):
    assert days_late(date(2022, 10, 10), date(2022, 10, today)) == late
