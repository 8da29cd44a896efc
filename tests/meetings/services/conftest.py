import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def refusals_are_read_in_english():
    with translation.override("en"):
        yield
