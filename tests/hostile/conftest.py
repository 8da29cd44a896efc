from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import launched

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
"""What a payload asks for elsewhere is not there, and that is known at once."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with launched(NOWHERE) as browser:
        yield browser
