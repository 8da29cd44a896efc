from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ovp_portal.notifications import steps
from ovp_portal.notifications.steps import Ladder

SKOPJE = ZoneInfo("Europe/Skopje")
DUE_ON = date(2022, 10, 10)
LADDER = Ladder.of([3, -5, -2, 0, 1], 7, 2, time(8, 0), "Europe/Skopje")


def _at(day: int, hour: int = 8, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, minute, tzinfo=SKOPJE).astimezone(UTC)


def _reached(at: datetime, **given) -> list[str]:
    fields = {"ladder": LADDER, "round": 1, "since_at": _at(1), "due_on": DUE_ON, "is_prompt": False}
    return [step.key for step in steps.reached(**fields | given, at=at)]


OPENS, FIVE, TWO = "1:opens", "1:2022-10-10:-5", "1:2022-10-10:-2"
DAY, ONE, THREE = "1:2022-10-10:+0", "1:2022-10-10:+1", "1:2022-10-10:+3"
WEEK, FORTNIGHT = "1:2022-10-10:+10", "1:2022-10-10:+17"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (_at(30, month=9, hour=23), []),
        (_at(1, 7, 59), []),
        (_at(1), [OPENS]),
        (_at(4, 23, 59), [OPENS]),
        (_at(5, 7, 59), []),
        (_at(5), [OPENS, FIVE]),
        (_at(7, 9), [OPENS, FIVE]),
        (_at(8), [OPENS, FIVE, TWO]),
        (_at(10, 23, 59), [OPENS, FIVE, TWO, DAY]),
        (_at(11), [OPENS, FIVE, TWO, DAY, ONE]),
        (_at(13), [OPENS, FIVE, TWO, DAY, ONE, THREE]),
        (_at(20), [OPENS, FIVE, TWO, DAY, ONE, THREE, WEEK]),
        (_at(27), [OPENS, FIVE, TWO, DAY, ONE, THREE, WEEK, FORTNIGHT]),
        (_at(24, month=12), [OPENS, FIVE, TWO, DAY, ONE, THREE, WEEK, FORTNIGHT]),
    ],
)
def test_a_step_is_reached_from_its_morning_on_and_stays_reached(at, expected):
    assert _reached(at) == expected


def test_a_prompt_opening_is_reached_at_its_moment_and_its_days_wait_for_the_morning():
    returned = {"round": 2, "since_at": _at(12, 23, 15), "due_on": date(2022, 10, 17), "is_prompt": True}

    assert _reached(_at(12, 23, 14), **returned) == []
    assert _reached(_at(12, 23, 15), **returned) == ["2:opens"]
    assert _reached(_at(15, 3), **returned) == ["2:opens"]
    assert _reached(_at(15, 8), **returned) == ["2:opens", "2:2022-10-17:-2"]


def test_a_day_that_is_not_after_the_opening_is_no_step():
    assert _reached(_at(10), since_at=_at(8, 8)) == [OPENS, DAY]
    assert _reached(_at(10), since_at=_at(10, 7, 30)) == [OPENS]


def test_a_moved_due_date_is_counted_down_anew():
    assert _reached(_at(12), due_on=date(2022, 10, 17)) == [OPENS, "1:2022-10-17:-5"]


def test_what_has_no_due_date_has_its_opening_alone():
    assert _reached(_at(20), due_on=None) == [OPENS]
    assert steps.next_on(ladder=LADDER, since_at=_at(1), due_on=None, at=_at(3)) is None


def test_without_repeats_the_last_day_is_the_last():
    ladder = Ladder.of([0], 0, 8, time(8), "Europe/Skopje")

    assert _reached(_at(30), ladder=ladder) == [OPENS, DAY]
    assert ladder.offsets() == (0,)
    assert Ladder.of([], 7, 2, time(8), "Europe/Skopje").offsets() == (7, 14)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (_at(1), date(2022, 10, 5)),
        (_at(5, 7), date(2022, 10, 8)),
        (_at(8), date(2022, 10, 10)),
        (_at(13), date(2022, 10, 20)),
        (_at(27), None),
    ],
)
def test_the_next_reminder_is_told(at, expected):
    assert steps.next_on(ladder=LADDER, since_at=_at(1), due_on=DUE_ON, at=at) == expected


@pytest.mark.parametrize("due_on", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_each_step_comes_once_over_changes_of_summer_time_and_a_leap_day(due_on):
    """Looked at every half hour, a step appears at one look, at the mail hour of its own day."""
    since_at = datetime.combine(due_on - timedelta(days=9), time(8), SKOPJE).astimezone(UTC)
    seen: dict[str, datetime] = {}
    at = since_at
    while at < since_at + timedelta(days=30):
        for step in steps.reached(ladder=LADDER, round=1, since_at=since_at, due_on=due_on, is_prompt=False, at=at):
            seen.setdefault(step.key, at)
        at += timedelta(minutes=30)

    hours = {moment.astimezone(SKOPJE).time() for moment in seen.values()}
    days = [(moment.astimezone(SKOPJE).date() - due_on).days for moment in seen.values()]
    assert hours == {time(8)}
    assert days == [-9, -5, -2, 0, 1, 3, 10, 17]
