"""What a look asks for: every due of which a step may be reached, and nothing that is far."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ovp_portal.lib.dates import WorkingDays
from ovp_portal.notifications import statements
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.reach import reach_of, within
from ovp_portal.notifications.sources import source_of
from ovp_portal.notifications.steps import Clock, Ladder, Rung
from tests.portal.notifications.union import union_of

AT = datetime(2022, 10, 8, 9, tzinfo=ZoneInfo("Europe/Skopje"))
WORKED = WorkingDays("MK", date(2019, 1, 1), date(2025, 12, 31))
OWNER, HEAD = Audience.OWNER, Audience.HEAD


@pytest.mark.parametrize("working_days", [None, WORKED], ids=["calendar days", "working days"])
@pytest.mark.parametrize("day", [-90, -14, -5, -1, 0, 1, 3, 10, 59, 180])
def test_the_last_due_day_of_a_step_is_the_last_of_which_so_many_days_have_elapsed(day, working_days):
    clock = Clock("Europe/Skopje", time(8), working_days)
    for number in range(30):
        today = date(2022, 4, 20) + timedelta(days=number)
        last = clock.last_with(day, today)
        assert clock.elapsed(last, today) >= day
        assert clock.elapsed(last + timedelta(days=1), today) < day


def _ladder(*rungs: Rung, key: str = "plan") -> Ladder:
    return Ladder(key, "submission", Clock("Europe/Skopje", time(8)), rungs)


def test_where_an_opening_is_a_step_everything_is_within_reach_and_else_what_is_near():
    opened = _ladder(Rung(None, frozenset({OWNER})), Rung(3, frozenset({OWNER, HEAD})))

    assert {(part.audience, part.latest) for part in reach_of([opened], AT)} == {
        (OWNER, None),
        (HEAD, date(2022, 10, 5)),
    }
    assert reach_of([_ladder(Rung(-5, frozenset({OWNER})))], AT)[0].latest == date(2022, 10, 13)


def test_ladders_that_reach_as_far_are_asked_for_together():
    ladders = [_ladder(Rung(-5, frozenset({OWNER})), key=key) for key in ("one", "other")]

    (part,) = reach_of(ladders, AT)

    assert part.ladders == ("one", "other")


@pytest.mark.django_db
def test_a_statement_within_reach_is_kept_from_day_to_day_and_is_the_same_as_if_built_anew(monkeypatch):
    monkeypatch.setattr(statements, "_kept", {})
    source, later = source_of("submission"), AT + timedelta(days=1, hours=5)
    ladders = [_ladder(Rung(-5, frozenset({OWNER}))), _ladder(Rung(None, frozenset({OWNER})), key="other")]
    first, reach = (reach_of(ladders, at) for at in (AT, later))
    union_of(source.branches, AT, audiences=Audience.values, reach=first)
    (kept,) = statements._kept.values()

    again = union_of(source.branches, later, audiences=Audience.values, reach=reach)

    assert list(statements._kept.values()) == [kept]
    assert again == statements._union(within(source.branches(later), reach), set(Audience.values))
    assert date(2022, 10, 14) in again[1]
    assert {AT, date(2022, 10, 13)}.isdisjoint(again[1])
