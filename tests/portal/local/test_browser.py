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
