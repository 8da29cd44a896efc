"""Real servers and workers that a test may kill: a broker of its own, the test's database, a mail server."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ovp_portal.celery import app
from ovp_portal.local import broker
from ovp_portal.local.children import Child, wait_until
from ovp_portal.local.places import ROOT
from tests.mail_server import MailServer, mail_server


def eventually(happens: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.05)


class Worker:
    """A real Celery worker with production settings, in a session of its own."""

    def __init__(self, environment: dict[str, str], log: Path):
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "ovp_portal.celery", "worker", "--concurrency=1",
                 "--without-gossip", "--without-mingle", "--loglevel=INFO"],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        eventually(lambda: b" ready." in log.read_bytes(), 60)

    def kill(self) -> None:
        """The whole group at once, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> None:
        """Only the process that runs tasks, as the kernel does when memory is short."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        eventually(lambda: len(children.read_text().split()) == 1)  # the one after the last one may not be there yet
        os.kill(int(children.read_text()), signal.SIGKILL)


class Clockwork:
    """What a test starts, stalls and kills; all of it is gone afterwards."""

    def __init__(self, folder: Path, mail_port: int):
        self.folder, self.mail_port = folder, mail_port
        self.broker: Child | None = None
        self.workers: list[Worker] = []
        self.beats: list[subprocess.Popen] = []

    @property
    def broker_url(self) -> str:
        return broker.url(self.folder)

    def start_broker(self) -> None:
        self.broker = broker.start(
            var=self.folder, sockets=self.folder, log=self.folder / "broker.log", is_durable=False
        )
        wait_until(lambda: broker.answers(self.folder), self.broker, seconds=30)

    def kill_broker(self) -> None:
        os.kill(self.broker.process.pid, signal.SIGKILL)
        self.broker.process.wait()

    def stall_broker(self) -> None:
        os.kill(self.broker.process.pid, signal.SIGSTOP)

    def wake_broker(self) -> None:
        os.kill(self.broker.process.pid, signal.SIGCONT)

    def environment(self) -> dict[str, str]:
        """What a real portal's processes are told, with the test's servers."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "ovp_portal.settings",
            "SECRET_KEY": "only-for-tests-" + "x" * 40,
            "ALLOWED_HOSTS": "portal.example.org",
            "PORTAL_URL": "https://portal.example.org",
            "PORTAL_DEMO": "0",
            "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}",
            "REDIS_URL": self.broker_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "TMPDIR": str(self.folder),
        }

    def wipe_broker(self) -> None:
        """All that it holds is gone; it goes on."""
        with app.connection_for_write(url=self.broker_url) as line:
            line.default_channel.client.flushall()

    def start_beat(self) -> None:
        """A real beat with a schedule file of its own, whose minute is a second."""
        number = len(self.beats)
        with (self.folder / f"beat-{number}.log").open("wb") as output:
            beat = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "ovp_portal.celery", "beat", "--loglevel=INFO",
                 "--schedule", str(self.folder / f"beat-{number}"), "--pidfile="],
                cwd=ROOT, env=self.environment() | {"DJANGO_SETTINGS_MODULE": "tests.faults.beat_settings"},
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.beats.append(beat)

    def start_worker(self, **more: str) -> Worker:
        worker = Worker(self.environment() | more, self.folder / f"worker-{len(self.workers)}.log")
        self.workers.append(worker)
        return worker

    def tick(self) -> None:
        """What beat does once a minute."""
        with app.connection_for_write(url=self.broker_url) as line:
            app.send_task("reports.tick", connection=line)

    def stop(self) -> None:
        for beat in self.beats:
            beat.kill()
            beat.wait()
        for worker in self.workers:
            worker.kill()
        if self.broker:
            self.broker.stop()


@pytest.fixture
def sink() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def clockwork(transactional_db: None, sink: MailServer) -> Iterator[Clockwork]:
    folder = Path(tempfile.mkdtemp(prefix="ovp-faults-", dir="/tmp"))
    work = Clockwork(folder, sink.port)
    try:
        work.start_broker()
        yield work
    finally:
        work.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stalled(clockwork: Clockwork, settings: settings) -> Iterator[Clockwork]:
    """This process, with a broker that takes connections and answers nothing."""
    before = app.conf.broker_url
    settings.CELERY_BROKER_URL = app.conf.broker_url = clockwork.broker_url
    clockwork.stall_broker()
    try:
        yield clockwork
    finally:
        clockwork.wake_broker()
        app.conf.broker_url = before
