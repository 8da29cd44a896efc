"""The truth table of the ladder: what the database finds, against a plain reading of the rules."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import BooleanField, DateField, DateTimeField, IntegerField, TextField, Value

from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.lib.dates import WorkingDays, local_moment
from ovp_portal.notifications import sources, sweep
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.models import Notification
from ovp_portal.notifications.sources import Branch, Chase
from ovp_portal.notifications.steps import Clock, Ladder, Rung
from tests.factories.portal import make_role, make_user

pytestmark = pytest.mark.django_db

SKOPJE = ZoneInfo("Europe/Skopje")
WORKED = WorkingDays("MK", date(2022, 1, 1), date(2028, 12, 31))
OWNER, HEAD, COORDINATOR, NATIONAL = Audience.OWNER, Audience.HEAD, Audience.COORDINATOR, Audience.NATIONAL
RUNGS = (
    Rung(None, frozenset({OWNER})),
    Rung(-5, frozenset({OWNER})),
    Rung(-2, frozenset({OWNER})),
    Rung(0, frozenset({OWNER})),
    Rung(1, frozenset({OWNER, COORDINATOR})),
    Rung(3, frozenset({OWNER, HEAD, COORDINATOR})),
    Rung(10, frozenset({OWNER, NATIONAL})),
    Rung(17, frozenset({OWNER, NATIONAL})),
)


def _rows(user, *, thing: str, since_at: datetime, due_on: date | None, is_prompt: bool, has_who: bool):
    rows = User.objects.filter(pk=user.pk).annotate(
        thing=Value(thing, output_field=TextField()),
        ladder=Value("plan", output_field=TextField()),
        chase=Value("table", output_field=TextField()),
        since_at=Value(since_at, output_field=DateTimeField()),
        deadline_on=Value(due_on, output_field=DateField()),
        round=Value(1, output_field=IntegerField()),
        is_prompt=Value(is_prompt, output_field=BooleanField()),
    )
    return rows.annotate(who=Value(user.pk, output_field=IntegerField())) if has_who else rows


def _find(branches, at: datetime, working_days=None) -> dict[str, int | None]:
    source = dataclasses.replace(
        sources.source_of("submission"),
        kind="table",
        branches=lambda at: branches,
        chases=(Chase("table", "table"),),
        is_optional=False,
    )
    ladder = Ladder("plan", "table", Clock("Europe/Skopje", time(8), working_days), RUNGS)
    return {step.thing: step.day for step in sweep.find(source, {("plan", "table"): ladder}, at, limit=10_000)}


def _step_on(due_on: date, day: int, working_days) -> date:
    """The day of a step, walked day by day."""
    if not working_days or day == 0:
        return due_on + timedelta(days=day)
    found, left = due_on, abs(day)
    while left:
        found += timedelta(days=1 if day > 0 else -1)
        left -= working_days.between(found - timedelta(days=1), found) > 0
    return found


def _expected(audience: str, due_on: date | None, since_on: date, at: datetime, *, is_prompt: bool, working_days):
    """ "nothing", or the step that a plain reading of the rules tells."""
    local = at.astimezone(SKOPJE)
    if local.time() < time(8):
        return None if is_prompt and audience == OWNER else "nothing"
    told: int | str | None = None if audience == OWNER else "nothing"
    for rung in RUNGS:
        if rung.day is None or due_on is None or audience not in rung.audiences:
            continue
        if since_on < _step_on(due_on, rung.day, working_days) <= local.date():
            told = rung.day
    return told


@pytest.mark.parametrize("working_days", [None, WORKED], ids=["calendar days", "working days"])
@pytest.mark.parametrize("audience", [OWNER, HEAD, COORDINATOR, NATIONAL])
@pytest.mark.parametrize("hour", [7, 8, 23])
def test_every_step_audience_and_day_is_found_as_the_rules_say(audience, hour, working_days):
    user = make_user()
    make_role(user, Role.NATIONAL_COORDINATOR)
    at = datetime(2022, 10, 12, hour, 30, tzinfo=SKOPJE).astimezone(UTC)
    branches, expected = [], {}
    for is_prompt in (True, False):
        for begun in (1, 4, 40):
            since_at = local_moment(date(2022, 10, 12) - timedelta(days=begun), time(8), SKOPJE)
            since_on = since_at.astimezone(SKOPJE).date()
            for away in [*range(-30, 15), None]:
                due_on = None if away is None else date(2022, 10, 12) + timedelta(days=away)
                name = f"{begun}:{away}:{is_prompt}"
                rows = _rows(
                    user,
                    thing=name,
                    since_at=since_at,
                    due_on=due_on,
                    is_prompt=is_prompt,
                    has_who=audience != NATIONAL,
                )
                branches.append(Branch(audience, rows))
                expected[name] = _expected(
                    audience, due_on, since_on, at, is_prompt=is_prompt, working_days=working_days
                )

    assert _find(branches, at, working_days) == {name: day for name, day in expected.items() if day != "nothing"}


def test_what_is_in_the_ledger_is_not_found_again():
    user = make_user()
    at = datetime(2022, 10, 12, 9, tzinfo=SKOPJE)
    since_at = datetime(2022, 10, 1, 9, tzinfo=SKOPJE)
    branch = Branch(
        OWNER,
        _rows(user, thing="t:1", since_at=since_at, due_on=date(2022, 10, 11), is_prompt=False, has_who=True),
    )
    assert _find([branch], at) == {"t:1": 1}

    Notification.objects.create(recipient=user, kind="table", thing="t:1", step="1:2022-10-11:+1", queued_at=at)

    assert _find([branch], at) == {}


@pytest.mark.parametrize("due_on", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_each_step_comes_once_over_changes_of_summer_time_and_a_leap_day(due_on):
    """Looked at every two hours, a step appears at the first look after the mail hour of its own day."""
    user = make_user()
    since_at = datetime.combine(due_on - timedelta(days=9), time(8), SKOPJE).astimezone(UTC)
    row = Branch(OWNER, _rows(user, thing="t", since_at=since_at, due_on=due_on, is_prompt=False, has_who=True))
    seen: dict[int | None, datetime] = {}
    at = since_at
    while at < since_at + timedelta(days=28):
        if (step := _find([row], at).get("t", "none")) != "none":
            seen.setdefault(step, at)
        at += timedelta(hours=2)

    assert list(seen) == [None, -5, -2, 0, 1, 3, 10, 17]
    for day, moment in seen.items():
        local = moment.astimezone(SKOPJE)
        assert local.date() == (due_on + timedelta(days=-9 if day is None else day))
        assert time(8) <= local.time() < time(10)
