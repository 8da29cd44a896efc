import pytest

from ovp_portal.local import browser as local_browser
from tests import browser


def test_browser_that_is_named_is_used(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/bin/sh")

    assert browser.chromium_path() == "/bin/sh"


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("1", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_missing_browser_is_a_skip_with_a_hint_and_a_failure_in_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(local_browser, "find", lambda: None)

    with pytest.raises(outcome, match="apt install chromium"):
        browser.chromium_path()


@pytest.mark.parametrize(("uid", "has_sandbox"), [(0, False), (1000, True)])
def test_only_root_goes_without_the_sandbox(monkeypatch, uid, has_sandbox):
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    monkeypatch.setattr("os.geteuid", lambda: uid)

    assert ("--no-sandbox" not in browser.launch_options()["args"]) is has_sandbox


@pytest.mark.parametrize(
    ("uid", "is_debian", "calls"),
    [
        (0, True, ["-qq update", "-qq install --yes --no-install-recommends chromium"]),
        (1000, True, []),
        (0, False, []),
    ],
)
def test_browser_is_installed_by_root_on_debian_only(monkeypatch, tmp_path, uid, is_debian, calls):
    apt, said, mark = tmp_path / "apt-get", tmp_path / "said", tmp_path / "debian_version"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {said}\n')
    apt.chmod(0o755)
    said.touch()
    if is_debian:
        mark.touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(local_browser, "DEBIAN", mark)
    monkeypatch.setattr(local_browser, "find", lambda: None)
    monkeypatch.setattr("os.geteuid", lambda: uid)

    local_browser.provide()

    assert said.read_text().splitlines() == calls
