"""What every part of the union in `afterwards` is made with."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast

from ovp_portal.notifications.models import Notification
from reports.models import ReportingPeriod

NOBODY = Cast(Value(None), BigIntegerField())
NEVER = Value(None, output_field=DateTimeField())
NOTHING = Value("", output_field=CharField())


def name_of(kind: str) -> Value:
    return Value(kind, output_field=CharField())


def day(expression: Any) -> Case:
    """A day that stands in a column of the union, whatever it is worked out from."""
    return Case(When(pk__isnull=False, then=expression), output_field=DateField())


def when(is_so: Q, moment: Any) -> Case:
    return Case(When(is_so, then=moment), default=None, output_field=DateTimeField())


def period_around(day: str, plan: str):
    """The period of a plan in which a day lies: the names of both columns are of the outer rows."""
    rows = ReportingPeriod.objects.filter(plan=OuterRef(plan), starts_on__lte=OuterRef(day), ends_on__gte=OuterRef(day))
    return rows.order_by("pk").values("pk")[:1]


def was_told(kind: str) -> Exists:
    """What nobody hands in by a period stands here once somebody was written to about it."""
    return Exists(Notification.objects.filter(kind=kind, thing=OuterRef("thing")))
