"""The public reads in English on 7 November 2022: the third quarter of 2022 is published, or late."""

from datetime import UTC, datetime

import pytest

from ovp_portal import clock

NOW = datetime(2022, 11, 7, 8, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: `at(moment)`."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture(autouse=True)
def _today(at):
    pass
