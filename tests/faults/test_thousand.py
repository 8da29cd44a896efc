"""A thousand dues in the window, told by real workers that die, starve and come twice: none lost, none double."""

import time
from collections import Counter
from random import Random

import pytest

from ovp_portal.settings import MAIL_LINES
from tests.faults.conftest import eventually
from tests.faults.proof import (
    all_sent,
    assert_truth,
    held_by_a_dead_one,
    late_crowd,
    leases_run_out,
    told,
    truth_of,
    until_all_is_sent,
)

pytestmark = pytest.mark.faults


def _slowly(sink, seconds: float) -> None:
    """A mail server that takes its time, so that there is a middle to be killed in."""

    def answer(_message_id: str) -> str:
        time.sleep(seconds)
        return "250 OK"

    sink.to_message = answer


KILLS = 20


def _until_some_moment(number: int, sink, random: Random) -> None:
    """Every other kill comes while messages go out, the others whenever it may be."""
    if number % 2:
        before = len(sink.arrived)
        eventually(lambda: len(sink.arrived) > before or all_sent(), 60)
        time.sleep(random.uniform(0, 0.2))
    else:
        time.sleep(random.uniform(0.1, 2.0))


@pytest.mark.parametrize("lines", [1, MAIL_LINES])
def test_a_worker_killed_twenty_times_at_random_loses_nothing(clockwork, sink, lines):
    """A kill can double the message that a line held just then: with one line at most one each."""
    crowd, random, held = late_crowd(organizations=100, commitments=10), Random(20), Counter()
    _slowly(sink, 0.04)
    for number in range(KILLS):
        worker = clockwork.start_worker(MAIL_LINES=str(lines))
        clockwork.tick()
        _until_some_moment(number, sink, random)
        worker.kill()
        held += held_by_a_dead_one(lines=lines)
        leases_run_out()

    _slowly(sink, 0)
    clockwork.start_worker()
    until_all_is_sent(clockwork.tick, crowd)

    found = assert_truth(crowd, sink, name=f"worker group killed {KILLS} times, {lines} lines", held=held)
    assert found.double <= KILLS * lines
    assert found.flagged > 0, "no kill met a message on its way"


@pytest.mark.parametrize("lines", [1, MAIL_LINES])
def test_a_child_killed_twenty_times_at_random_loses_nothing(clockwork, sink, lines):
    crowd, random, held = late_crowd(organizations=100, commitments=10), Random(21), Counter()
    _slowly(sink, 0.04)
    worker = clockwork.start_worker(MAIL_LINES=str(lines))
    for number in range(KILLS):
        clockwork.tick()
        _until_some_moment(number, sink, random)
        worker.kill_child()
        held += held_by_a_dead_one(lines=lines)
        leases_run_out()

    _slowly(sink, 0)
    until_all_is_sent(clockwork.tick, crowd)

    assert worker.process.poll() is None
    found = assert_truth(crowd, sink, name=f"child killed {KILLS} times, {lines} lines", held=held)
    assert found.double <= KILLS * lines
    assert found.flagged > 0, "no kill met a message on its way"


def test_a_broker_that_is_wiped_again_and_again_loses_nothing(clockwork, sink):
    crowd = late_crowd(organizations=100, commitments=10)
    _slowly(sink, 0.01)
    clockwork.start_worker()
    for _ in range(10):
        clockwork.tick()
        clockwork.wipe_broker()
        time.sleep(0.3)

    until_all_is_sent(clockwork.tick, crowd)

    assert_truth(crowd, sink, name="broker wiped 10 times")


def test_a_broker_that_is_stalled_for_a_minute_loses_nothing(clockwork, sink):
    crowd = late_crowd(organizations=100, commitments=10)
    _slowly(sink, 0.02)
    worker = clockwork.start_worker()
    clockwork.tick()
    eventually(lambda: bool(sink.arrived), 200)
    clockwork.stall_broker()
    time.sleep(60)
    clockwork.wake_broker()

    until_all_is_sent(clockwork.tick, crowd)

    assert worker.process.poll() is None
    assert_truth(crowd, sink, name="broker stalled for 60 s")


def test_every_job_delivered_twice_to_two_workers_tells_everybody_once(clockwork, sink):
    crowd = late_crowd(organizations=100, commitments=10)
    clockwork.start_worker()
    clockwork.start_worker()
    for _ in range(6):
        clockwork.tick()
        clockwork.tick()

    until_all_is_sent(clockwork.tick, crowd)

    assert_truth(crowd, sink, name="every task twice, two workers")


@pytest.mark.parametrize("beats", [2, 3])
def test_several_beats_tell_everybody_once(clockwork, sink, beats):
    crowd = late_crowd(organizations=100, commitments=10)
    clockwork.start_worker()
    for _ in range(beats):
        clockwork.start_beat()

    eventually(lambda: all_sent() and set(told()) == truth_of(crowd), 300)

    time.sleep(3)  # some more ticks of each
    assert_truth(crowd, sink, name=f"{beats} beats")


def test_without_a_beat_nothing_goes_out_and_the_first_tick_catches_all_up(clockwork, sink):
    crowd = late_crowd(organizations=100, commitments=10)
    clockwork.start_worker()
    time.sleep(3)
    assert sink.arrived == []

    clockwork.tick()

    eventually(lambda: all_sent() and set(told()) == truth_of(crowd), 300)
    assert_truth(crowd, sink, name="no beat, then one tick")
