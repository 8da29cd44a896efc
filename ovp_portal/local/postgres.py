"""The database: PostgreSQL from its wheel, on a socket, without passwords and without a port."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg2

from ovp_portal.local import refusals
from ovp_portal.local.children import Child, Pause, last_lines, wait_until
from ovp_portal.local.ways import Way, choose

NAME = USER = "portal"
# The builtin locale is the same on every machine; with none set, the system's would know no Cyrillic letter.
_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
_SETTINGS = [
    "timezone=UTC",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=32MB",
    "io_method=sync",
]
_CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
# Tests ask big questions of tables with few rows: to look for the best order of joins, or for the best plan of this
# time, takes longer than any order and any plan.
_AS_WRITTEN = ["join_collapse_limit=1", "from_collapse_limit=1", "max_parallel_workers_per_gather=0"]
_AS_WRITTEN += ["plan_cache_mode=force_generic_plan"]


class Postgres:
    """One server for one var/ folder."""

    def __init__(self, *, var: Path, sockets: Path, log: Path, is_durable: bool = True, holds: Iterable[int] = ()):
        self.way: Way = choose(var, sockets)
        self.log, self.is_durable, self.holds = log, is_durable, tuple(holds)
        # A new major version cannot read the folder of an old one, and must not try.
        self.data = self.way.home / f"pg{self._major()}"

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{self.way.sockets}/{NAME}"

    @property
    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()

    def start(self) -> Child:
        if self.is_new:
            self._initialise()
        self._keep_owner()
        settings = _SETTINGS + ([] if self.is_durable else _CARELESS + _AS_WRITTEN)
        command = [self.way.binaries / "postgres", "-D", self.data, "-k", self.way.sockets]
        command += [word for setting in settings for word in ("-c", setting)]
        return Child(
            "database", command, log=self.log, stop_with=signal.SIGINT, grace=20,
            become=self.way.become, holds=self.holds, cwd="/", **self.way.identity,
        )  # fmt: skip

    def wait(self, child: Child, pause: Pause = time.sleep) -> None:
        wait_until(self._answers, child, seconds=60, pause=pause)
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {NAME}")
        connection.close()

    def _major(self) -> str:
        said = subprocess.run([self.way.binaries / "postgres", "-V"], capture_output=True, text=True, check=True)
        return said.stdout.split()[-1].split(".")[0]

    def _initialise(self) -> None:
        """Make the data folder beside its place and move it there whole, so that a half-made one is never used."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        command = [
            self.way.binaries / "initdb",
            "-D",
            draft,
            "-U",
            USER,
            "-A",
            "trust",
            "--no-sync",
            *_LOCALE,
        ]
        with self.log.open("ab") as log:
            done = subprocess.run(
                command, stdout=log, stderr=log, cwd="/",
                preexec_fn=self.way.become, start_new_session=True, check=False, **self.way.identity,
            )  # fmt: skip
        if done.returncode:
            raise refusals.died("database", done.returncode, self.log, last_lines(self.log))
        draft.rename(self.data)

    def _keep_owner(self) -> None:
        """Data made by root in one way are handed over when it has to be another one today."""
        if os.geteuid() == 0 and self.data.stat().st_uid != self.way.owner:
            for folder, _folders, files in os.walk(self.data):
                for name in (folder, *(os.path.join(folder, file) for file in files)):
                    os.chown(name, self.way.owner, -1, follow_symlinks=False)

    def _connect(self, database: str):
        return psycopg2.connect(host=os.fspath(self.way.sockets), user=USER, dbname=database, connect_timeout=5)

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True
