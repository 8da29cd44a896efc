import pytest

from ovp_portal import clock
from tests.factories.meetings import NOW


@pytest.fixture(autouse=True)
def it_is_the_seventh_of_october(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
