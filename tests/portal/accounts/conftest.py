import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def clean_limits(db, settings):
    """No attempt of another test counts; and the ground floor needs no home page from above."""
    cache.clear()
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
