"""Who watches the clockwork: a look that does not depend on it, and tells the administrators by mail itself.

One look at a time, whoever makes it. A trouble is an incident from the first look that sees it;
it is told when a later look sees it too, so that a restart or a moved clock alarms nobody, again
after some hours, and when it is over. The message goes straight to the mail server: the rows
that wait are what may stand still. Who dies between sending and noting it tells twice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Greatest

from ovp_portal.notifications.enums import Trouble
from ovp_portal.notifications.locks import only_one
from ovp_portal.notifications.models import Incident
from ovp_portal.notifications.services import alarms
from ovp_portal.notifications.services.alarms import Reader
from ovp_portal.notifications.services.health import Health, examine

CONFIRMED_AFTER = timedelta(seconds=45)
AGAIN_AFTER = timedelta(hours=4)
PATIENCE = "20s"


def watch(*, at: datetime, real_now: datetime) -> list[Reader]:
    """Look once, note what is wrong and what is no more, and tell it. Answers who would be told."""
    readers = alarms.readers()
    with only_one("notifications.watch") as is_ours:
        if is_ours:
            with _impatience():
                health = examine(at=at, real_now=real_now)
            _note(health)
            _tell_troubles(health, readers)
            _tell_ends(health)
    return readers


@contextmanager
def _impatience() -> Iterator[None]:
    """A statement that waits for somebody's lock is a trouble to tell, not to share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [PATIENCE])
        try:
            yield
        finally:
            if not connection.needs_rollback and connection.is_usable():
                cursor.execute("RESET statement_timeout")


def _note(health: Health) -> None:
    """Open what is new, mark what is still so, end what is over. Each its own row."""
    now, troubles = health.real_now, health.troubles
    open_now = Incident.objects.filter(ended_at__isnull=True)
    # A clock that was set back ends nothing before it began.
    open_now.exclude(kind__in=troubles).update(ended_at=Greatest("begun_at", now))
    open_now.filter(kind__in=troubles).update(seen_at=now)
    known = set(open_now.values_list("kind", flat=True))
    new = [Incident(kind=kind, begun_at=now, seen_at=now) for kind in troubles if kind not in known]
    Incident.objects.bulk_create(new, ignore_conflicts=True)


def _tell_troubles(health: Health, readers: Sequence[Reader]) -> None:
    """One message for all that is confirmed, when some of it was never told or was told long ago."""
    now = health.real_now
    confirmed = list(Incident.objects.filter(ended_at__isnull=True, begun_at__lte=now - CONFIRMED_AFTER))
    if not any(row.told_at is None or row.told_at <= now - AGAIN_AFTER for row in confirmed):
        return
    confirmed.sort(key=lambda row: list(Trouble).index(row.kind))
    taken, fault = alarms.tell(readers, lambda: alarms.letter_of_troubles(confirmed, health))
    for row in confirmed:
        if taken:
            row.told_at, row.told_to = now, sorted({*row.told_to, *taken})
        row.fault = fault
        row.save(update_fields=["told_at", "told_to", "fault"])


def _tell_ends(health: Health) -> None:
    """Who was told that something is wrong is told that it is over."""
    untold = Q(ended_at__isnull=False, told_at__isnull=False, end_told_at__isnull=True)
    ended = list(Incident.objects.filter(untold, ended_at__gt=health.real_now - AGAIN_AFTER).order_by("begun_at"))
    if not ended:
        return
    readers = alarms.known_as({address for row in ended for address in row.told_to})
    taken, fault = alarms.tell(readers, lambda: alarms.letter_of_ends(ended, health))
    for row in ended:
        row.end_told_at, row.fault = health.real_now if taken else None, fault
        row.save(update_fields=["end_told_at", "fault"])
