import sys

import pytest

from ovp_portal.local import preparation
from ovp_portal.local.children import Child
from ovp_portal.local.places import Places
from ovp_portal.local.preparation import prepare
from ovp_portal.local.refusals import Refusal


class Watching:
    """A supervisor that only looks."""

    def __init__(self):
        self.children = []

    def pause(self, seconds):
        self.children[-1].process.wait(10)
        self.check()

    def check(self):
        for child in self.children:
            if child.is_lost:
                raise child.death()


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Places, the names of what was spawned, and a start that prepares."""
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "commitments").mkdir()
    places = Places.of(tmp_path / "var")
    (places.var / "log").mkdir(parents=True)
    spawned, code = [], "print('who signs in')"

    def start(*known, always=False, code=code):
        supervisor = Watching()

        def spawn(name, words, **options):
            spawned.append(name)
            child = Child(name, [sys.executable, "-c", code], log=places.log(name), **options)
            supervisor.children.append(child)
            return child

        spawned.clear()
        prepare(places, supervisor, spawn, *known, always=always)
        assert supervisor.children == []
        return list(spawned)

    return tmp_path, places, start


def test_first_start_prepares_all_and_the_second_nothing(house):
    _root, places, start = house

    assert start("8000") == ["preparation", "static files"]
    assert start("8000") == []
    assert places.sign_in.read_text() == "who signs in\n"
    assert places.sign_in.stat().st_mode & 0o077 == 0


def test_changed_file_prepares_only_what_reads_it(house):
    root, _places, start = house
    start("8000")

    (root / "commitments/models.py").write_text("changed")
    assert start("8000") == ["preparation"]
    (root / "static/portal.css").write_text("changed")
    assert start("8000") == ["static files"]


def test_other_address_prepares_again_for_it_stands_in_the_table(house):
    _root, _places, start = house
    start("8000")

    assert start("8001") == ["preparation"]


def test_database_of_someone_else_is_always_prepared(house):
    _root, _places, start = house
    start("8000")

    assert start("8000", always=True) == ["preparation", "static files"]


def test_preparation_that_failed_is_done_again(house):
    _root, places, start = house

    with pytest.raises(Refusal, match=r"The (preparation|static files) ended with 5"):
        start("8000", code="raise SystemExit(5)")

    assert not places.sign_in.exists()
    assert start("8000") == ["preparation", "static files"]
