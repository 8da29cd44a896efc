"""PostgreSQL goes away under a worker that is at work, and comes back."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from ovp_portal.local.places import Places
from ovp_portal.local.postgres import NAME, USER, Postgres
from ovp_portal.settings import MAIL_LINES
from tests.faults.conftest import Clockwork
from tests.faults.proof import assert_truth, late_crowd, until_all_is_sent

pytestmark = pytest.mark.faults


class Database:
    """A server that belongs to one test, with the tables of the test database; this process works on it as well.

    It writes down what it says is committed, as any but those of the other tests does: a claim that a restart forgets
    would be sent anew without a word.
    """

    def __init__(self, folder: Path):
        self.places = Places.of(folder)
        self.places.make()
        self.server = Postgres(
            var=folder, sockets=self.places.sockets, log=self.places.log("database"), is_durable=True
        )
        self.start()

    def start(self) -> None:
        self.child = self.server.start()
        self.server.wait(self.child)

    def kill(self) -> None:
        """At once, without a farewell: what was not committed is gone."""
        os.kill(self.child.process.pid, signal.SIGQUIT)
        self.child.process.wait()

    def copy_tables(self) -> None:
        binaries, given = self.server.way.binaries, connection.settings_dict
        dump = subprocess.run(
            [binaries / "pg_dump", "--no-owner", "-h", given["HOST"], "-U", given["USER"], given["NAME"]],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run(
            [binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.server.way.sockets, "-U", USER, NAME],
            input=dump.stdout, check=True, capture_output=True,
        )  # fmt: skip


@pytest.fixture
def database(clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="ovp-restart-", dir="/tmp") as folder:
        database = Database(Path(folder))
        try:
            database.copy_tables()
            connection.close()
            with monkeypatch.context() as patch:
                patch.setitem(connection.settings_dict, "HOST", str(database.server.way.sockets))
                patch.setitem(connection.settings_dict, "NAME", NAME)
                patch.setenv("DATABASE_URL", database.server.url)
                yield database
                for worker in clockwork.workers:
                    worker.kill()
                connection.close()
        finally:
            database.child.stop()


@pytest.mark.parametrize("lines", [1, MAIL_LINES])
def test_a_database_restarted_five_times_under_the_worker_loses_nothing(database, clockwork, sink, lines):
    """A restart between the server's 250 and our mark leaves the message as a kill of the worker would."""
    crowd = late_crowd(organizations=100, commitments=10)
    sink.to_message = lambda _message_id: time.sleep(0.03) or "250 OK"
    worker = clockwork.start_worker(MAIL_LINES=str(lines))
    for pause in (0.5, 1.0, 2.0, 3.0, 4.0):
        clockwork.tick()
        time.sleep(pause)
        database.kill()
        database.start()
        connection.close()

    until_all_is_sent(clockwork.tick, crowd)

    assert worker.process.poll() is None
    assert_truth(crowd, sink, name=f"database restarted 5 times, {lines} lines", may_double=5 * lines)
