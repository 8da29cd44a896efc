"""Whether the clockwork goes: when it last came to its end, and how long mail has been waiting. Real time."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ovp_portal.notifications.models import Heartbeat, Mail

STANDS_STILL_AFTER = timedelta(minutes=5)


class Health(NamedTuple):
    last_at: datetime | None
    oldest_waiting_at: datetime | None
    is_well: bool


def beat(job: str, *, real_now: datetime) -> None:
    Heartbeat.objects.update_or_create(job=job, defaults={"last_at": real_now})


def health(job: str, *, real_now: datetime) -> Health:
    """For a probe: well while the job came to its end within some minutes. Two queries."""
    last_at = Heartbeat.objects.filter(job=job).values_list("last_at", flat=True).first()
    oldest = Mail.objects.waiting(real_now).order_by("next_try_at").values_list("next_try_at", flat=True).first()
    return Health(last_at, oldest, last_at is not None and real_now - last_at <= STANDS_STILL_AFTER)
