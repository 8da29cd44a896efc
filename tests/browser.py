"""The browser of the journeys."""

import os

import pytest

from ovp_portal.local import browser

FLAGS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str:
    """Where Chromium is; without one a journey is skipped with a line that says how to get it, and fails in CI."""
    path = browser.find()
    if path:
        return path
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(browser.HOW, pytrace=False)
    pytest.skip(browser.HOW)


def launch_options() -> dict:
    """For `playwright.chromium.launch(**launch_options())`; root has no sandbox, everybody else does."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {"executable_path": chromium_path(), "args": flags}
