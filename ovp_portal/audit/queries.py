from django.db import models

from ovp_portal.audit.models import AuditEvent


def history_of(record: models.Model) -> models.QuerySet[AuditEvent]:
    """What happened to a record, newest first."""
    return AuditEvent.objects.filter(target_type=record._meta.label_lower, target_id=str(record.pk)).order_by(
        "-at", "-pk"
    )
