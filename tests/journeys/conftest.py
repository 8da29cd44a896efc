from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from commitments.demo import load_register
from ovp_portal.lib import clockfile
from reports.demo import load_history, load_notes
from tests.browser import launched
from tests.journeys.portal import Portal


@pytest.fixture
def demonstration(transactional_db: None, settings: LazySettings, tmp_path: Path) -> None:
    """The demonstration on the morning of 7 October 2022, with a clock that the test moves."""
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clockfile.write_moment(settings.CLOCK_FILE, clockfile.FIRST_MOMENT, datetime.now(tz=UTC))
    for load in (load_register, load_history, load_notes):
        load(at=clockfile.FIRST_MOMENT)


@pytest.fixture
def portal(demonstration: None, live_server: LiveServer, settings: LazySettings) -> Iterator[Portal]:
    """The whole portal, served to a real browser."""
    settings.PORTAL_URL = live_server.url
    with launched() as browser:
        yield Portal(live_server.url, browser)
