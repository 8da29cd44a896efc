"""One tick: everything in order, each step on its own, and nothing twice."""

import contextlib
import dataclasses
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ovp_portal.notifications import emails, sources
from ovp_portal.notifications.heartbeat import STANDS_STILL_AFTER, TICK, is_going, last_beat
from ovp_portal.notifications.locks import only_one
from ovp_portal.notifications.models import Heartbeat, Mail
from ovp_portal.notifications.services import queue_once
from reports import tasks
from reports.models import ReportingPeriod
from tests.factories.reports import NOW, make_member, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seventh_of_october(monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)


def test_a_tick_opens_queues_and_delivers(mailoutbox):
    submission = make_submission()
    member = make_member(submission)
    ReportingPeriod.objects.update(opened_at=None)

    tasks.tick()
    tasks.tick()

    assert ReportingPeriod.objects.get().opened_at == NOW
    assert [message.to for message in mailoutbox] == [[member.email]]


def test_a_step_that_fails_is_noted_and_stops_no_other(monkeypatch, mailoutbox, caplog):
    make_member(make_submission())

    def fail(at: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(tasks.LOOKS, "open periods", fail)

    tasks.tick()

    assert len(mailoutbox) == 1
    assert "The clockwork could not open periods." in caplog.text


def test_a_tick_leaves_a_mark_that_a_probe_reads():
    now = timezone.now()
    assert not is_going(last_beat(TICK), real_now=now)

    tasks.tick()

    assert is_going(last_beat(TICK), real_now=now)
    assert not is_going(last_beat(TICK), real_now=now + STANDS_STILL_AFTER + timedelta(minutes=1))


def test_a_tick_says_what_of_it_fails_and_since_when(monkeypatch, caplog):
    def fail(at: datetime) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setitem(tasks.LOOKS, "publish reports", fail)
        tasks.tick()
        first = Heartbeat.objects.get()
        tasks.tick()
        assert Heartbeat.objects.get().failing == first.failing == ["publish reports"]
        assert Heartbeat.objects.get().failing_since == first.failing_since

    tasks.tick()

    assert (Heartbeat.objects.get().failing, Heartbeat.objects.get().failing_since) == ([], None)


def test_a_tick_that_finds_another_at_work_leaves_no_mark_for_it(monkeypatch):
    """Two workers: the mark of one that hangs with the lock in hand is not renewed by the other, who only delivers."""
    monkeypatch.setattr(tasks, "only_one", lambda job: contextlib.nullcontext(False))

    tasks.tick()

    assert last_beat(TICK) is None


def test_a_source_that_fails_keeps_no_other_from_telling(monkeypatch, caplog):
    make_member(make_submission())

    def fail(at: datetime) -> list:
        raise ZeroDivisionError

    broken = dataclasses.replace(sources.source_of("publication"), kind="broken", branches=fail)
    monkeypatch.setitem(sources._sources, "broken", broken)

    assert queue_once(at=NOW) == 1
    assert "What is due could not be told: broken." in caplog.text


def test_a_mail_that_cannot_be_written_says_why_and_waits_and_stops_nobody(monkeypatch, caplog):
    broken, fine = make_member(make_submission()), make_member(make_submission())
    render = emails.render

    def fail_for_one(*, context, **given):
        if context["addressee"].user == broken:
            raise ValueError("no such template")
        return render(context=context, **given)

    monkeypatch.setattr(emails, "render", fail_for_one)

    assert queue_once(at=NOW) == 2
    waiting, written = Mail.objects.get(recipient=broken), Mail.objects.get(recipient=fine)
    assert (waiting.text, waiting.tries, waiting.last_error) == ("", 1, "ValueError: no such template")
    assert written.text
    monkeypatch.undo()
    Mail.objects.update(next_try_at=timezone.now())
    queue_once(at=NOW)
    waiting.refresh_from_db()
    assert waiting.text


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_held_by_one_at_a_time_and_given_back():
    seen = []

    def ask() -> None:
        with only_one("reports.tick") as is_ours:
            seen.append(is_ours)
        connection.close()

    with only_one("reports.tick") as is_ours:
        assert is_ours
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(10)
    ask()

    assert seen == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_who_queue_at_once_write_each_mail_once():
    submission = make_submission()
    members = [make_member(submission) for _ in range(8)]
    start, written = threading.Barrier(3), []

    def look() -> None:
        start.wait(10)
        written.append(queue_once(at=datetime(2022, 10, 8, 7, tzinfo=UTC)))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sum(written) == len(members)
    assert sorted(Mail.objects.values_list("recipient", flat=True)) == sorted(member.pk for member in members)
