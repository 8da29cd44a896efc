"""Killed, wiped, doubled: each message arrives once, and nothing is lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.heartbeat import TICK, is_going, last_beat
from ovp_portal.notifications.models import Mail
from tests.factories.notifications import make_mail
from tests.faults.conftest import eventually
from tests.mail_server import ACCEPT, Gate


def _hold_the_third(sink) -> Gate:
    """The mail server takes two messages and lets the third wait for its answer."""
    gate, seen = Gate(), []

    def answer(message_id: str) -> str:
        seen.append(message_id)
        if len(seen) == 3:
            gate.hold()
        return ACCEPT

    sink.to_message = answer
    return gate


def _all_sent() -> bool:
    return not Mail.objects.exclude(status=MailStatus.SENT).exists()


def _leases_run_out() -> None:
    """The five minutes that a dead sender's message waits, passed at once."""
    past = timezone.now() - timedelta(seconds=1)
    Mail.objects.filter(status=MailStatus.SENDING).update(lease_until=past)


def _assert_each_arrived_once_but_the_held_one(sink, held: str) -> None:
    arrived = Counter(sink.arrived)
    assert set(arrived) == set(Mail.objects.values_list("message_id", flat=True))
    assert {count for message_id, count in arrived.items() if message_id != held} == {1}
    assert arrived[held] <= 2
    assert [mail.message_id for mail in Mail.objects.filter(is_maybe_double=True)] == [held]


def test_a_worker_killed_in_mid_delivery_loses_nothing_and_doubles_at_most_the_one_it_held(clockwork, sink):
    for _ in range(5):
        make_mail()
    gate = _hold_the_third(sink)
    worker = clockwork.start_worker()
    clockwork.tick()
    eventually(gate.reached.is_set)
    held = Mail.objects.get(status=MailStatus.SENDING).message_id
    worker.kill()
    gate.open.set()
    _leases_run_out()

    clockwork.start_worker()
    clockwork.tick()

    eventually(_all_sent)
    _assert_each_arrived_once_but_the_held_one(sink, held)


@pytest.mark.faults
def test_a_child_killed_in_mid_delivery_is_followed_at_once_by_another(clockwork, sink):
    for _ in range(5):
        make_mail()
    gate = _hold_the_third(sink)
    worker = clockwork.start_worker()
    clockwork.tick()
    eventually(gate.reached.is_set)
    held = Mail.objects.get(status=MailStatus.SENDING).message_id
    worker.kill_child()
    gate.open.set()

    # The same task runs again by itself, without a new tick, and delivers all that nobody holds.
    eventually(lambda: Mail.objects.filter(status=MailStatus.SENT).count() == 4)
    _leases_run_out()
    clockwork.tick()
    eventually(_all_sent)
    _assert_each_arrived_once_but_the_held_one(sink, held)


@pytest.mark.faults
def test_a_broker_that_dies_with_all_it_held_loses_no_message(clockwork, sink):
    make_mail()
    clockwork.start_worker()
    clockwork.kill_broker()
    clockwork.start_broker()

    clockwork.tick()

    eventually(_all_sent, 60)
    assert Counter(sink.arrived) == Counter(Mail.objects.values_list("message_id", flat=True))


@pytest.mark.faults
def test_a_job_run_five_times_by_two_workers_sends_each_message_once(clockwork, sink):
    for _ in range(30):
        make_mail()
    clockwork.start_worker()
    clockwork.start_worker()

    for _ in range(5):
        clockwork.tick()

    eventually(_all_sent)
    assert Counter(sink.arrived) == Counter(Mail.objects.values_list("message_id", flat=True))
    assert is_going(last_beat(TICK), real_now=timezone.now())


@pytest.mark.faults
def test_messages_wait_out_a_mail_server_that_is_away(clockwork, sink):
    mail = make_mail()
    port, clockwork.mail_port = clockwork.mail_port, 1
    worker = clockwork.start_worker()
    clockwork.tick()
    eventually(lambda: Mail.objects.filter(tries=1, status=MailStatus.QUEUED).exists())
    worker.kill()
    Mail.objects.update(next_try_at=timezone.now())
    clockwork.mail_port = port

    clockwork.start_worker()
    clockwork.tick()

    eventually(_all_sent)
    assert sink.arrived == [mail.message_id]
