"""The ladder in Python: which steps there are, and when the next one comes."""

from datetime import date, time, timedelta

import pytest

from ovp_portal.lib.dates import WorkingDays, working_day
from ovp_portal.notifications.ladders import rungs
from ovp_portal.notifications.models import ReminderStep
from ovp_portal.notifications.steps import Clock, Ladder, step_key, still_holds

DUE_ON = date(2022, 10, 10)
WORKED = WorkingDays("MK", date(2022, 1, 1), date(2023, 12, 31))


def _ladder(
    *, working_days: WorkingDays | None = None, steps=((None, 0, 0), (-5, 0, 0), (0, 0, 0), (3, 7, 2))
) -> Ladder:
    saved = [
        ReminderStep(kind="submission", day=day, repeat_days=pause, repeats=times, audiences=["owner"])
        for day, pause, times in steps
    ]
    return Ladder("plan", "submission", Clock("Europe/Skopje", time(8), working_days), rungs(saved))


def test_repeated_steps_count_on_from_their_own_day():
    assert _ladder().days_for("owner") == (-5, 0, 3, 10, 17)
    assert _ladder().days_for("head") == ()
    assert _ladder().has_opening_for("owner")


def test_a_day_that_is_named_comes_before_one_that_is_repeated():
    ladder = _ladder(steps=((0, 3, 2), (3, 0, 0)))

    assert ladder.days_for("owner") == (0, 3, 6)


def test_what_was_missed_is_covered_from_the_opening_to_the_step_that_is_told():
    assert _ladder().reached("owner", after=-9, until=3) == (None, -5, 0, 3)
    assert _ladder().reached("owner", after=-2, until=0) == (None, 0)
    assert _ladder().reached("head", after=-9, until=3) == ()


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2022, 10, 1), date(2022, 10, 5)),
        (date(2022, 10, 5), DUE_ON),
        (date(2022, 10, 13), date(2022, 10, 20)),
        (date(2022, 10, 27), None),
    ],
)
def test_the_next_reminder_is_told(today, expected):
    assert _ladder().next_on("owner", since_on=date(2022, 10, 1), due_on=DUE_ON, today=today) == expected


def test_working_days_leave_out_weekends_and_holidays():
    """Friday 7 October 2022; Tuesday 11 October is a holiday in North Macedonia."""
    between = WORKED.between

    assert [between(DUE_ON, DUE_ON + timedelta(days=n)) for n in (-3, -2, -1, 0, 1, 2)] == [-1, -1, -1, 0, 0, 1]
    ladder = _ladder(working_days=WORKED, steps=((1, 0, 0),))
    assert ladder.next_on("owner", since_on=date(2022, 10, 1), due_on=DUE_ON, today=DUE_ON) == date(2022, 10, 12)


@pytest.mark.parametrize("due_on", [date(2022, 4, 29), date(2022, 10, 8), date(2022, 12, 30)])
def test_working_days_are_counted_as_on_the_calendar(due_on):
    """An independent count: each day is asked whether it is worked."""
    for away in range(-15, 16):
        today = due_on + timedelta(days=away)
        low, high = sorted([due_on, today])
        days = [low + timedelta(days=n) for n in range((high - low).days + 1)]
        worked = [day for day in days if working_day(day, "next", "MK") == day]
        if away > 0:
            assert WORKED.between(due_on, today) == len([day for day in worked if day != due_on])
        elif away < 0:
            after_today = [day for day in worked if day > today]
            assert WORKED.between(due_on, today) == -len([day for day in after_today if day < due_on]) - 1


def test_a_step_holds_for_its_round_and_its_due_day():
    key = step_key(round=1, due_on=DUE_ON, day=-5)

    assert key == "1:2022-10-10:-5"
    assert still_holds(key, round=1, due_on=DUE_ON)
    assert not still_holds(key, round=1, due_on=date(2022, 10, 20))
    assert not still_holds(key, round=2, due_on=DUE_ON)
    assert still_holds("2:opens", round=2, due_on=None)
    assert not still_holds("1:opens", round=2, due_on=DUE_ON)
