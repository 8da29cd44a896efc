import stat

import pytest

from ovp_portal.local import environment
from ovp_portal.local.places import Places
from ovp_portal.local.refusals import Refusal

SERVERS = {"DATABASE_URL": "postgres://portal@db/portal", "REDIS_URL": "redis://broker/0"}


@pytest.fixture
def places(tmp_path):
    return Places.of(tmp_path)


def test_servers_that_are_given_win():
    assert environment.servers_given(SERVERS)
    assert not environment.servers_given({"DATABASE_URL": ""})


@pytest.mark.parametrize("name", SERVERS)
def test_one_server_alone_is_refused(name):
    with pytest.raises(Refusal, match="set both, or neither"):
        environment.servers_given({name: SERVERS[name]})


def test_what_is_set_already_wins_over_ours(places, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "portal.example.org")
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.delenv("PORTAL_URL", raising=False)

    told = environment.for_children(places, address="http://127.0.0.1:8001", servers={})

    assert told["ALLOWED_HOSTS"] == "portal.example.org"
    assert told["SECRET_KEY"] == environment.secret_key(places)
    assert told["PORTAL_URL"] == "http://127.0.0.1:8001"


def test_secret_key_is_made_once_and_read_by_its_owner_only(places):
    first = environment.secret_key(places)

    assert environment.secret_key(places) == first
    assert len(first) > 50
    assert stat.S_IMODE((places.var / "secret_key").stat().st_mode) == 0o600
