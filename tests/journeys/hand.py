"""A hand at the keyboard and the mouse: every key and every click of a journey is counted and written down."""

import os
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.people import Person

FOLDER = Path(os.environ.get("PORTAL_VAR", "var")) / "journeys"


class Hand:
    """Letters count as one key each, Control+V as two; a choice from a list as two clicks, one to open it."""

    def __init__(self, person: Person, name: str) -> None:
        self.page, self.name = person.page, name
        self.context = person.context
        self.steps: list[tuple[str, int, int]] = []
        self.keys = self.clicks = 0
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.context.tracing.start(screenshots=True, snapshots=True)

    def did(self, words: str) -> None:
        """What was done since the last time this was said."""
        keys, clicks = (sum(step[place] for step in self.steps) for place in (1, 2))
        self.steps.append((words, self.keys - keys, self.clicks - clicks))

    def clicks_on(self, target: str | Locator) -> Locator:
        target = self.page.locator(target) if isinstance(target, str) else target
        target.click()
        self.clicks += 1
        return target

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def presses(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        self.keys += keys.count("+") + 1

    def fills(self, target: str, text: str) -> None:
        self.clicks_on(target)
        self.types(text)

    def picks(self, target: str, value: str) -> None:
        self.page.locator(target).select_option(value)
        self.clicks += 2

    def pastes(self, target: str, text: str) -> None:
        """Copying was done in the document that he has."""
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.clicks_on(target)
        self.presses("Control+v")

    def adds_a_row(self, kind: str, number: int) -> None:
        """The new row has the focus at once."""
        self.clicks_on(f"#id_{kind}-add")
        expect(self.page.locator(f"#id_{kind}-{number}-text")).to_be_focused()

    def writes_down(self) -> tuple[int, int]:
        """The journey as a table, and what was on the screen as a trace that Playwright shows."""
        rows = [*self.steps, ("all", self.keys, self.clicks)]
        table = "\n".join(f"| {words} | {keys} | {clicks} |" for words, keys, clicks in rows)
        head = f"# {self.name}\n\n| step | keys | clicks |\n|---|---|---|\n"
        (FOLDER / f"{self.name}.md").write_text(f"{head}{table}\n", encoding="utf-8")
        self.context.tracing.stop(path=FOLDER / f"{self.name}.zip")
        return self.keys, self.clicks
