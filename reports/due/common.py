"""What the sources of this floor share: days in a plan's zone, seats on that day, and who answers questions."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import DateField, DateTimeField, F, Func, Q, Value

from commitments.enums import MemberRole
from commitments.models import Membership


class LocalDay(Func):
    """The calendar day of a moment in the time zone that a column names: one query serves plans of many zones."""

    template = "(timezone(%(expressions)s))::date"
    output_field = DateField()

    def __init__(self, zone: str, at: datetime):
        super().__init__(F(zone), Value(at, output_field=DateTimeField()))


def seated(prefix: str) -> Q:
    """The memberships at the end of a lookup path that are held on the row's `local_day`."""
    still = Q(**{f"{prefix}__ends_on__isnull": True}) | Q(**{f"{prefix}__ends_on__gte": F("local_day")})
    return still & Q(**{f"{prefix}__starts_on__lte": F("local_day"), f"{prefix}__user__is_active": True})


def plan_columns(prefix: str) -> list[str]:
    """The columns that make a plan's ladder, for values_list."""
    names = ("reminder_days", "reminder_repeat_days", "reminder_repeats", "mail_hour", "time_zone")
    return [f"{prefix}__{name}" for name in names]


def coordinators_of(groups: Collection[int], at: datetime) -> dict[int, str]:
    """The address of each group's coordinator of that day, or of the deputy where there is none."""
    rows = Membership.objects.filter(group__in=groups, role__in=MemberRole.coordinating())
    rows = rows.annotate(local_day=LocalDay("group__plan__time_zone", at))
    rows = rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=F("local_day")), starts_on__lte=F("local_day"), user__is_active=True
    )
    # "deputy" sorts after "coordinator", so the coordinator is written last and stays.
    return dict(rows.order_by("-role", "-pk").values_list("group_id", "user__email"))
