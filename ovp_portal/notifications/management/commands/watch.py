from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ovp_portal import clock
from ovp_portal.notifications.services.watch import watch


class Command(BaseCommand):
    help = (
        "Look once whether the clockwork goes, and tell the administrators if it does not. For a timer beside the web."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        watch(at=clock.now(), real_now=timezone.now())
