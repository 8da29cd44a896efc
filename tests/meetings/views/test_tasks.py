"""The pages of tasks: who sees them, and what each may do there."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from commitments.enums import MemberRole
from meetings.follow_up_enums import EntryKind
from meetings.forms.follow_ups import FORMS
from meetings.services import date_requests, follow_ups
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.follow_ups import DUE, make_task
from tests.factories.meetings import NOW

pytestmark = pytest.mark.django_db

GIVEN = {"at": NOW, "on": NOW.date()}
LATER = DUE + timedelta(days=14)


@pytest.fixture(scope="module", autouse=True)
def shared_part(shared_database):
    seat = make_membership(group=make_commitment().group)
    return make_task(group=seat.group, owner=f"member-{seat.pk}").parts.get()


@pytest.fixture
def part(shared_part, again):
    return again(shared_part)


@pytest.fixture
def seat(part):
    return part.seat


def _send(client, user, part, act: str, **typed):
    client.force_login(user)
    return client.post(part.get_absolute_url(), {"act": act, **{f"{act}-{name}": said for name, said in typed.items()}})


def _buttons(response) -> set[str]:
    return {act for act in FORMS if f'name="act" value="{act}"' in response.text}


def test_a_task_is_for_the_members_of_its_group(client, part, seat):
    other, stranger = make_membership(group=seat.group), make_membership()
    coordinator = part.follow_up.conclusion.note.created_by

    seen = {}
    for name, user in [
        ("owner", seat.user),
        ("other", other.user),
        ("coordinator", coordinator),
        ("no", stranger.user),
    ]:
        client.force_login(user)
        answers = [client.get(page) for page in (part.follow_up.get_absolute_url(), part.get_absolute_url())]
        seen[name] = [(one.status_code, _buttons(one)) for one in answers]

    assert seen == {
        "owner": [(200, {"report", "ask"})] * 2,
        "other": [(200, set())] * 2,
        "coordinator": [(200, {"report", "move", "drop"})] * 2,
        "no": [(404, set())] * 2,
    }


def test_the_owner_reports_it_done_and_is_answered(client, part, seat):
    response = _send(client, seat.user, part, "report", outcome="done", text="Доставено на 6 октомври.")

    assert response.status_code == 302
    part.refresh_from_db()
    assert part.done_on == NOW.date()
    page = client.get(response.url)
    assert "Доставено на 6 октомври." in page.text
    assert _buttons(page) == set()


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(client, part, seat):
    progress = _send(client, seat.user, part, "report", outcome="progress")
    asked = _send(client, seat.user, part, "ask", wanted_on="16.10.2022", reason="Одмори <b>.")

    assert (progress.status_code, asked.status_code) == (422, 422)
    assert progress.context["refused"].errors["text"]
    assert asked.context["refused"].errors["wanted_on"]
    assert "Одмори &lt;b&gt;." in asked.text
    assert part.entries.count() == 1


def test_a_request_goes_to_the_coordinator_who_grants_another_day(client, part, seat):
    coordinator = part.follow_up.conclusion.note.created_by
    _send(client, seat.user, part, "ask", wanted_on="31.10.2022", reason="Одмори.")
    client.force_login(coordinator)
    page = client.get(part.get_absolute_url())
    assert (_buttons(page), "31.10.2022" in page.text) == ({"answer", "report", "move", "drop"}, True)

    _send(client, coordinator, part, "answer", verdict="grant", granted_on="24.10.2022")

    part.refresh_from_db()
    assert (part.due_on.day, part.first_due_on) == (24, DUE)
    client.force_login(seat.user)
    assert "24 октомври 2022" in client.get(part.get_absolute_url()).text


def test_an_act_that_came_too_late_is_told_and_changes_nothing(client, part, seat):
    follow_ups.report_done(part=part, by=seat.user, **GIVEN)

    response = _send(client, seat.user, part, "report", outcome="done")

    assert response.status_code == 302
    assert [row.kind for row in part.entries.all()] == [EntryKind.OPENED, EntryKind.DONE]


@pytest.mark.parametrize("act", ["move", "drop", "answer", "reopen", "nonsense", ""])
def test_who_does_not_lead_cannot_do_what_the_coordinator_does(client, part, act):
    other = make_membership(group=part.follow_up.group)

    response = _send(client, other.user, part, act, text="А", due_on="31.10.2022", verdict="grant")

    assert response.status_code == 403
    assert part.entries.count() == 1


def test_a_part_of_another_task_is_not_found(client, part, seat):
    other = make_task(group=seat.group, owner=f"member-{seat.pk}")
    client.force_login(seat.user)

    assert client.get(reverse("meetings:task_part", args=[other.pk, part.pk])).status_code == 404


def test_an_observer_reads_and_reports_nothing(client, part, seat):
    watcher = make_membership(group=seat.group, organization=seat.organization, role=MemberRole.OBSERVER)

    assert _send(client, watcher.user, part, "report", outcome="done").status_code == 403


def test_hostile_words_are_shown_as_words(client, seat):
    task = make_task(group=seat.group, owner=f"member-{seat.pk}", text="<script>alert(1)</script> Да се достават.")
    part = task.parts.get()
    _send(client, seat.user, part, "report", outcome="progress", text="<img src=x onerror=alert(1)>")

    for page in (part.get_absolute_url(), reverse("meetings:tasks")):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_asks_nothing_per_task(client, rows, django_assert_num_queries):
    seat = make_membership(group=make_commitment().group)
    for _row in range(rows):
        task = make_task(group=seat.group)
    client.force_login(seat.user)
    client.get(reverse("meetings:tasks"))

    with django_assert_num_queries(12):
        response = client.get(reverse("meetings:tasks"), {"group": seat.group_id})

    assert len(response.context["rows"]) == rows
    assert response.context["counts"]["total"] == task.parts.count() * rows


def test_closed_tasks_are_a_list_of_their_own(client, part, seat):
    follow_ups.report_done(part=part, by=seat.user, **GIVEN)
    client.force_login(seat.user)

    shown = [client.get(reverse("meetings:tasks"), {"show": show}).context["rows"] for show in ("open", "closed")]

    assert [len(rows) for rows in shown] == [0, 1]


def test_the_page_of_a_task_asks_as_much_for_a_long_history(client, part, seat, django_assert_num_queries):
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", by=seat.user, **GIVEN)
    client.force_login(seat.user)
    client.get(part.get_absolute_url())
    for number in range(5):
        follow_ups.report_progress(part=part, text=f"Чекор {number}.", by=seat.user, **GIVEN)

    with django_assert_num_queries(16):
        page = client.get(part.get_absolute_url())

    assert page.text.count("Чекор ") == 5
    assert asked.reason in page.text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, ["2 days late"] * 3),
        (0, ["due today"] * 3),
        (1, ["1 day left"] * 3),
        (7, ["7 days left"] * 3),
        (8, [None] * 3),
    ],
)
def test_late_today_and_soon_are_said_in_words_wherever_a_due_date_stands(client, part, seat, monkeypatch, days, words):
    """In the list, on the task's page and on the public page of its note."""
    now = datetime.combine(DUE - timedelta(days=days), time(9), tzinfo=UTC)
    monkeypatch.setattr("ovp_portal.clock.now", lambda: now)
    client.force_login(seat.user)
    note = part.follow_up.conclusion.note
    with translation.override("en"):
        pages = [reverse("meetings:tasks"), part.follow_up.get_absolute_url(), reverse("public:note", args=[note.pk])]
        shown = [client.get(page).text for page in pages]

    found = [re.search(r'class="(?:near|late)">(?:<svg.*?</svg>)?([^<]+)<', page, re.DOTALL) for page in shown]
    assert [one and one[1] for one in found] == words
