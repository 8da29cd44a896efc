import os
import subprocess
import sys
import time

import pytest

from ovp_portal.local import locks
from ovp_portal.local.refusals import Refusal


def test_second_owner_is_told_where_the_first_one_is(tmp_path):
    with locks.Claim(tmp_path, "portal") as first:
        first.tell(address="http://127.0.0.1:8000")

        with pytest.raises(Refusal, match=r"already running at http://127\.0\.0\.1:8000; Ctrl-C"):
            locks.Claim(tmp_path, "portal")


def test_second_owner_is_told_when_the_first_one_is_just_starting(tmp_path):
    with locks.Claim(tmp_path, "portal"), pytest.raises(Refusal, match=r"already running \(it is just starting\)"):
        locks.Claim(tmp_path, "portal")


def test_second_owner_is_told_which_command_holds_the_database(tmp_path):
    with locks.Claim(tmp_path, "shell"), pytest.raises(Refusal, match=r"\./run shell is using the database"):
        locks.Claim(tmp_path, "portal")


def test_owner_is_seen_only_while_it_holds_its_lock(tmp_path):
    with locks.Claim(tmp_path, "portal") as claim:
        claim.tell(address="http://127.0.0.1:8000")
        assert locks.running(tmp_path) == {"what": "portal", "pid": os.getpid(), "address": "http://127.0.0.1:8000"}

    assert locks.running(tmp_path) is None


def test_word_of_a_killed_owner_is_not_believed(tmp_path):
    (tmp_path / "running.json").write_text('{"what": "portal", "address": "http://127.0.0.1:8000"}')

    assert locks.running(tmp_path) is None


def test_next_start_waits_for_the_children_of_a_killed_one(tmp_path):
    claim = locks.Claim(tmp_path, "portal")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"], pass_fds=[claim.children.fileno()])
    began = time.monotonic()
    claim.owner.close()
    claim.children.close()

    with locks.Claim(tmp_path, "portal"):
        assert time.monotonic() - began > 0.2
        assert child.wait(5) == 0


def test_children_that_do_not_end_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "LEFTOVERS_END_WITHIN", 0.05)
    claim = locks.Claim(tmp_path, "portal")
    claim.owner.close()

    with pytest.raises(Refusal, match="Parts of a portal that was killed are still running"):
        locks.Claim(tmp_path, "portal")
    claim.children.close()


def test_owner_waits_for_commands_that_joined_in(tmp_path):
    guest = locks.join(tmp_path)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.4)"], pass_fds=[guest.fileno()])
    guest.close()
    began = time.monotonic()

    with locks.Claim(tmp_path, "shell") as claim:
        claim.wait_for_guests()

    assert time.monotonic() - began > 0.1
    assert child.wait(5) == 0
