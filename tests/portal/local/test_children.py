import os
import signal
import subprocess
import sys
import time

import pytest

from ovp_portal.local.children import Child, last_lines, wait_until
from ovp_portal.local.places import ROOT
from ovp_portal.local.refusals import Refusal

SLEEP = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


def is_alive(pid: int) -> bool:
    """A process that ended and was not yet asked about counts as gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_child_has_a_session_of_its_own(tmp_path):
    child = Child("sleeper", SLEEP, log=tmp_path / "log")

    assert os.getsid(child.process.pid) == child.process.pid != os.getsid(0)
    child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_child_that_does_not_listen_is_killed_after_its_grace(tmp_path):
    child = Child("deaf", DEAF, log=tmp_path / "log", grace=0.1)
    assert wait_for(lambda: (tmp_path / "log").read_text())

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_stalled_child_is_woken_to_be_stopped(tmp_path):
    child = Child("sleeper", SLEEP, log=tmp_path / "log")
    child.process.send_signal(signal.SIGSTOP)

    child.stop()

    assert child.process.returncode == -signal.SIGTERM


def test_child_ends_when_its_parent_is_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from ovp_portal.local.children import Child\n"
        f"child = Child('sleeper', {SLEEP!r}, log=Path({str(tmp_path / 'log')!r}))\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    parent.kill()
    parent.communicate()

    assert wait_for(lambda: not is_alive(pid))


def test_death_names_the_child_and_ends_with_its_last_words(tmp_path):
    child = Child("web", ["/bin/sh", "-c", "echo first; echo no such setting >&2; exit 3"], log=tmp_path / "log")

    with pytest.raises(Refusal) as refusal:
        wait_until(lambda: False, child, seconds=5)

    log = tmp_path / "log"
    assert str(refusal.value) == (
        f"The web ended with 3, so everything was stopped. The end of {log}:\n    first\n    no such setting"
    )


def test_child_that_never_answers_is_told(tmp_path):
    child = Child("web", SLEEP, log=tmp_path / "log")

    with pytest.raises(Refusal, match="The web never answered"):
        wait_until(lambda: False, child, seconds=0.05)
    child.stop()


def test_killed_child_is_told_as_killed(tmp_path):
    child = Child("worker", SLEEP, log=tmp_path / "log")
    child.process.kill()
    child.process.wait()

    assert "The worker was killed (signal 9)" in str(child.death())


@pytest.mark.parametrize(("code", "may_end", "is_lost"), [(0, False, True), (0, True, False), (1, True, True)])
def test_child_is_lost_when_it_ends_though_it_should_go_on_or_go_well(tmp_path, code, may_end, is_lost):
    child = Child("preparation", ["/bin/sh", "-c", f"exit {code}"], log=tmp_path / "log", may_end=may_end)
    assert not child.is_lost or not child.is_running
    child.process.wait()

    assert child.is_lost is is_lost


def test_last_lines_of_a_long_log_are_few(tmp_path):
    (tmp_path / "log").write_text("\n".join(f"line {number}" for number in range(10_000)))

    assert last_lines(tmp_path / "log", 2) == "line 9998\nline 9999"
