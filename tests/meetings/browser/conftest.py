"""A note's form in a real browser, with its coordinator signed in; no demonstration is loaded, so it begins at once."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from meetings.models import MeetingNote
from ovp_portal.accounts.models import User
from tests.browser import launched
from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_note

IGNORED = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "status of 409")
"""What a browser says of the very faults that these tests bring about."""


@pytest.fixture
def note(transactional_db: None) -> MeetingNote:
    return make_note(group=make_commitment().group)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(
    note: MeetingNote, browser: Browser, live_server: LiveServer, settings: LazySettings
) -> Iterator[Callable[..., Page]]:
    """Open the note in a browser of one's own; afterwards no page may have complained."""
    settings.PORTAL_URL = live_server.url
    faults: list[str] = []

    def open_note(*, by: User | None = None, context=None, width: int = 1280, path: str = "") -> Page:
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
            context.set_default_timeout(15_000)
            sign_in(context, by or note.created_by, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.goto(path or reverse("meetings:edit", args=[note.pk]))
        return page

    yield open_note
    for context in browser.contexts:
        context.close()
    assert [fault for fault in faults if not any(words in fault for words in IGNORED)] == []


def sign_in(context, user: User, address: str) -> None:
    """Give this browser a session, as signing in would."""
    client = Client()
    client.force_login(user)

    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([cookie | {"url": address}])
