"""Somebody at a browser: goes somewhere, reads, types, presses – and every page on the way is looked over."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, Request, Response, expect

from commitments.demo.facts import PASSWORD
from tests.journeys.accessibility import sticking_out, violations


class Person:
    """One person, one browser of his own, one language.

    For who has no scripts none of the portal's is let through. There is no inline one: the
    portal's policy would refuse it. So axe can look into those pages too.
    """

    PASSWORD = PASSWORD

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        language: str = "mk",
        width: int = 1280,
        has_scripts: bool = True,
        looked_at: set[str] | None = None,
    ):
        self.looked_at = looked_at
        self.address, self.language = address, language
        # Colours that are on their way to others are nobody's: who asks for stillness sees what stays.
        still = {"reduced_motion": "reduce"}
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **still)
        if not has_scripts:
            self.context.route("**/*.js", lambda route: route.abort("blockedbyclient"))
        self.context.on("request", self._note_request)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.asked_elsewhere: list[str] = []
        self.faults: list[str] = []
        self.seen: list[str] = []

    def says(self, message: str, **values: object) -> str:
        """A sentence of the portal in this person's language."""
        with translation.override(self.language):
            return translation.gettext(message) % values if values else translation.gettext(message)

    # --- Going and reading -----------------------------------------------------------------------

    def goes(self, path: str, *, sees: str, status: int = 200) -> None:
        prefix = "" if self.language == "mk" else f"/{self.language}"
        self._arrives(self.page.goto(self.address + prefix + path), sees, status)

    def follows(
        self, name: str, *, sees: str, within: Locator | None = None, status: int = 200, is_keyed: bool = False
    ) -> None:
        """Follow the first link that is called so; without a name, the first there is."""
        link = (within or self.page.locator("main")).get_by_role("link", name=name).first
        self._goes_through(link, sees, status, is_keyed)

    def presses(
        self, message: str, *, sees: str, within: Locator | None = None, status: int = 200, is_keyed: bool = False
    ) -> None:
        """Press the first button that says this (an English sentence of the code); without one, the first there is."""
        name = self.says(message) if message else ""
        button = (within or self.page.locator("main")).get_by_role("button", name=name).first
        self._goes_through(button, sees, status, is_keyed)

    def waiting(self, number: str) -> Locator:
        """The line of "what waits for you" that tells of a commitment."""
        return self.page.locator("ol.dated > li").filter(has_text=number).first

    def reads(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sign_in(self, email: str) -> None:
        self.goes("/account/login/", sees=self.says("Sign in"))
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(PASSWORD)
        with self.moving(sees=""):
            self.page.locator("main form").first.get_by_role("button").click()
        assert urlsplit(self.page.url).path.endswith("/work/"), self.page.url

    # --- Typing ------------------------------------------------------------------------------------

    def part(self, heading: str) -> Locator:
        """The section of the page under this heading."""
        named = self.page.get_by_role("heading", name=heading)
        return self.page.locator("section.part").filter(has=named).first

    def fills(self, within: Locator, **fields: str) -> None:
        """Type into fields, by the end of their names: `progress="…"`."""
        for name, value in fields.items():
            rich = within.locator(f"textarea[name='{name}_html'] + .rich [role='textbox']")
            plain = within.locator(f"[name$='{name}']")
            (rich if rich.count() else plain).first.fill(value)

    def types(self, field: str, text: str) -> None:
        """Tab to a field and type, without a mouse."""
        self.tabs_to(self.page.locator(field))
        self.page.keyboard.type(text)

    def chooses(self, within: Locator, name: str, value: str) -> None:
        within.locator(f"input[name$='{name}'][value='{value}']").check()

    def box(self, label: str) -> Locator:
        """The box whose label says this."""
        return self.page.locator("main").get_by_role("checkbox", name=label).first

    def tabs_to(self, target: Locator) -> None:
        """Walk there by Tab alone, as somebody without a mouse does."""
        for _step in range(200):
            self.page.keyboard.press("Tab")
            if target.evaluate("it => it === document.activeElement"):
                return
        raise AssertionError(f"The Tab key does not lead to {target}.")

    # --- What every page has to be ---------------------------------------------------------------------

    def _goes_through(self, door: Locator, sees: str, status: int, is_keyed: bool) -> None:
        if is_keyed:
            self.tabs_to(door)
        with self.moving(sees=sees, status=status):
            if is_keyed:
                self.page.keyboard.press("Enter")
            else:
                door.click()

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.asked_elsewhere.append(request.url)

    @contextlib.contextmanager
    def moving(self, *, sees: str, status: int = 200) -> Iterator[None]:
        """What is done here leads to another page, which is looked over."""
        with self.page.expect_navigation() as moved:
            yield
        self._arrives(moved.value, sees, status)

    def _arrives(self, response: Response | None, sees: str, status: int) -> None:
        """The page came whole, it is the one that was meant, and nobody is shut out of it."""
        assert response is not None
        where = f"{urlsplit(self.page.url).path} ({self.language})"
        assert response.status == status, f"{where}: {response.status} and not {status}\n{self.text()}"
        expect(self.page.locator("main")).to_contain_text(sees)
        wrong = violations(self.page, self.looked_at) + sticking_out(self.page)
        assert not wrong, f"{where}: {wrong}"
        self.seen.append(where)
        expected = (f"status of {status}", "ERR_BLOCKED_BY_CLIENT")
        faults = [fault for fault in self.faults if not any(words in fault for words in expected)]
        assert (self.asked_elsewhere, faults) == ([], []), f"{where}: {self.asked_elsewhere} {faults}"
        self.faults.clear()
