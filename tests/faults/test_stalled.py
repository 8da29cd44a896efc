"""A broker that is stalled (SIGSTOP) takes connections and never answers. Nobody's form waits for it."""

import time

import pytest
from django.urls import reverse
from kombu.exceptions import OperationalError

from ovp_portal.celery import app
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from tests.factories.notifications import make_mail
from tests.factories.portal import make_user
from tests.factories.reports import NOW, make_member, make_submission
from tests.faults.conftest import eventually
from tests.reports.views.test_submissions import start

PASSWORD = "a-long-enough-password"


def _seconds_of(act) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_signing_in_answers_and_is_done(stalled, client):
    user = make_user(password=PASSWORD)

    seconds = _seconds_of(lambda: client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}))

    assert seconds < 5
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_draft_is_saved(stalled, client, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)
    submission = make_submission()
    client.force_login(make_member(submission))
    fields = start(client, submission, outcome="progress", progress="Одржани се две обуки.")

    seconds = _seconds_of(lambda: client.post(submission.get_absolute_url(), fields | {"save": "1"}))

    assert seconds < 5
    assert submission.updates.get().progress == "Одржани се две обуки."


def test_whoever_sends_a_task_all_the_same_is_told_within_seconds(stalled):
    def send() -> None:
        with pytest.raises((OSError, OperationalError)):
            app.send_task("reports.tick", retry=False)

    assert _seconds_of(send) < 10


@pytest.mark.faults
def test_a_worker_goes_on_when_the_broker_wakes(clockwork, sink):
    mail = make_mail()
    worker = clockwork.start_worker()
    clockwork.stall_broker()
    time.sleep(12)
    clockwork.wake_broker()

    clockwork.tick()

    eventually(lambda: Mail.objects.get().status == MailStatus.SENT, 60)
    assert sink.arrived == [mail.message_id]
    assert worker.process.poll() is None


@pytest.mark.faults
def test_an_idle_worker_keeps_its_line_to_the_broker(clockwork):
    """Its blocking read ends every second, so the two seconds of a socket do not cut it."""
    worker = clockwork.start_worker()
    time.sleep(15)

    assert b"lost" not in worker.log.read_bytes()
