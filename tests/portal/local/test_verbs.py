"""What is typed after `./run`, as far as it starts nothing."""

import os

import pytest

from ovp_portal.local import __main__ as verbs
from ovp_portal.local import checks, clock, commands
from ovp_portal.local.refusals import Refusal


@pytest.mark.parametrize("typed", ["2022-13-12", "tomorrow", "12.10.2022", ""])
def test_what_is_not_a_day_is_refused(typed):
    with pytest.raises(Refusal, match="is not a day: write it like 2022-10-12"):
        verbs.main(["--on", typed])


@pytest.mark.parametrize("words", [["--nothing"], ["--on", "2022-10-12", "extra"], ["--port"]])
def test_unknown_or_unfinished_options_are_refused(words):
    with pytest.raises(Refusal, match=r"\./run "):
        verbs.main(words)


@pytest.mark.parametrize("words", [[], ["no_such_measurement"], ["../run"]])
def test_unknown_measurement_is_refused(words, monkeypatch):
    monkeypatch.setattr(commands, "with_servers", None)

    with pytest.raises(Refusal, match="There is no measurement"):
        verbs.main(["bench", *words])


def test_clock_is_set_once_and_then_only_when_a_day_is_named(tmp_path):
    path = tmp_path / "clock.json"

    clock.set_clock(path, None)
    assert clock.tell(path) == "7 October 2022, 09:00"
    clock.set_clock(path, clock.day("2022-10-12"))
    clock.set_clock(path, None)

    assert clock.tell(path) == "12 October 2022, 09:00"


def test_requirement_that_was_never_locked_is_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "requirements").mkdir()
    for source, target in checks.LOCKS.items():
        (tmp_path / "requirements" / f"{source}.in").write_text("-r other.in\ndjango>=5.2,<6  # why\nholidays[x]>=1\n")
        (tmp_path / target).write_text("django==5.2.19 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(checks, "ROOT", tmp_path)

    assert checks._locks_are_current() == 1
    assert capsys.readouterr().out.splitlines()[0] == "requirements.txt lacks holidays: ./run lock"


def test_every_list_of_requirements_is_locked():
    assert checks._locks_are_current() == 0


def test_the_tests_keep_what_is_compiled_also_where_somebody_forbids_it(monkeypatch):
    told = []
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(checks.browser, "provide", lambda: None)
    monkeypatch.setattr(checks, "_python", lambda words: told.append((words[-1], os.environ.copy())) or 0)

    assert checks.test(["tests/portal"]) == checks.faults(["-x"]) == 0
    assert [(word, "PYTHONDONTWRITEBYTECODE" in known) for word, known in told] == [
        ("tests/portal", False),
        ("-x", False),
    ]
