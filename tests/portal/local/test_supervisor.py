import contextlib
import os
import signal
import sys
import threading

import pytest

from ovp_portal.local.children import Child
from ovp_portal.local.refusals import Refusal
from ovp_portal.local.supervisor import STOPPING, Stopped, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervisor():
    """One whose signal handlers are put back afterwards."""
    before = {number: signal.getsignal(number) for number in (*STOPPING, signal.SIGCHLD)}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup, under which the tests may run, has it ignored
    said = []
    supervisor = Supervisor(said.append, lambda: said.append("cleared"))
    supervisor.said = said
    with contextlib.ExitStack() as stack:
        stack.enter_context(supervisor.in_charge())
        yield supervisor
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


def test_children_are_stopped_in_the_opposite_order(supervisor, tmp_path):
    for name in ("database", "broker", "web"):
        supervisor.watch(Child(name, SLEEP, log=tmp_path / name))

    supervisor.stop()

    assert supervisor.said == ["  stopped: web", "  stopped: broker", "  stopped: database", "cleared"]


@pytest.mark.parametrize("number", STOPPING)
def test_signal_ends_a_pause_at_once(supervisor, number):
    threading.Timer(0.05, os.kill, [os.getpid(), number]).start()

    with pytest.raises(Stopped):
        supervisor.pause(30)


def test_second_signal_does_not_disturb_the_stopping(supervisor, tmp_path):
    child = supervisor.watch(Child("web", SLEEP, log=tmp_path / "web"))
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGINT)

    supervisor.stop()

    assert not child.is_running
    assert supervisor.said == ["  stopped: web", "cleared"]


def test_ignored_interrupt_is_heard_and_ignored_hangup_stays_ignored():
    before = {number: signal.getsignal(number) for number in (*STOPPING, signal.SIGCHLD)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Supervisor(print, lambda: None).in_charge():
            assert signal.getsignal(signal.SIGINT) != signal.SIG_IGN
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)


def test_lost_child_ends_a_pause_at_once(supervisor, tmp_path):
    supervisor.watch(Child("beat", ["/bin/sh", "-c", "sleep 0.1; exit 4"], log=tmp_path / "beat"))

    with pytest.raises(Refusal, match="The beat ended with 4"):
        supervisor.pause(30)
