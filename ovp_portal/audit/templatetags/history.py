"""`{% load history %}{% history_of record %}`: what happened to a record, newest first."""

from datetime import date
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from ovp_portal.audit.models import AuditEvent
from ovp_portal.audit.queries import history_of as events_of
from ovp_portal.audit.services import CLOCKWORK
from ovp_portal.audit.words import words_for
from ovp_portal.lib.dates import day_text

register = template.Library()

SHOWN = 100


@register.inclusion_tag("components/history.html")
def history_of(record: models.Model, id: str = "history", name: str = "") -> dict[str, Any]:
    """A part with the newest acts on a record; one query, whatever its length."""
    events = list(events_of(record)[: SHOWN + 1])
    return {
        "id": id,
        "name": name or _("History"),
        "rows": [_row(event, type(record)) for event in events[:SHOWN]],
        "has_more": len(events) > SHOWN,
        "shown": SHOWN,
    }


def _row(event: AuditEvent, model: type[models.Model]) -> dict[str, Any]:
    changes = event.data.get("changes", {})
    return {
        "at": event.at,
        "who": _("the portal itself") if event.actor_label == CLOCKWORK else event.actor_label,
        "what": words_for(event.action),
        "reason": event.data.get("reason", ""),
        "changes": [
            (_label(model, name), *(_said(model, name, values.get(when)) for when in ("before", "after")))
            for name, values in changes.items()
        ],
    }


def _label(model: type[models.Model], name: str) -> str:
    """The field as forms call it; a translation by its language (`name_en`)."""
    for field in model._meta.get_fields():
        if field.name == name and hasattr(field, "verbose_name"):
            return str(field.verbose_name)
    return name


def _said(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as pages say it: a choice by its label, a day in the reader's language."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField) and value:
        return day_text(date.fromisoformat(value))
    return dict(field.flatchoices).get(value, value) if getattr(field, "choices", None) else value
