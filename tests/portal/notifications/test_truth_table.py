"""Any ladder, any history of a thing, any moments at which somebody looks: told is what a clerk with a notebook tells.

The clerk (`plain_rule.py`) calls nothing of the portal's. The portal reads its ladder from the database, asks its
source, and writes ledger and mails, as every minute of the clockwork does.
"""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import BooleanField, DateField, DateTimeField, IntegerField, TextField, Value
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import LadderVersion, Mail, Notification, ReminderStep
from ovp_portal.notifications.services.queue import queue_due
from ovp_portal.notifications.sources import PORTAL, Branch, Chase
from tests.factories.portal import make_organization, make_role, make_user
from tests.portal.notifications.plain_rule import Clerk, Owed, Step, Told

pytestmark = pytest.mark.django_db

SKOPJE = ZoneInfo("Europe/Skopje")
BEGINNINGS = [
    date(2022, 10, 1),
    date(2026, 12, 18),  # the holidays of two years
    date(2027, 3, 20),  # the hour that is skipped
    date(2027, 10, 23),  # the hour that comes twice
    date(2028, 2, 20),  # the leap day
]
DAYS = 40
PEOPLE = 6
"""Four who may owe something, a coordinator and his deputy; there is a national coordinator and a head besides."""


class Change(NamedTuple):
    """What happens to a thing so many hours after it began."""

    after: int
    what: str
    value: int


class Story(NamedTuple):
    """A thing from its beginning, in hours and days since the first morning."""

    begins: int
    due_in: int | None
    owner: int
    is_prompt: bool
    changes: list[Change]


@dataclasses.dataclass
class World:
    steps: list[Step]
    in_working_days: bool
    begins_on: date
    stories: list[Story]
    looks: list[int]

    def at(self, hours: int) -> datetime:
        return datetime.combine(self.begins_on, time(8), SKOPJE).astimezone(UTC) + timedelta(hours=hours)


AUDIENCES = ("owner", "substitute", "head", "coordinator", "national")
_audiences = st.sets(st.sampled_from(AUDIENCES), min_size=1, max_size=3).map(frozenset)
_openings = st.lists(_audiences.map(lambda audiences: Step(None, audiences)), max_size=1)
_days = st.dictionaries(st.integers(-12, 16), _audiences, min_size=1, max_size=5).map(
    lambda days: [Step(day, audiences) for day, audiences in days.items()]
)
_repeats = st.tuples(st.integers(1, 7), st.integers(1, 5))


@st.composite
def _steps(draw) -> list[Step]:
    days = draw(_days)
    if draw(st.booleans()):
        pause, times = draw(_repeats)
        days[-1] = days[-1]._replace(repeat_days=pause, repeats=times)
    return [*draw(_openings), *days]


_changes = st.lists(
    st.builds(
        Change,
        st.integers(1, 24 * 25),
        st.sampled_from(["extended", "returned", "delegated", "done"]),
        st.integers(0, 9),
    ),
    max_size=3,
).map(sorted)
_stories = st.builds(
    Story,
    st.integers(-24 * 3, 24 * 15),
    st.one_of(st.none(), st.integers(-3, 20)),
    st.integers(0, 3),
    st.booleans(),
    _changes,
)
_worlds = st.builds(
    World,
    _steps(),
    st.booleans(),
    st.sampled_from(BEGINNINGS),
    st.lists(_stories, min_size=1, max_size=5),
    # Hours and whole weeks are missed; what is looked at twice does no harm.
    st.lists(st.integers(-10, 24 * DAYS), min_size=4, max_size=14).map(sorted),
)


class People(NamedTuple):
    owners: list[int]
    coordinator: int
    substitute: int
    national: int
    head: int


def _people() -> People:
    ministry = make_organization(head_email="head@example.org")
    users = [make_user(organization=ministry) for _ in range(PEOPLE + 1)]
    make_role(users[6], Role.NATIONAL_COORDINATOR)
    return People([user.pk for user in users[:4]], users[4].pk, users[5].pk, users[6].pk, -ministry.pk)


