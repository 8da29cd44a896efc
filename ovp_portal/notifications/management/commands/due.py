from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ovp_portal import clock
from ovp_portal.notifications.services.ahead import look_ahead


class Command(BaseCommand):
    help = "Say what would be sent on a day: to whom, why and which text. Sends and writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="such as 2022-10-12; today when none is given")
        parser.add_argument("--texts", action="store_true", help="the whole text of each message")

    def handle(self, *args: Any, on: date | None, texts: bool, **options: Any) -> None:
        found = look_ahead(on=on or clock.today(), now=clock.now())
        for composed in found.letters:
            if composed.letter is None:
                self.stdout.write(f"{composed.addressee.address}  {composed.fault}")
                continue
            self.stdout.write(f"{composed.addressee.address}  {composed.letter.subject}")
            for line in composed.lines:
                if line.step:
                    self.stdout.write(f"    {line.due.audience}: {line.words.title}")
            if texts:
                self.stdout.write(composed.letter.text)
        for row in found.unreachable:
            self.stdout.write(f"!  {row.title}")
        self.stdout.write(f"{found.count} messages, {len(found.unreachable)} without an address")
