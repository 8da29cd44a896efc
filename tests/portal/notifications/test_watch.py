"""The administrators are told when the clockwork stands still: once, again after hours, and when it is over."""

import contextlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from ovp_portal.accounts.models import RoleGrant
from ovp_portal.notifications import watchman
from ovp_portal.notifications.enums import Trouble
from ovp_portal.notifications.heartbeat import TICK, beat
from ovp_portal.notifications.models import Incident
from ovp_portal.notifications.services.watch import AGAIN_AFTER, CONFIRMED_AFTER, watch
from ovp_portal.notifications.watchman import Duty, Lookout, Watchman
from tests.factories.portal import make_national_coordinator, make_user
from tests.factories.reports import NOW
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def start():
    """A clockwork that ticked a moment ago, and a national coordinator who reads English."""
    make_national_coordinator(email="national@example.org", language="en")
    now = timezone.now()
    beat(TICK, real_now=now)
    return now


def _look(now):
    watch(at=NOW, real_now=now)


def _told(mailoutbox):
    return [(message.to, message.subject) for message in mailoutbox]


def test_a_clockwork_that_stands_still_is_told_within_five_minutes_and_once(start, mailoutbox):
    told_after = None
    for half_minutes in range(120):
        _look(start + half_minutes * MINUTE / 2)
        if mailoutbox and told_after is None:
            told_after = half_minutes * MINUTE / 2

    assert told_after < timedelta(minutes=5)
    assert _told(mailoutbox) == [(["national@example.org"], "Alarm: the clockwork stands still")]
    assert "It has stood still for 4 minutes" in mailoutbox[0].body
    assert "/en/work/clockwork/" in mailoutbox[0].body
    assert Incident.objects.get().told_to == ["national@example.org"]


def test_a_watch_that_looks_only_once_a_minute_is_in_time_too(start, mailoutbox):
    minutes = 0
    while not mailoutbox:
        minutes += 1
        _look(start + minutes * MINUTE)

    assert minutes <= 5


def test_while_it_lasts_it_is_told_again_after_hours(start, mailoutbox):
    _look(start + 4 * MINUTE)
    _look(start + 5 * MINUTE)
    _look(start + 4 * MINUTE + AGAIN_AFTER)
    assert len(mailoutbox) == 1

    _look(start + 5 * MINUTE + AGAIN_AFTER)
    _look(start + 6 * MINUTE + AGAIN_AFTER)

    assert len(mailoutbox) == 2
    assert Incident.objects.count() == 1


def test_when_it_is_over_those_who_were_told_are_told_once(start, mailoutbox):
    _look(start + 4 * MINUTE)
    _look(start + 5 * MINUTE)
    RoleGrant.objects.update(revoked_at=start)
    beat(TICK, real_now=start + 9 * MINUTE)
    for minutes in (9, 10, 11):
        _look(start + minutes * MINUTE)

    assert _told(mailoutbox)[1:] == [(["national@example.org"], "Over: the clockwork stands still")]
    incident = Incident.objects.get()
    assert (incident.ended_at, incident.end_told_at) == (start + 9 * MINUTE, start + 9 * MINUTE)


def test_what_is_over_before_a_second_look_alarms_nobody(start, mailoutbox):
    _look(start + 3 * MINUTE)
    beat(TICK, real_now=start + 3 * MINUTE + CONFIRMED_AFTER)
    _look(start + 4 * MINUTE)

    assert mailoutbox == []
    assert Incident.objects.get().ended_at


def test_a_second_time_is_a_second_incident(start, mailoutbox):
    for begin in (start, start + 60 * MINUTE):
        beat(TICK, real_now=begin)
        for minutes in (0, 4, 5):
            _look(begin + minutes * MINUTE)

    assert [subject.split(":")[0] for _to, subject in _told(mailoutbox)] == ["Alarm", "Over", "Alarm"]
    assert Incident.objects.count() == 2


def test_who_is_told(start, mailoutbox):
    make_user(is_superuser=True, email="super@example.org", language="sr-latn")
    make_user(is_superuser=True, is_active=False, email="gone@example.org")
    make_user(email="member@example.org")
    with override_settings(ALARM_EMAILS=["duty@example.org", "National@example.org"]):
        _look(start + 4 * MINUTE)
        _look(start + 5 * MINUTE)

    assert [message.to for message in mailoutbox] == [
        ["national@example.org"], ["super@example.org"], ["duty@example.org"],
    ]  # fmt: skip
    assert len({message.subject for message in mailoutbox}) == 3, "each in his language"
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 3