def _state(number: int, story: Story, world: World, hours: int, people: People) -> Owed | None:
    """What an app would say of the thing at this hour."""
    since, round_, is_prompt, owner = story.begins, 1, story.is_prompt, story.owner
    due_on = None if story.due_in is None else world.begins_on + timedelta(days=story.due_in)
    if hours < story.begins:
        return None
    for change in story.changes:
        if hours < story.begins + change.after:
            break
        if change.what == "done":
            return None
        if change.what == "extended" and due_on:
            due_on += timedelta(days=change.value)
        if change.what == "returned":
            since, round_, is_prompt = story.begins + change.after, round_ + 1, True
        if change.what == "delegated":
            owner = change.value % 4
    parts = {
        "owner": frozenset({people.owners[owner]}),
        "substitute": frozenset({people.substitute}),
        "head": frozenset({people.head}),
        "coordinator": frozenset({people.coordinator}),
        "national": frozenset({people.national}),
    }
    return Owed(f"thing:{number}", world.at(since), due_on, parts, round_, is_prompt)


def _branches(owed: list[Owed]) -> list[Branch]:
    branches = []
    for thing in owed:
        for audience, people in thing.parts.items():
            rows = User.objects.filter(pk=next(iter(thing.parts["owner"]))).annotate(
                thing=Value(thing.thing, output_field=TextField()),
                ladder=Value(PORTAL, output_field=TextField()),
                chase=Value("table", output_field=TextField()),
                since_at=Value(thing.since, output_field=DateTimeField()),
                deadline_on=Value(thing.due_on, output_field=DateField()),
                round=Value(thing.round, output_field=IntegerField()),
                is_prompt=Value(thing.is_prompt, output_field=BooleanField()),
            )
            if audience != "national":
                (person,) = people
                rows = rows.annotate(who=Value(person, output_field=IntegerField()))
            branches.append(Branch(audience, rows))
    return branches


def _save_ladder(world: World) -> None:
    version = LadderVersion.objects.create(
        ladder=PORTAL,
        number=1,
        kinds=["table"],
        is_in_working_days=world.in_working_days,
        saved_at=timezone.now(),
    )
    for step in world.steps:
        ReminderStep(
            version=version, kind="table", day=step.day, audiences=sorted(step.audiences),
            repeat_days=step.repeat_days, repeats=step.repeats,
        ).save()  # fmt: skip


def _told_since(known: set[int]) -> set[Told]:
    rows = Notification.objects.filter(is_covered=False).exclude(pk__in=known)
    told = {Told(*row) for row in rows.values_list("who", "thing", "step")}
    known |= set(rows.values_list("pk", flat=True))
    return told


def _live(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people, now = _people(), []
    source = dataclasses.replace(
        sources.source_of("submission"), kind="table", branches=lambda at: _branches(now), chases=(Chase("table", "-"),)
    )
    monkeypatch.setattr(sources, "_sources", {"table": source})
    _save_ladder(world)
    country = "MK" if world.in_working_days else ""
    clerk = Clerk(world.steps, zone="Europe/Skopje", mail_hour=time(8), working_days=country)
    known: set[int] = set()
    for hours in world.looks:
        states = (_state(number, story, world, hours, people) for number, story in enumerate(world.stories))
        now[:] = [state for state in states if state]
        count = queue_due(at=world.at(hours))
        Mail.objects.filter(status=MailStatus.QUEUED).update(
            status=MailStatus.SENT, sent_at=timezone.now(), text="as it was sent"
        )

        expected = clerk.look(world.at(hours), now)

        assert _told_since(known) == expected, f"after {hours} hours"
        assert count == len({told.who for told in expected}), "one mail a person"
    assert {Told(*row) for row in Notification.objects.values_list("who", "thing", "step")} == clerk.notebook


def _check(world: World) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as monkeypatch:
        _live(world, monkeypatch)
        transaction.set_rollback(True)


_CALM = {
    "deadline": None,
    "database": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
}


@hypothesis_settings(max_examples=6, derandomize=True, **_CALM)
@given(world=_worlds)
def test_whatever_happens_to_a_thing_everybody_is_told_what_a_clerk_would_tell_him(world):
    _check(world)


@pytest.mark.faults
@hypothesis_settings(max_examples=250, **_CALM)
@given(world=_worlds)
def test_so_it_is_for_some_hundred_ladders_and_histories(world):
    _check(world)
