import pytest
from django.test import Client
from django.utils import translation

from tests.factories.reports import NOW


@pytest.fixture(autouse=True)
def _seventh_of_october(monkeypatch):
    """The doors ask the clock once; here it says 7 October 2022, and pages speak English."""
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)
    with translation.override("en"):
        yield


@pytest.fixture
def signed_in():
    """A browser in which this person is signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
