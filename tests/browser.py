"""The browser of the tests that need a real one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

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


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """Chromium, as long as a test or the tests of a module need it: its start takes a second."""
    options = launch_options()
    options["args"] = [*options["args"], *flags]
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop of its own in this thread, and Django would take it for an asynchronous one.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**options)
            yield browser
            browser.close()
            # Beside that loop Django keeps connections of their own, which nobody else would close.
            connections.close_all()
