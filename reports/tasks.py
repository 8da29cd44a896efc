"""The clockwork: one job a minute looks at the database. Late, twice or five times, it does the same."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from ovp_portal import clock
from ovp_portal.notifications import services as notifications
from ovp_portal.notifications.heartbeat import beat
from ovp_portal.notifications.locks import only_one
from reports.services import periods, status_reports

log = logging.getLogger("portal.clockwork")

LOOKS: dict[str, Callable[[datetime], object]] = {
    "open periods": lambda at: periods.open_due(at=at),
    "publish reports": lambda at: status_reports.publish_due(at=at),
    "queue what is due": lambda at: notifications.queue_once(at=at),
}
"""What is looked after, in order: what one step brings about, the next one tells."""


@shared_task(name="reports.tick", ignore_result=True)
def tick() -> None:
    """Look after everything that is due at this moment, then deliver what waits."""
    at = clock.now()
    with only_one("reports.tick") as is_ours:
        if is_ours:
            for name, look in LOOKS.items():
                _guarded(name, look, at)
    _guarded("deliver", lambda _at: notifications.deliver_waiting(), at)
    beat("reports.tick", real_now=timezone.now())


def _guarded(name: str, look: Callable[[datetime], object], at: datetime) -> None:
    """One step's fault is noted and does not keep the next one from its work."""
    try:
        look(at)
    except Exception:
        log.exception("The clockwork could not %s.", name)
