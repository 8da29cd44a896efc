"""The clockwork: one job a minute looks at the database. Late, twice or five times, it does the same."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from ovp_portal import clock
from ovp_portal.notifications import services as notifications
from ovp_portal.notifications.heartbeat import TICK, beat, note_failing
from ovp_portal.notifications.locks import only_one
from reports.services import periods, status_reports

log = logging.getLogger("portal.clockwork")

LOOKS: dict[str, Callable[[datetime], object]] = {
    gettext_noop("open periods"): lambda at: periods.open_due(at=at),
    gettext_noop("publish reports"): lambda at: status_reports.publish_due(at=at),
    gettext_noop("queue what is due"): lambda at: notifications.queue_once(at=at),
}
"""What is looked after, in order: what one step brings about, the next one tells."""
DELIVER = gettext_noop("deliver")


@shared_task(name=TICK, ignore_result=True)
def tick() -> None:
    """Look after everything that is due at this moment, then deliver what waits.

    Only who looked leaves his mark: one that waits for ever with the lock in hand is not
    covered up by others, who just deliver.
    """
    at, failing = clock.now(), []
    with only_one(TICK) as is_ours:
        if is_ours:
            failing = [name for name, look in LOOKS.items() if not _went_well(name, look, at)]
    is_delivered = _guarded(DELIVER, lambda _at: notifications.deliver_waiting(), at)
    if is_ours:
        beat(TICK, real_now=timezone.now())
        note_failing(TICK, failing if is_delivered else [*failing, DELIVER], real_now=timezone.now())


def look_after(at: datetime) -> None:
    """What a tick does, for who has a clock of his own and keeps the others away."""
    for name, look in LOOKS.items():
        _went_well(name, look, at)
    _guarded(DELIVER, lambda _at: notifications.deliver_waiting(), at)


def _went_well(name: str, look: Callable[[datetime], object], at: datetime) -> bool:
    is_well = _guarded(name, look, at)
    beat(TICK, real_now=timezone.now())
    return is_well


def _guarded(name: str, look: Callable[[datetime], object], at: datetime) -> bool:
    """One step's fault is noted and does not keep the next one from its work."""
    try:
        look(at)
    except Exception:
        log.exception("The clockwork could not %s.", name)
        return False
    return True
