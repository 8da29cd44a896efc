"""Whether the clockwork goes: when it last got on with its work, and what of it fails. Real time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from ovp_portal.notifications.models import Heartbeat

TICK = "reports.tick"
STANDS_STILL_AFTER = timedelta(minutes=5)
"""When a probe says so; the administrators are told earlier (see `services.health`)."""

_TABLE = Heartbeat._meta.db_table
_BEAT = f"""
    INSERT INTO {_TABLE} AS h (job, last_at, failing) VALUES (%(job)s, %(now)s, '{{}}')
    ON CONFLICT (job) DO UPDATE SET last_at = GREATEST(h.last_at, EXCLUDED.last_at)
"""  # noqa: S608 - the table's name is ours
_FAILING = f"""
    UPDATE {_TABLE} SET failing = %(failing)s::varchar[],
        failing_since = CASE WHEN %(failing)s::varchar[] <> '{{}}' THEN COALESCE(failing_since, %(now)s) END
    WHERE job = %(job)s
"""  # noqa: S608


def beat(job: str, *, real_now: datetime) -> None:
    """Note that a job gets on with its work: after each part of it, so that a long one is not taken for dead."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, {"job": job, "now": real_now})


def note_failing(job: str, failing: Collection[str], *, real_now: datetime) -> None:
    """What failed in this run, since the first of the runs in a row in which something did."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILING, {"job": job, "now": real_now, "failing": list(failing)})


def is_going(last_at: datetime | None, *, real_now: datetime) -> bool:
    """For a probe: well while the job got on within some minutes."""
    return last_at is not None and real_now - last_at <= STANDS_STILL_AFTER


def last_beat(job: str) -> datetime | None:
    return Heartbeat.objects.filter(job=job).values_list("last_at", flat=True).first()
