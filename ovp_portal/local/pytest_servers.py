"""A pytest plugin: a real PostgreSQL and a real Valkey, up before Django reads its settings.

Loaded by `-p` in .pytest.ini, because a conftest.py would be too late. With xdist the
controller starts the servers once; each worker has a test database and a Valkey database
of its own.
"""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from ovp_portal.local import broker, environment
from ovp_portal.local.children import wait_until
from ovp_portal.local.places import Places
from ovp_portal.local.postgres import Postgres

_SOCKETS = "PORTAL_TEST_SOCKETS"
_stop = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        if not environment.servers_given(os.environ):
            _start()
    elif _SOCKETS in os.environ:
        number = 1 + int(worker.removeprefix("gw"))
        os.environ["REDIS_URL"] = broker.url(Path(os.environ[_SOCKETS]), number)


def pytest_configure(config: pytest.Config) -> None:
    """Databases of a server that goes with the run need not be dropped one by one."""
    if _SOCKETS in os.environ:
        config.option.reuse_db = True


def pytest_unconfigure() -> None:
    _stop.close()


def _start() -> None:
    var = Path(tempfile.mkdtemp(prefix="ovp-test-"))
    _stop.callback(shutil.rmtree, var, ignore_errors=True)
    # A terminated run still takes its servers and its folder along.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))
    places = Places.of(var)
    places.make()
    _stop.callback(shutil.rmtree, places.sockets, ignore_errors=True)
    database = Postgres(var=var, sockets=places.sockets, log=places.log("database"), is_durable=False)
    postgres = database.start()
    _stop.callback(postgres.stop)
    valkey = broker.start(var=var, sockets=places.sockets, log=places.log("broker"), is_durable=False)
    _stop.callback(valkey.stop)
    database.wait(postgres)
    wait_until(lambda: broker.answers(places.sockets), valkey, seconds=30)
    os.environ.update(
        DATABASE_URL=database.url, REDIS_URL=broker.url(places.sockets), **{_SOCKETS: str(places.sockets)}
    )
