"""Shared by the tests of the small tools."""

import pytest
from django.utils import translation
from hypothesis import settings

LANGUAGES = ["mk", "sq", "en", "sr-latn"]

# A busy machine must not fail a test by being slow.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each of the portal's languages in turn, active."""
    with translation.override(request.param):
        yield request.param
