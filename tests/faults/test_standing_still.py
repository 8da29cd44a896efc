"""The worker or beat is stopped for real, and the administrators get their mail; several beats do no harm."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from ovp_portal.local import ports
from ovp_portal.local.places import ROOT
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.heartbeat import TICK, is_going, last_beat
from ovp_portal.notifications.models import Heartbeat, Incident, Mail
from ovp_portal.notifications.services.health import TOO_LONG
from ovp_portal.notifications.services.watch import CONFIRMED_AFTER, watch
from tests.factories.notifications import make_mail
from tests.factories.portal import make_national_coordinator
from tests.faults.conftest import Clockwork, eventually


@pytest.fixture(autouse=True)
def _over_the_sink(settings, sink):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port


@contextlib.contextmanager
def _process(clockwork: Clockwork, *words: str, **more: str) -> Iterator[subprocess.Popen]:
    """A process of the portal beside the worker, with the worker's environment."""
    with (clockwork.folder / f"{words[1]}-{time.monotonic()}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=clockwork.environment() | more, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _beat(clockwork: Clockwork, number: int) -> contextlib.AbstractContextManager:
    schedule = Path(clockwork.folder, f"schedule-{number}")
    return _process(
        clockwork, "-m", "celery", "--app", "ovp_portal.celery", "beat", "--pidfile=", f"--schedule={schedule}"
    )


def _minutes_pass() -> None:
    """The minutes that nobody waits for, passed at once: the last mark is as old as they are long."""
    Heartbeat.objects.update(last_at=timezone.now() - TOO_LONG - 2 * CONFIRMED_AFTER)


def _ready(port: int) -> int:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_worker_that_was_killed_is_told_of_and_so_is_its_return(clockwork, sink):
    """The worker is stopped for real; the minutes that nobody waits for are passed at once."""
    make_national_coordinator()
    port = ports.next_free(19300)
    worker = clockwork.start_worker(WORKER_PORT=str(port))
    clockwork.tick()
    eventually(lambda: last_beat(TICK) is not None)
    assert _ready(port) == 200
    watch(at=timezone.now(), real_now=timezone.now())
    assert sink.arrived == []

    worker.kill()
    clockwork.tick()
    stopped = last_beat(TICK)
    with pytest.raises(urllib.error.URLError, match="refused"):
        _ready(port)
    _minutes_pass()
    watch(at=timezone.now(), real_now=timezone.now() - CONFIRMED_AFTER)
    watch(at=timezone.now(), real_now=timezone.now())

    assert (len(sink.arrived), Incident.objects.get().kind) == (1, "still")
    assert last_beat(TICK) < stopped

    clockwork.start_worker(WORKER_PORT=str(port))
    eventually(lambda: last_beat(TICK) > stopped, 60)
    assert _ready(port) == 200
    watch(at=timezone.now(), real_now=timezone.now())
    assert (len(sink.arrived), Incident.objects.get().end_told_at is not None) == (2, True)


@pytest.mark.faults
@pytest.mark.parametrize("what", ["beat", "worker"])
def test_in_real_time_the_web_tells_within_five_minutes_that_the_clockwork_stands_still(clockwork, sink, what):
    """Worker, beat and web as in production; one of the first two is killed, and nothing else is touched."""
    make_national_coordinator()
    port = ports.next_free(19400)
    web = [
        "-m",
        "gunicorn",
        "ovp_portal.wsgi:application",
        "--config=python:ovp_portal.web",
        "--workers=2",
        "--preload",
    ]
    with _beat(clockwork, 1) as beat, _process(clockwork, *web, "--no-control-socket", f"--bind=127.0.0.1:{port}"):
        worker = clockwork.start_worker()
        eventually(lambda: last_beat(TICK) is not None, 120)
        if what == "beat":
            os.killpg(beat.pid, signal.SIGKILL)
        else:
            worker.kill()
        killed = time.monotonic()

        eventually(lambda: sink.arrived, 400)

        assert time.monotonic() - killed < 300
        assert Incident.objects.get().kind == "still"


@pytest.mark.faults
@pytest.mark.parametrize("beats", [2, 3])
def test_several_beats_do_what_one_does(clockwork, sink, beats):
    for _ in range(20):
        make_mail()
    clockwork.start_worker()
    with contextlib.ExitStack() as stack:
        for number in range(beats):
            stack.enter_context(_beat(clockwork, number))
        eventually(lambda: not Mail.objects.exclude(status=MailStatus.SENT).exists(), 150)
        time.sleep(65)

    assert set(Counter(sink.arrived).values()) == {1}
    assert is_going(last_beat(TICK), real_now=timezone.now())
