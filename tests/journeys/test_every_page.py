"""Every kind of page in every language, at four widths, light and dark. Long: `./run journeys` runs it."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.journeys.accessibility import sticking_out, violations
from tests.journeys.people import Person
from tests.journeys.portal import Portal

pytestmark = pytest.mark.journeys_long

WIDTHS = (320, 360, 768, 1280)
LOOKS = ("light", "dark")
EXAMPLES = 2
"""So many pages of each kind are looked at: what they show may differ."""
NO_PAGES = {"public:edition_data", "public:note_data", "notifications:letter", "account_logout"}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", ["", "justice", "opengate", "coordinator", "national", "council"])
def test_every_page_that_a_person_comes_to(portal: Portal, name: str, language: str):
    portal.tick(2022, 10, 7, 9, 1)
    person = portal.stranger(language=language)
    if name:
        person.sign_in(f"{name}@example.org")
    faults, seen, waiting = [], {}, ["/work/" if name else "/", "/outbox/"]
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path, language)
        if kind is None or path in seen.get(kind, ()) or len(seen.get(kind, ())) >= EXAMPLES:
            continue
        seen.setdefault(kind, []).append(path)
        person.goes(path, sees="")
        faults += _looked_over(person, path)
        waiting += _links(person, language)

    assert faults == []
    assert len(seen) > 10


def _looked_over(person: Person, path: str) -> list[str]:
    found = []
    for width in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{path} at {width} sticks out: {one}" for one in sticking_out(person.page)]
        for look in LOOKS:
            person.page.evaluate("look => document.documentElement.dataset.bsTheme = look", look)
            found += [f"{path} at {width}, {look}: {fault}" for fault in violations(person.page)]
    return found


def _links(person: Person, language: str) -> list[str]:
    """Where the page leads to inside the portal, without the language's prefix."""
    addresses = person.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    found = []
    for address in addresses:
        parts = urlsplit(address)
        if address.startswith(person.address) and parts.path.startswith(f"{prefix}/"):
            found.append(parts.path.removeprefix(prefix))
    return found


def _kind(path: str, language: str) -> str | None:
    """The name of the page's address; nothing for a file, and for what is no page of this language."""
    if not path.endswith("/"):
        return None
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    with translation.override(language):
        try:
            name = resolve(prefix + path).view_name
        except Resolver404:
            return None
    return None if name in NO_PAGES or name.startswith("admin:") else name
