from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from ovp_portal.audit.models import AuditEvent

CLOCKWORK = "clockwork"
"""The actor of what nobody did by hand."""


def record(*, actor: Any, action: str, target: models.Model, at: datetime, **data: Any) -> AuditEvent:
    """Add one line to the audit, inside the transaction of the act; without an actor it was the clockwork."""
    event = line(actor=actor, action=action, target=target, at=at, **data)
    event.save(force_insert=True)
    return event


def record_all(lines: Iterable[AuditEvent]) -> None:
    """Add many lines in one statement, inside the transaction of the act."""
    AuditEvent.objects.bulk_create(lines)


def line(*, actor: Any, action: str, target: models.Model, at: datetime, **data: Any) -> AuditEvent:
    """A line for `record_all`."""
    return AuditEvent(
        at=at,
        actor_id=getattr(actor, "pk", None),
        actor_label=str(actor)[:300] if actor is not None else CLOCKWORK,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        data=data,
    )


def act_as(user: Any) -> None:
    """Tell the database whose act the rest of this transaction is; triggers that guard authorship ask for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ovp.actor', %s, true)", [str(user.pk)])
