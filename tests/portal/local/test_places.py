import os
import stat
import subprocess
import sys

import pytest

from ovp_portal.local.places import LOG_SIZE, ROOT, Places, make_folder, write_private
from ovp_portal.local.refusals import Refusal
from tests.portal.local.machine import bare_environment, is_one_sentence, without_powers


def test_socket_paths_stay_short_however_deep_the_clone_lies(tmp_path):
    places = Places.of(tmp_path / ("deep/" * 60))

    assert len(os.fsencode(places.sockets / "pg" / ".s.PGSQL.5432.lock")) < 107


def test_two_clones_never_share_their_sockets(tmp_path):
    assert Places.of(tmp_path / "a").sockets != Places.of(tmp_path / "b").sockets


def test_folder_is_made_for_us_alone(tmp_path):
    make_folder(tmp_path / "var")

    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_link_put_in_the_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "var").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Refusal, match="belongs to someone else"):
        make_folder(tmp_path / "var")


def test_private_file_is_replaced_whole_and_read_by_its_owner_only(tmp_path):
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)

    write_private(path, "new")

    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_log_that_has_grown_long_is_put_aside(tmp_path):
    places = Places.of(tmp_path)
    (tmp_path / "log").mkdir()
    with (tmp_path / "log/web.log").open("wb") as log:
        log.truncate(LOG_SIZE + 1)

    assert not places.log("web").exists()
    assert (tmp_path / "log/web.log.1").exists()


def test_var_that_cannot_be_written_to_is_told_in_one_sentence(tmp_path):
    tmp_path.chmod(0o555)

    refused = subprocess.run(
        [sys.executable, "-m", "ovp_portal.local"],
        cwd=ROOT,
        env=bare_environment(PORTAL_VAR=str(tmp_path / "var")),
        preexec_fn=without_powers,
        capture_output=True,
        text=True,
        check=False,
    )

    tmp_path.chmod(0o755)
    assert refused.returncode == 1
    assert is_one_sentence(refused.stderr)
    assert refused.stderr == f"The portal cannot write to {tmp_path / 'var'}: Permission denied.\n"
