"""The portal as a journey meets it: a server, a browser and a clock."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from playwright.sync_api import Browser

from ovp_portal.lib import clockfile
from reports.tasks import tick
from tests.journeys.people import Person

ZONE = ZoneInfo("Europe/Skopje")


class Portal:
    def __init__(self, address: str, browser: Browser):
        self.address, self.browser = address, browser
        self.looked_at: set[str] = set()

    def tick(self, *moment: int) -> None:
        """Move the clock to year, month, day, hour, minute in Skopje, and let the clockwork look once."""
        clockfile.write_moment(settings.CLOCK_FILE, datetime(*moment, tzinfo=ZONE), datetime.now(tz=UTC))
        tick()

    def stranger(self, **options: Any) -> Person:
        """Somebody with a browser of his own, who is not signed in."""
        return Person(self.browser, self.address, looked_at=self.looked_at, **options)

    def member(self, name: str, **options: Any) -> Person:
        """Somebody who is signed in: `name` is the first half of an address of the demonstration."""
        person = self.stranger(**options)
        person.sign_in(f"{name}@example.org")
        return person
