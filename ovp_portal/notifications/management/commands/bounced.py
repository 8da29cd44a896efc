import sys
from typing import Any

from django.core.management.base import BaseCommand

from ovp_portal import clock
from ovp_portal.notifications.services.bounces import take_back

MOST_BYTES = 10 * 2**20


class Command(BaseCommand):
    help = (
        "Read one message from the mail server's pipe: if it says that a message of the portal could not be delivered, "
        "note it. Anything else is let be."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        mail = take_back(raw=sys.stdin.buffer.read(MOST_BYTES), at=clock.now())
        self.stdout.write(f"did not arrive: {mail.address}" if mail else "no failed delivery of ours")
