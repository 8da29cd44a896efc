"""What a source asks is put together once, and only where nothing but the moment can differ."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import BooleanField, DateField, DateTimeField, IntegerField, TextField, Value

from ovp_portal.accounts.models import User
from ovp_portal.notifications import sources, statements
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.reach import Part, within
from ovp_portal.notifications.sources import Branch
from tests.factories.portal import make_user
from tests.portal.notifications.union import union_of

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
EVERYBODY = frozenset(Audience.values)
CALLS: list[datetime] = []


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    monkeypatch.setattr(statements, "_kept", {})
    monkeypatch.setattr(statements, "_together", {})
    CALLS.clear()


def _rows(at: datetime, thing: str):
    return User.objects.filter(joined_at__lte=at).annotate(
        thing=Value(thing, output_field=TextField()),
        ladder=Value("plan", output_field=TextField()),
        chase=Value("table", output_field=TextField()),
        since_at=Value(at, output_field=DateTimeField()),
        deadline_on=Value(None, output_field=DateField()),
        round=Value(1, output_field=IntegerField()),
        is_prompt=Value(False, output_field=BooleanField()),
        who=Value(1, output_field=IntegerField()),
    )


def of_the_moment(at):
    CALLS.append(at)
    return [Branch(Audience.OWNER, _rows(at, "a"))]


def of_the_day(at):
    CALLS.append(at)
    return [Branch(Audience.OWNER, _rows(at, f"{at:%d}"))]


def of_the_database(at):
    CALLS.append(at)
    return [Branch(Audience.OWNER, _rows(at, str(User.objects.count())))]


def of_some_days(at):
    CALLS.append(at)
    return [Branch(Audience.OWNER, _rows(at, "a"))] if at.year == NOW.year else []


def test_what_differs_by_the_moment_alone_is_built_once_and_asked_with_each_moment():
    later = NOW + timedelta(hours=1)
    first, again = (union_of(of_the_moment, at, audiences=EVERYBODY) for at in (NOW, later))
    built = len(CALLS)
    anew = statements._union(of_the_moment(later), EVERYBODY)

    assert built == 2  # once for now and once for the comparison
    assert again == anew
    assert again[1] != first[1]


def test_the_days_that_the_ladders_reach_are_filled_in_each_in_its_place():
    def reach(day: int):
        return Part(Audience.OWNER, "table", ("plan",), date(2022, 10, day)), Part(
            Audience.OWNER, "table", ("plan",), date(2022, 10, day + 5)
        )

    later = NOW + timedelta(days=3)
    union_of(of_the_moment, NOW, audiences=EVERYBODY, reach=reach(2))
    built = len(CALLS)
    again = union_of(of_the_moment, later, audiences=EVERYBODY, reach=reach(5))
    swapped = union_of(of_the_moment, later, audiences=EVERYBODY, reach=reach(5)[::-1])

    assert built == len(CALLS) == 2
    assert again == statements._union(within(of_the_moment(later), reach(5)), EVERYBODY)
    assert swapped == statements._union(within(of_the_moment(later), reach(5)[::-1]), EVERYBODY)
    assert again[1] != swapped[1]


def test_nothing_within_reach_is_not_taken_for_everything():
    everything = union_of(of_the_moment, NOW, audiences=EVERYBODY)

    assert union_of(of_the_moment, NOW, audiences=EVERYBODY, reach=()) == ("", [])
    assert union_of(of_the_moment, NOW, audiences=EVERYBODY) == everything != ("", [])


@pytest.mark.parametrize("branches", [of_the_day, of_the_database, of_some_days])
def test_what_differs_by_more_than_the_moment_is_built_every_time(branches):
    union_of(branches, NOW, audiences=EVERYBODY)
    make_user()
    sql, parameters = union_of(branches, NOW + timedelta(days=1), audiences=EVERYBODY)

    assert statements._kept == {}
    assert (sql, parameters) == statements._union(branches(NOW + timedelta(days=1)), EVERYBODY)


def test_what_may_know_more_than_the_moment_is_built_every_time():
    thing = ["a"]

    def branches(at):
        return [Branch(Audience.OWNER, _rows(at, thing[0]))]

    union_of(branches, NOW, audiences=EVERYBODY)
    thing[0] = "b"

    assert "b" in union_of(branches, NOW, audiences=EVERYBODY)[1]


def test_the_same_statements_of_the_same_kinds_are_known_by_the_same_together():
    for _time in range(2):
        first = statements.asked_of(of_the_moment, NOW, audiences=EVERYBODY)[2]
        other = statements.asked_of(of_the_moment, NOW, audiences={Audience.OWNER})[2]
        built_anew = statements.asked_of(of_the_day, NOW, audiences=EVERYBODY)[2]

    together = statements.together([("a", first), ("b", other)])
    assert together is statements.together([("a", first), ("b", other)])
    others = [[("b", first), ("a", other)], [("a", other), ("b", first)], [("a", first)], [("a", other)]]
    assert len({id(statements.together(some)) for some in others} | {id(together)}) == 5
    assert statements.together([("a", first), ("b", built_anew)]) is None


def test_other_audiences_are_another_statement():
    assert union_of(of_the_moment, NOW, audiences=EVERYBODY)[0]
    assert union_of(of_the_moment, NOW, audiences={Audience.HEAD}) == ("", [])


@pytest.mark.parametrize("source", sources.registered(), ids=lambda source: source.kind)
def test_what_every_source_of_the_portal_asks_is_the_same_as_if_built_anew(source):
    union_of(source.branches, NOW, audiences=EVERYBODY)
    later = NOW + timedelta(days=400, hours=17)

    assert union_of(source.branches, later, audiences=EVERYBODY) == statements._union(source.branches(later), EVERYBODY)


def test_what_people_wait_for_most_is_built_once():
    for source in sources.registered():
        union_of(source.branches, NOW, audiences=EVERYBODY)

    kept = {branches for branches, *_rest in statements._kept}
    assert {"submission", "position", "review", "report_draft", "unreachable", "silence", "milestone"} <= {
        source.kind for source in sources.registered() if source.branches in kept
    }
