"""The real thing: started, asked, killed, started again and stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ovp_portal.local import ports
from ovp_portal.local.places import ROOT, Places
from tests.portal.local.machine import bare_environment, is_one_sentence
from tests.portal.local.test_children import wait_for


class Portal:
    """`./run` in a folder of its own."""

    def __init__(self):
        self.var = Path(tempfile.mkdtemp(prefix="ovp-test-"))
        self.environment = bare_environment(PORTAL_VAR=str(self.var))
        self.process = None

    def start(self, *words: str) -> str:
        """Start it and read what it says until it is ready."""
        if self.process:
            self.process.stdout.close()
        self.process = subprocess.Popen(
            self._command(*words), cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C stops it" in line:
                return said
        raise AssertionError(said)

    def call(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self._command(*words), cwd=ROOT, env=self.environment, text=True, capture_output=True, check=False
        )

    def read(self) -> str:
        """What it still says until its end."""
        with self.process.stdout as output:
            return output.read()

    def end(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        rest = self.read()
        return self.process.wait(60), rest

    def processes(self) -> list[str]:
        """Everything alive that was told of our folder."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                is_ours = os.fsencode(self.var) in told and int(folder.name) != os.getpid()
                if is_ours and (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX":
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "ovp_portal.local", *words]


@pytest.fixture
def portal():
    portal = Portal()
    yield portal
    if portal.process:
        portal.process.kill()
        portal.process.wait()
        portal.process.stdout.close()
    wait_for(lambda: not portal.processes())
    Places.of(portal.var).clear()
    shutil.rmtree(portal.var)


def free_port() -> int:
    """One that the other pytest workers do not choose at the same moment."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return ports.next_free(18000 + 100 * worker)


def answer(address: str) -> int:
    try:
        return urllib.request.urlopen(address, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def test_portal_starts_refuses_a_second_one_and_stops_in_order(portal):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    said = portal.start("--port", str(port))
    assert f"The portal is ready: {address}/" in said
    assert f"{address}/outbox/" in said
    assert answer(address) < 500
    assert {name.stem for name in (portal.var / "log").iterdir()} == {
        "database", "broker", "preparation", "static-files", "worker", "beat", "web",
    }  # fmt: skip

    second = portal.call()
    assert second.returncode == 1
    assert second.stderr == f"The portal is already running at {address}; Ctrl-C in its terminal stops it.\n"
    assert is_one_sentence(second.stderr)

    moved = portal.call("--on", "2022-10-12")
    assert (moved.returncode, moved.stdout) == (0, "The running portal's clock now says 12 October 2022, 09:00.\n")

    code, rest = portal.end(signal.SIGINT)
    stopped = ["web", "beat", "worker", "broker", "database"]
    assert (code, rest) == (0, "Stopping ...\n" + "".join(f"  stopped: {name}\n" for name in stopped))
    assert not portal.processes()
    assert not Places.of(portal.var).sockets.exists()


@pytest.mark.faults
def test_killed_it_leaves_nothing_and_started_again_it_keeps_its_data_and_its_day(portal):
    kept = "from django.core.cache import cache; "
    portal.start("--port", str(free_port()), "--on", "2022-10-12")
    assert portal.call("shell", "-v0", "-c", kept + "cache.set('kept', 'yes', None)").returncode == 0

    portal.end(signal.SIGKILL)
    assert wait_for(lambda: not portal.processes()), portal.processes()

    began = time.monotonic()
    assert "12 October 2022" in portal.start("--port", str(free_port()))
    assert time.monotonic() - began < 20
    assert portal.call("shell", "-v0", "-c", kept + "print(cache.get('kept'))").stdout.strip() == "yes"
    assert portal.end(signal.SIGINT)[0] == 0


def test_command_alone_brings_the_servers_up_and_takes_them_down(portal):
    asked = portal.call(
        "shell", "-v0", "-c", "from django.db import connection as c; c.ensure_connection(); print(c.vendor)"
    )

    assert (asked.returncode, asked.stdout.strip()) == (0, "postgresql"), asked.stderr
    assert not portal.processes()


def test_command_that_fails_hands_its_number_on(portal):
    assert portal.call("shell", "-v0", "-c", "raise SystemExit(3)").returncode == 3


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_every_way_to_stop_stops_in_order(portal, number):
    portal.start("--port", str(free_port()))

    code, rest = portal.end(number)

    assert code == 0
    assert rest.splitlines()[-1] == "  stopped: database"
    assert not portal.processes()


@pytest.mark.faults
def test_two_interrupts_in_a_row_stop_in_order_too(portal):
    portal.start("--port", str(free_port()))

    portal.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    code, rest = portal.end(signal.SIGINT)

    assert (code, rest.count("stopped:")) == (0, 5)
    assert not portal.processes()


@pytest.mark.faults
@pytest.mark.parametrize("name", ["worker", "beat", "web", "broker", "database"])
def test_child_that_dies_is_named_and_everything_stops(portal, name):
    portal.start("--port", str(free_port()))
    pids = subprocess.run(
        ["ps", "--no-headers", "-o", "pid,args", "--ppid", str(portal.process.pid)], capture_output=True, text=True
    ).stdout
    sign = {"web": "gunicorn", "broker": "valkey", "database": "postgres", "worker": " worker", "beat": " beat"}[name]
    pid = next(int(line.split()[0]) for line in pids.splitlines() if sign in line)

    os.kill(pid, signal.SIGKILL)
    rest = portal.read()

    assert portal.process.wait(60) == 1
    assert f"The {name} was killed (signal 9), so everything was stopped." in rest
    assert wait_for(lambda: not portal.processes())


@pytest.mark.faults
def test_kill_during_the_first_start_leaves_nothing_and_the_next_start_is_whole(portal):
    process = subprocess.Popen(
        portal._command(), cwd=ROOT, env=portal.environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    assert wait_for((portal.var / "log/preparation.log").exists, 30)
    process.kill()
    process.wait()

    assert wait_for(lambda: not portal.processes(), 20)
    assert "The portal is ready" in portal.start("--port", str(free_port()))
    assert portal.end(signal.SIGINT)[0] == 0


def test_state_of_a_running_command_is_told_to_a_start_beside_it(portal):
    asked = subprocess.Popen(
        portal._command("shell", "-v0", "-c", "print('up', flush=True); input()"),
        cwd=ROOT, env=portal.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert asked.stdout.readline() == "up\n"
    assert json.loads((portal.var / "running.json").read_text())["what"] == "shell"

    refused = portal.call()

    asked.communicate("\n")
    assert (refused.returncode, asked.returncode) == (1, 0)
    assert refused.stderr == "./run shell is using the database; finish it first, then start again.\n"
