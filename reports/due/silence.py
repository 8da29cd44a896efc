"""A commitment that nobody reported on for long: the OGP asks for an update at least twice a year."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import DayNear, LocalDay, MorningOf, number_of, owed_by_coordinators, thing
from commitments.enums import CommitmentStatus, PlanStatus
from commitments.models import Commitment
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.services.headlines import plain_headline
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.due.reviews import OWNER, SUBSTITUTE
from reports.models import StatusReport

KIND = "silence"
AFTER = 150
TERM = 182
"""Days since the last report: when it becomes somebody's task, and when half a year is over."""


def _day_after(days: int) -> ExpressionWrapper:
    return ExpressionWrapper(F("last_on") + Value(days, output_field=IntegerField()), output_field=DateField())


def branches(at: datetime) -> Iterable[Branch]:
    """Commitments of running plans without a published report for long, or since the plan's first reported day.

    A report that comes out begins the count anew, and a new round by its number.
    """
    last = StatusReport.objects.published().filter(commitment=OuterRef("pk"), published_at__lte=at)
    last = last.order_by("-published_at")
    last_on = Coalesce(
        Func(Subquery(last.values("published_at")[:1]), template="(%(expressions)s)::date", output_field=DateField()),
        F("plan__reporting_from_on"),
        F("plan__adopted_on"),
    )
    rows = (
        Commitment.objects.filter(
            plan__status=PlanStatus.ADOPTED, status=CommitmentStatus.ACCEPTED, plan__ends_on__gte=DayNear(at)
        )
        .annotate(local_day=LocalDay("plan__time_zone", at), last_on=last_on)
        .annotate(since_on=_day_after(AFTER))
        .filter(since_on__lte=F("local_day"))
        .annotate(
            thing=thing(KIND),
            ladder=F("plan__slug"),
            chase=Value(KIND),
            since_at=MorningOf("since_on", "plan"),
            deadline_on=_day_after(TERM),
            round=Coalesce(Subquery(last.values("pk")[:1]), 0, output_field=IntegerField()) + 1,
            is_prompt=Value(False, output_field=BooleanField()),
        )
    )
    return owed_by_coordinators(rows, group="group")


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = Commitment.objects.filter(pk__in=map(number_of, things)).select_related("area", "group")
    return {f"{KIND}:{row.pk}": Matter(row, row.group, "", gettext_lazy("the coordinator")) for row in rows}


def words(due: Due, matter: Matter, on: date) -> Waiting:
    commitment = matter.record
    return Waiting(
        title=_("No report for a long time: %(commitment)s") % {"commitment": commitment.label},
        due_on=due.due_on,
        url=commitment.get_absolute_url(),
        sub=_("The Open Government Partnership asks for an update twice a year."),
        action=_("Open the commitment"),
        action_end=commitment.label,
        is_late=due.due_on < on,
    )


LABEL = gettext_lazy("Commitments without a report for 150 days")
STEPS = (Default(None), Default(-14), Default(0, (OWNER, SUBSTITUTE, Audience.NATIONAL), 30, 6))
SILENCE = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=plain_headline,
    chases=(Chase(KIND, LABEL, STEPS),),
    listed_for=frozenset({OWNER, SUBSTITUTE}),
)
