"""Everything between a started database and a portal that can be used; the launcher calls it at start."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Migrate and, for a demonstration, load it and say how to sign in."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        # What steps say goes to the log; standard output is the table of the demonstration's people.
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            call_command("load_demo", stdout=self.stderr)
            call_command("demo_accounts", stdout=self.stdout)
