"""A milestone that is about to fall due: told to those who answer for it. A service, and no duty to report."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, DateField, ExpressionWrapper, F, IntegerField, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import (
    DayNear,
    LocalDay,
    MorningOf,
    coordinators_of,
    escalations,
    members_of,
    number_of,
    thing,
)
from commitments.enums import CommitmentStatus, CompletionLevel, PlanStatus
from commitments.models import Milestone
from ovp_portal.lib.languages import said
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "milestone"
AHEAD = timedelta(days=31)
"""So long before its day a milestone waits for somebody."""


def branches(at: datetime) -> Iterable[Branch]:
    """Each member who sits for a responsible organization, and each milestone of the weeks to come, until its day."""
    near = ExpressionWrapper(F("due_on") - Value(AHEAD), output_field=DateField())
    rows = (
        Milestone.objects.current()
        .filter(
            commitment__plan__status=PlanStatus.ADOPTED,
            commitment__status=CommitmentStatus.ACCEPTED,
            due_on__lte=DayNear(at, AHEAD.days + 2),
        )
        .exclude(completion=CompletionLevel.COMPLETED)
        .annotate(local_day=LocalDay("commitment__plan__time_zone", at))
        .filter(due_on__gte=F("local_day"))
        .annotate(
            thing=thing(KIND),
            deadline_on=F("due_on"),
            ladder=F("commitment__plan__slug"),
            chase=Value(KIND),
            since_at=MorningOf(near, "commitment__plan"),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(False, output_field=BooleanField()),
        )
    )
    yield Branch(Audience.OWNER, members_of(rows, "commitment__group", "responsible").distinct())
    yield from escalations(rows, group="commitment__group")


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = Milestone.objects.filter(pk__in=map(number_of, things))
    found = list(rows.select_related("commitment__area", "commitment__group").prefetch_related("responsible"))
    coordinators = coordinators_of({row.commitment.group_id for row in found}, at)
    return {
        f"{KIND}:{row.pk}": Matter(
            row,
            row.commitment.group,
            coordinators.get(row.commitment.group_id, ""),
            ", ".join(organization.label for organization in row.responsible.all()),
        )
        for row in found
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    milestone = matter.record
    return Waiting(
        title=_("Milestone %(number)s falls due") % {"number": milestone.full_number},
        due_on=due.due_on,
        url=f"{milestone.commitment.get_absolute_url()}",
        sub=said(milestone, "title").text,
    )


MILESTONES = Source(
    kind=KIND,
    label=gettext_lazy("Milestones about to fall due"),
    branches=branches,
    load=load,
    words=words,
    chases=(Chase(KIND, gettext_lazy("Milestones about to fall due"), (Default(-30), Default(-14))),),
    is_optional=True,
)
