from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commitments.demo import load_register
from ovp_portal import clock
from reports.demo import load_history, load_notes


class Command(BaseCommand):
    help = "Load the demonstration: the plan, its people and its published past. Loads only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded into a demonstration only (PORTAL_DEMO=1).")
        at = clock.now()
        with transaction.atomic():
            load_register(at=at)
            load_history(at=at)
            load_notes(at=at)
