"""Every day of five years, with its two leap years' edges and ten changes of summer time; and a clock that jumps."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import BooleanField, CharField, DateField, DateTimeField, F, Func, IntegerField, Value
from django.utils import timezone

from ovp_portal.accounts.models import User
from ovp_portal.notifications import sources, sweep
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services import deliver_waiting
from ovp_portal.notifications.services.pauses import PAUSES
from ovp_portal.notifications.sources import Branch, Chase
from ovp_portal.notifications.steps import Clock, Ladder, Rung
from tests.factories.notifications import look, make_mail
from tests.factories.portal import make_user
from tests.factories.reports import make_member, make_submission
from tests.portal.notifications.plain_rule import Clerk, Owed, Step

pytestmark = pytest.mark.django_db

SKOPJE = ZoneInfo("Europe/Skopje")
DAYS = (-5, -2, 0, 1, 3, 10, 17)
OWNER = frozenset({"owner"})
BEGUN_BEFORE, BACK, AHEAD = 9, 20, 12
"""A thing begins nine days before its day; looked at are those that were due lately or are soon."""
SPECIAL = [
    *[date(year, 12, 28) + timedelta(days=n) for year in (2026, 2027) for n in range(8)],
    *[date(2027, 3, 22) + timedelta(days=n) for n in range(12)],
    *[date(2027, 10, 25) + timedelta(days=n) for n in range(12)],
    *[date(2028, 2, 24) + timedelta(days=n) for n in range(10)],
]
EVERY = [date(2026, 1, 1) + timedelta(days=n) for n in range((date(2030, 12, 31) - date(2026, 1, 1)).days + 1)]


class _Series(Func):
    """A row for each number."""

    function = "generate_series"
    set_returning = True
    output_field = IntegerField()


def _near(user: User, today: date) -> Branch:
    """One due for each day around today, in one statement."""
    due_on = Func(
        Value(today, output_field=DateField()), _Series(Value(-BACK), Value(AHEAD)),
        template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField(),
    )  # fmt: skip
    rows = User.objects.filter(pk=user.pk).annotate(deadline_on=due_on)
    return Branch(
        "owner",
        rows.annotate(
            thing=Func(F("deadline_on"), template="(%(expressions)s)::text", output_field=CharField()),
            ladder=Value("plan", output_field=CharField()),
            chase=Value("table", output_field=CharField()),
            since_at=Func(
                F("deadline_on"),
                template=f"timezone('Europe/Skopje', (%(expressions)s) - {BEGUN_BEFORE} + time '08:00')",
                output_field=DateTimeField(),
            ),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(False, output_field=BooleanField()),
            who=Value(user.pk, output_field=IntegerField()),
        ),
    )


def _found(user: User, at: datetime) -> dict[str, int | None]:
    today = at.astimezone(SKOPJE).date()
    source = dataclasses.replace(
        sources.source_of("submission"),
        kind="table",
        branches=lambda at: [_near(user, today)],
        chases=(Chase("table", "table"),),
    )
    rungs = tuple(Rung(day, OWNER) for day in (None, *DAYS))
    ladder = Ladder("plan", "table", Clock("Europe/Skopje", time(8)), rungs)
    return {step.thing: step.day for step in sweep.find(source, {("plan", "table"): ladder}, at, limit=1000)}


def _expected(clerk: Clerk, at: datetime) -> Iterator[tuple[str, int | None]]:
    today = at.astimezone(SKOPJE).date()
    for away in range(-BACK, AHEAD + 1):
        due_on = today + timedelta(days=away)
        since = datetime.combine(due_on - timedelta(days=BEGUN_BEFORE), time(8), SKOPJE).astimezone(UTC)
        reached = clerk.reached(Owed(str(due_on), since, due_on, {"owner": frozenset({1})}), "owner", at)
        if reached:
            yield str(due_on), reached[-1]


def _assert_right_on(days: list[date]) -> None:
    user = make_user()
    clerk = Clerk([Step(day, OWNER) for day in (None, *DAYS)], zone="Europe/Skopje", mail_hour=time(8))
    for day in days:
        morning = datetime.combine(day, time(8), SKOPJE).astimezone(UTC)
        expected = dict(_expected(clerk, morning))
        assert len(expected) > AHEAD
        assert _found(user, morning) == expected, day
        if day in SPECIAL:
            assert _found(user, morning - timedelta(seconds=1)) == {}, "before the mail hour"


def test_around_changes_of_summer_time_leap_days_and_new_year_each_step_is_reached_on_its_day():
    _assert_right_on(SPECIAL)


@pytest.mark.faults
def test_on_every_day_of_five_years_each_step_is_reached_on_its_day():
    _assert_right_on(EVERY)


def test_a_clock_an_hour_forward_and_back_tells_nothing_twice_and_loses_nothing():
    """Over the mail hour, twice; what was told early is not told again, and what follows comes in its time."""
    member = make_member(make_submission())

    def at(day: int, hour: int) -> datetime:
        return datetime(2022, 10, day, hour, 30, tzinfo=SKOPJE).astimezone(UTC)

    told = [look(at=at(5, hour)) for hour in (7, 8, 7, 8, 9, 8)]
    told += [look(at=at(day, 8)) for day in (4, 5, 6, 8, 7, 8)]

    assert told == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert list(Mail.objects.order_by("pk").values_list("address", flat=True)) == [member.email] * 2
    assert Notification.objects.filter(is_covered=False).count() == 2


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)], ids=["forward", "back"])
def test_a_real_clock_that_jumps_an_hour_delays_a_message_by_no_more_and_sends_it_once(jump, mailoutbox):
    """Pauses and leases run on it: a message queued before the jump goes out, and one that is sent stays sent."""
    sent = make_mail()
    now = timezone.now()
    waiting = make_mail(next_try_at=now + PAUSES[0])
    assert deliver_waiting(real_now=lambda: now) == 1

    for passed in (timedelta(), timedelta(minutes=2), timedelta(hours=1, minutes=2)):
        deliver_waiting(real_now=lambda passed=passed: now + jump + passed)

    assert [message.extra_headers["Message-ID"] for message in mailoutbox] == [sent.message_id, waiting.message_id]
    assert not Mail.objects.exclude(status=MailStatus.SENT).exists()
