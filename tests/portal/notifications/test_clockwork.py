"""Who may see whether the clockwork goes: a page for those who look after it, figures for monitoring."""

import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ovp_portal.local import ports
from ovp_portal.notifications.heartbeat import STANDS_STILL_AFTER, TICK, beat
from ovp_portal.notifications.models import Incident
from ovp_portal.worker_door import Door
from tests.factories.portal import make_national_coordinator, make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.7"
TOKEN = "a-long-random-text"


def _page(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/en/work/clockwork/").text


def test_the_page_says_in_a_sentence_that_all_is_well():
    beat(TICK, real_now=timezone.now())

    page = _page(make_national_coordinator())

    assert "The clockwork last ran:" in page
    assert "Nothing is overdue." in page
    assert "Nothing so far." in page
    assert "The administrators are told" not in page


def test_the_page_says_what_is_wrong_and_was():
    now = timezone.now()
    beat(TICK, real_now=now - timedelta(minutes=12))
    Incident.objects.create(
        kind="waiting", begun_at=now, seen_at=now, ended_at=now, told_at=now, told_to=["duty@example.org"], fault="<b>"
    )

    page = _page(make_user(is_superuser=True))

    assert "It has stood still for 12 minutes" in page
    assert "duty@example.org" in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_asks_no_query_per_incident(rows, django_assert_max_num_queries):
    now = timezone.now()
    for number in range(rows):
        Incident.objects.create(
            kind="still", begun_at=now, seen_at=now, ended_at=now, told_at=now, told_to=[f"{number}@example.org"]
        )
    client = Client()
    client.force_login(make_national_coordinator())
    client.get("/en/work/clockwork/")

    with django_assert_max_num_queries(32):
        assert client.get("/en/work/clockwork/").text.count("@example.org</td>") == rows


def test_figures_are_for_this_machine_and_for_who_has_the_token(settings):
    settings.METRICS_TOKEN = TOKEN
    client = Client()

    def status(**given):
        return client.get(reverse("metrics"), **given).status_code

    assert status(REMOTE_ADDR="127.0.0.1") == status(REMOTE_ADDR="::1") == 200
    assert status(REMOTE_ADDR=ELSEWHERE) == 404
    assert status(REMOTE_ADDR="") == 404
    assert status(REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION=f"Bearer {TOKEN}") == 200
    assert status(REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION=f"Bearer {TOKEN}x") == 404
    assert status(REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION="Bearer ќ") == 404
    assert "portal_reminders_overdue" in client.get(reverse("metrics")).text


@pytest.mark.parametrize("header", ["X_FORWARDED_FOR", "X_FORWARDED_PROTO", "FORWARDED", "VIA"])
def test_a_visitor_who_comes_through_a_proxy_of_this_machine_is_a_stranger(header):
    assert Client().get(reverse("metrics"), REMOTE_ADDR="127.0.0.1", **{f"HTTP_{header}": ELSEWHERE}).status_code == 404


def test_without_a_token_nobody_guesses_the_empty_one(settings):
    settings.METRICS_TOKEN = ""

    answer = Client().get(reverse("metrics"), REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION="Bearer ")

    assert answer.status_code == 404


def _ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def door():
    door, port = Door(), ports.next_free(19000)
    door.open(port)
    yield port
    door.server.shutdown()
    door.server.server_close()


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_ready_while_the_clockwork_ticks(door):
    now = timezone.now()
    assert _ask(door, "/readyz")[0] == 503, "it did not tick yet"

    beat(TICK, real_now=now - STANDS_STILL_AFTER + timedelta(minutes=1))
    assert _ask(door, "/readyz")[0] == 200

    beat(TICK, real_now=now)
    assert _ask(door, "/readyz")[0] == 200
    from ovp_portal.notifications.models import Heartbeat

    Heartbeat.objects.update(last_at=now - STANDS_STILL_AFTER - timedelta(seconds=1))
    code, said = _ask(door, "/readyz")
    assert (code, '"stands still"' in said) == (503, True)


@pytest.mark.django_db(transaction=True)
def test_the_worker_has_the_same_figures_and_nothing_else(door):
    assert "portal_trouble" in _ask(door, "/metrics")[1]
    assert _ask(door, "/healthz") == (200, "ok")
    assert _ask(door, "/")[0] == _ask(door, "/work/")[0] == 404


def test_a_port_that_is_taken_keeps_no_worker_from_its_work(door, caplog):
    other = Door()

    other.open(door)

    assert other.server is None
    assert "cannot be had" in caplog.text
