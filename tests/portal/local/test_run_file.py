"""The file `run`: it makes the environment, or says in one sentence why it cannot."""

import ast
import os
import shutil
import sys

import pytest

from ovp_portal.local.places import ROOT
from tests.portal.local.machine import bare_clone, bare_environment, call, is_one_sentence, load_run, without_powers

NOT_TO_BE_HAD = "nothing-of-this-name==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone whose environment was made by its first start."""
    clone = bare_clone(tmp_path_factory.mktemp("machine") / "clone")
    first = call(clone)
    assert first.returncode == 0, first.stdout
    assert "Installing the packages" in first.stdout
    return clone


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The file as a module, for a folder of its own."""
    run = load_run()
    venv = tmp_path / ".venv"
    for name, path in {
        "HERE": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin/python",
        "INSTALLING": venv / ".installing",
        "INSTALLED": venv / ".installed",
        "INSTALL_LOG": venv / "install.log",
    }.items():
        monkeypatch.setattr(run, name, path)
    return run


def test_second_start_installs_nothing_and_hands_the_words_on(clone):
    again = call(clone, "shell", "--plain")

    assert (again.returncode, again.stdout) == (0, "started ['shell', '--plain']\n")


def test_changed_requirements_are_installed_once(clone):
    (clone / "requirements/local.txt").write_text("# changed\n")

    assert [call(clone).stdout.count("Installing") for _ in range(2)] == [1, 0]


def test_broken_environment_is_made_anew(clone):
    (clone / ".venv/bin/python").unlink()

    healed = call(clone)

    assert healed.returncode == 0, healed.stdout
    assert "broken or half-made; making it anew" in healed.stdout
    assert healed.stdout.endswith("started []\n")


def test_environment_without_its_settings_is_not_sound(clone, run, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", clone / ".venv/bin/python")
    run.VENV.mkdir()

    assert not run.is_sound()


def test_environment_whose_making_was_interrupted_is_not_sound(clone, run, monkeypatch):
    monkeypatch.setattr(run, "VENV", clone / ".venv")
    monkeypatch.setattr(run, "PYTHON", clone / ".venv/bin/python")
    monkeypatch.setattr(run, "INSTALLED", clone / ".venv/.installed")
    assert run.is_sound()

    run.INSTALLING.parent.mkdir()
    run.INSTALLING.touch()

    assert not run.is_sound()


def test_environment_that_lost_a_package_is_not_sound(clone, run, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "VENV", clone / ".venv")
    monkeypatch.setattr(run, "PYTHON", clone / ".venv/bin/python")
    run.INSTALLED.parent.mkdir()
    run.INSTALLED.write_text("pip\ndjango")

    assert not run.is_sound()


def test_packages_that_cannot_be_had_are_told_in_one_sentence(clone):
    lists = [clone / "requirements" / name for name in ("install.txt", "local.txt")]
    before = [path.read_text() for path in lists]
    for path in lists:
        path.write_text(NOT_TO_BE_HAD)

    refused = call(clone)

    for path, text in zip(lists, before, strict=True):
        path.write_text(text)
    told, said = refused.stdout.split("\n", 1)
    assert refused.returncode == 1
    assert told.startswith("Installing the packages")
    assert is_one_sentence(said)
    assert said.startswith("The packages could not be installed (is there a network?)")
    assert "nothing-of-this-name" in (clone / ".venv/install.log").read_text()
    assert call(clone).stdout == "started []\n"


def test_folder_that_cannot_be_written_to_is_told_in_one_sentence(tmp_path):
    clone = bare_clone(tmp_path / "clone")
    clone.chmod(0o555)

    refused = call(clone, preexec_fn=without_powers)

    clone.chmod(0o755)
    assert refused.returncode == 1
    assert is_one_sentence(refused.stdout)
    assert refused.stdout == f"The portal cannot use {clone / '.venv'}: Permission denied.\n"


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_python_without_venv_is_told_in_one_sentence(run, monkeypatch, missing):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == missing else object())

    with pytest.raises(run.Refusal, match=r"no venv module: install it \(on Debian: apt install python3-venv\)"):
        run.make_environment()


def test_environment_that_is_a_file_is_not_overwritten(run):
    run.VENV.write_text("mine")

    with pytest.raises(run.Refusal, match="move it away"):
        run.make_environment()
    assert run.VENV.read_text() == "mine"


def test_file_can_be_read_by_python_3_6():
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 6))


def test_old_python_alone_is_told_in_one_sentence(run, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 6, 15))
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(run.Refusal) as refusal:
        run.main([])

    assert str(refusal.value) == (
        "The portal needs Python 3.11 or newer and found only 3.6: install a newer one and start again."
    )


def test_old_python_goes_on_as_a_newer_one_that_starts(run, monkeypatch, tmp_path):
    broken = tmp_path / "python3.13"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    names = {"python3.13": str(broken), "python3": sys.executable}
    monkeypatch.setattr(sys, "version_info", (3, 6, 15))
    monkeypatch.setattr(shutil, "which", names.get)
    became = []
    monkeypatch.setattr(run, "become", lambda *how: (became.append(how), sys.exit(0)))

    with pytest.raises(SystemExit):
        run.main(["--port", "8001"])

    assert became == [(sys.executable, [str(ROOT / "run"), "--port", "8001"])]


def test_help_needs_no_environment_and_names_our_own_commands(tmp_path):
    clone = bare_clone(tmp_path / "clone")
    (clone / "reports/management/commands").mkdir(parents=True)
    (clone / "reports/management/commands/pass_quarter.py").touch()

    told = call(clone, "help", env=bare_environment(LC_ALL="C"))

    assert told.returncode == 0
    assert "./run test" in told.stdout
    assert told.stdout.endswith("Own commands of manage.py: pass_quarter.\n")
    assert not (clone / ".venv").exists()


def test_file_may_be_executed():
    assert os.access(ROOT / "run", os.X_OK)