def test_a_mail_server_that_refuses_one_reader_tells_the_others_and_one_that_is_away_is_tried_again(start, settings):
    make_user(is_superuser=True, email="super@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2
    settings.EMAIL_PORT = 1
    _look(start + 4 * MINUTE)
    _look(start + 5 * MINUTE)
    incident = Incident.objects.get()
    assert (incident.told_at, incident.fault.partition(":")[0]) == (None, "ConnectionRefusedError")

    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        server.to_recipient = lambda address: "550 No" if address.startswith("national") else "250 OK"
        _look(start + 6 * MINUTE)
        assert len(server.arrived) == 1

    incident.refresh_from_db()
    assert incident.told_to == ["super@example.org"]
    assert "national@example.org" in incident.fault


def test_alarms_may_go_over_a_mail_server_of_their_own(start, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with mail_server() as server:
        own = {"EMAIL_BACKEND": settings.EMAIL_BACKEND, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port}
        settings.ALARM_MAIL = own | {"EMAIL_HOST_USER": None, "EMAIL_HOST_PASSWORD": None}
        _look(start + 4 * MINUTE)
        _look(start + 5 * MINUTE)

        assert len(server.arrived) == 1


def test_a_look_beside_another_does_nothing(start, mailoutbox, monkeypatch):
    monkeypatch.setattr("ovp_portal.notifications.services.watch.only_one", lambda job: contextlib.nullcontext(False))
    _look(start + 4 * MINUTE)
    _look(start + 5 * MINUTE)

    assert (mailoutbox, Incident.objects.count()) == ([], 0)


def test_the_database_keeps_one_open_incident_of_a_kind(start):
    Incident.objects.create(kind=Trouble.STILL, begun_at=start, seen_at=start)

    with pytest.raises(IntegrityError, match="one_open_incident_of_a_kind"), transaction.atomic():
        Incident.objects.create(kind=Trouble.STILL, begun_at=start, seen_at=start)


# --- a database that is away ---------------------------------------------------------------------------------


def test_a_database_that_is_away_is_told_to_those_whom_the_last_look_knew(start, mailoutbox, monkeypatch):
    lookout = Lookout()
    lookout.look(at=NOW, real_now=start)
    with monkeypatch.context() as broken:
        broken.setattr(watchman, "watch", _away)
        for half_minutes in range(1, 20):
            lookout.look(at=NOW, real_now=start + half_minutes * MINUTE / 2)
        assert _told(mailoutbox) == [(["national@example.org"], "Alarm: the database is away")]
    beat(TICK, real_now=start + 11 * MINUTE)
    for minutes in (11, 12):
        lookout.look(at=NOW, real_now=start + minutes * MINUTE)

    assert _told(mailoutbox)[1:] == [(["national@example.org"], "Over: the database is away")]


def _away(**_given):
    raise OperationalError("the connection was refused")


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_waits_for_ever_ends_and_leaves_the_session_as_it_was(start, monkeypatch):
    monkeypatch.setattr("ovp_portal.notifications.services.watch.PATIENCE", "100ms")

    def wait(**_given):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    monkeypatch.setattr("ovp_portal.notifications.services.watch.examine", wait)
    with pytest.raises(OperationalError, match="statement timeout"):
        _look(start)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


# --- the thread ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_watchman_looks_again_and_again_whatever_a_look_comes_to(monkeypatch):
    looks = []

    def look(self, *, at, real_now):
        looks.append(real_now)
        raise ZeroDivisionError

    monkeypatch.setattr(Lookout, "look", look)
    man = Watchman(first=0.01, every=0.01)
    man.start()
    deadline = timezone.now() + 5 * MINUTE / 60
    while len(looks) < 3 and timezone.now() < deadline:
        man.join(0.01)
    man.ends.set()
    man.join(5)

    assert len(looks) >= 3
    assert not man.is_alive()


def test_one_process_watches_and_another_takes_over():
    first, second = Duty(), Duty()
    assert first.is_ours()
    assert first.is_ours()
    assert not second.is_ours()

    first.leave()

    assert second.is_ours()
    second.leave()
