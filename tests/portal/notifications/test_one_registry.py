"""Every kind of due in every reader: the list, the overviews, the calendar, the mail; and punctuality says the same."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from commitments.enums import MemberRole
from ovp_portal import clock
from ovp_portal.accounts.models import User
from ovp_portal.calendars import dues as calendars
from ovp_portal.notifications import ladders, registry, sources, sweep
from ovp_portal.notifications.services.letters import compose
from reports.enums import SubmissionStatus
from reports.public.queries.punctuality import punctuality
from reports.waiting import waiting_for
from tests.factories.portal import make_national_coordinator
from tests.factories.reports import bring_to, coordinator_of, make_quarter
from tests.portal.notifications.letters_world import DAYS, at, story_of
from tests.portal.notifications.test_letters import QUICK

pytestmark = pytest.mark.django_db

NEWS = ("publication", "note_recalled")
ASKED = (
    "submission", "returned", "review", "position", "report_draft", "report_circulate", "report_approve", "task",
    "milestone", "silence", "invitation",
)  # fmt: skip
"""What the portal was asked to chase, kind by kind."""
OWED = [kind for kind in DAYS if kind not in (*NEWS, "unreachable")]
"""Whom no mail reaches is a task of the coordinator alone, and stands in the forecast."""


def test_everything_that_was_asked_for_is_registered():
    assert set(ASKED) <= set(sources.chases())
    assert set(DAYS) == set(sources.chases()), "a kind without a story is in no reader's test"


@pytest.mark.parametrize(
    "kind", [kind if kind in QUICK else pytest.param(kind, marks=pytest.mark.faults) for kind in OWED]
)
def test_a_kind_is_found_by_every_reader_that_it_concerns_and_by_nobody_else(kind):
    story_of(kind)
    moment = at(DAYS[kind][-1])
    source = sources.source_of("submission" if kind == "returned" else kind)
    people = {user.pk: user for user in User.objects.filter(is_active=True)}
    known = ladders.ladders(moment)
    dues = [due for due in sweep.dues_of([source], known, list(people), moment) if due.ladder.kind == kind]
    assert dues
    seen = 0
    for pk, user in people.items():
        mine = {due.thing: due for due in dues if due.who == pk and due.audience in source.listed_for}
        others = {due.thing: due for due in dues if due.who == pk and due.thing not in mine}
        matters = source.load([*mine, *others], moment)
        titles = [source.words(due, matters[thing], moment.date()).title for thing, due in mine.items()]
        listed = [row.title for row in waiting_for(user, moment)]
        assert set(titles) <= set(listed)
        in_calendar = {event.key for event in calendars.events(user, moment)}
        assert {f"due:{pk}:{source.kind}:{thing}" for thing, due in mine.items() if due.due_on} <= in_calendar
        overview = registry.owed_by_others([source], pk, moment)
        assert {due.thing for due in overview if due.ladder.kind == kind} == set(others)
        assert len(registry.as_owed(overview, moment)) == len(overview)
        if mine:
            thing, due = next(iter(mine.items()))
            told = {pk: {(source.kind, thing): f"{due.round}:opens"}}
            lines = compose(told, known, moment)[pk].lines
            assert set(mine) <= {line.due.thing for line in lines if line.due.kind == source.kind}
        seen += len(mine) + len(others)
    assert seen >= (1 if kind == "invitation" else 2), "who owes it, and who looks after him"


def test_the_overview_shows_the_coordinator_his_groups_and_the_national_coordinator_everything(client, monkeypatch):
    moment = datetime(2022, 10, 12, 9, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    mine, other = make_quarter(), make_quarter()

    def rows(user: User) -> list:
        client.force_login(user)
        response = client.get(reverse("reports:owed"))
        return [(row.owed_by, row.days_late) for row in response.context["rows"] if row.due_on.year == 2022]

    assert rows(coordinator_of(mine)) == [(mine.organization, 2)]
    everything = [who for who, _days in rows(make_national_coordinator())]
    assert {mine.organization, other.organization} <= set(everything)
    member = mine.group.memberships.get(role=MemberRole.MEMBER).user
    client.force_login(member)
    assert client.get(reverse("reports:owed")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_asks_as_much_for_many_as_for_one(rows, monkeypatch, django_assert_max_num_queries):
    moment = datetime(2022, 10, 12, 9, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    client, submission = Client(), make_quarter(members=rows)
    client.force_login(coordinator_of(submission))
    client.get(reverse("reports:owed"))

    with django_assert_max_num_queries(25):
        assert len(client.get(reverse("reports:owed")).context["rows"]) == rows


@pytest.mark.parametrize("status", SubmissionStatus.values)
def test_punctuality_calls_open_what_the_registry_calls_owed(status):
    submission = bring_to(make_quarter(), status)
    moment = datetime(2022, 10, 20, 9, tzinfo=UTC)
    person = coordinator_of(submission).pk
    dues = sweep.dues_of([sources.source_of("submission")], ladders.ladders(moment), [person], moment)

    account = punctuality(periods=[submission.period], plan=submission.commitment.plan, at=moment).accounts[0]

    assert (account.last.handed_in_on is None) is bool(dues)
