"""What is asked for beside periods and notes, in the columns of `afterwards`: milestones, silence, invitations."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from commitments.due.common import thing
from commitments.due.milestones import KIND as MILESTONE
from commitments.enums import CompletionLevel
from commitments.models import Commitment, Milestone, MilestoneCompletion
from ovp_portal.accounts.due import KIND as INVITATION
from ovp_portal.accounts.due import TERM as INVITATION_TERM
from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import User
from ovp_portal.notifications.models import Notification
from reports.due.silence import KIND as SILENCE
from reports.due.silence import TERM as SILENCE_TERM
from reports.models import StatusReport
from reports.queries.afterwards_columns import NEVER, NOBODY, NOTHING, day, name_of, period_around, was_told, when


class EndOf(Func):
    """The moment at which a day is over in a time zone; both are names of columns."""

    template = "timezone(%(expressions)s)"
    output_field = DateTimeField()

    def __init__(self, zone: str, on: str):
        after = Func(F(on), template="(%(expressions)s + 1)::timestamp", output_field=DateTimeField())
        super().__init__(F(zone), after)


def milestones(commitments: QuerySet) -> QuerySet:
    """Milestones whose day was told; of several responsible organizations none is named alone.

    The day itself ends what is told: a milestone that is not completed by then is overdue, and its own page says so.
    """
    completed = Q(completion=CompletionLevel.COMPLETED)
    levels = MilestoneCompletion.objects.filter(milestone=OuterRef("pk"), level=CompletionLevel.COMPLETED)
    alone = Milestone.responsible.through.objects.filter(milestone=OuterRef("pk")).order_by().values("milestone")
    alone = alone.annotate(count=Count("pk"), first=Min("organization")).filter(count=1).values("first")
    rows = Milestone.objects.current().filter(commitment__in=commitments, due_on__isnull=False)
    rows = rows.annotate(
        due_kind=name_of(MILESTONE),
        thing=thing(MILESTONE),
        org=Subquery(alone, output_field=BigIntegerField()),
        commitment_ref=F("commitment_id"),
        period_ref=_period_around("due_on", "commitment__plan_id"),
        deadline_on=day(F("due_on")),
        done_at=when(completed, Subquery(levels.order_by("published_at").values("published_at")[:1])),
        over_at=when(~completed, EndOf("commitment__plan__time_zone", "due_on")),
        about=F("title"),
        about_ref=F("pk"),
    )
    return rows.filter(was_told(MILESTONE))


def silence(commitments: QuerySet) -> QuerySet:
    """Commitments that nobody reported on for long, as they stood when that was told last; a report answers it."""
    told = Notification.objects.filter(kind=SILENCE, thing=OuterRef("thing")).order_by().values("thing")
    reports = StatusReport.objects.published().filter(commitment=OuterRef("pk"))
    before = reports.filter(published_at__lte=OuterRef("told_at")).order_by("-published_at")
    after = reports.filter(published_at__gt=OuterRef("told_at")).order_by("published_at")
    last_on = Coalesce(
        TruncDate(Subquery(before.values("published_at")[:1])), F("plan__reporting_from_on"), F("plan__adopted_on")
    )
    rows = Commitment.objects.filter(pk__in=commitments).annotate(thing=thing(SILENCE))
    rows = rows.annotate(told_at=Subquery(told.annotate(last=Max("queued_at")).values("last")))
    rows = rows.filter(told_at__isnull=False).annotate(until_on=_days_after(last_on, SILENCE_TERM))
    return rows.annotate(
        due_kind=name_of(SILENCE),
        org=NOBODY,
        commitment_ref=F("pk"),
        period_ref=_period_around("until_on", "plan_id"),
        deadline_on=day(F("until_on")),
        done_at=Subquery(after.values("published_at")[:1]),
        over_at=NEVER,
        about=NOTHING,
        about_ref=NOBODY,
    )


def invitations() -> QuerySet:
    """People who were reminded of because they did not come, with the day of their last invitation."""
    links = Q(links__purpose=LinkPurpose.INVITATION)
    rows = User.objects.annotate(invited_at=Max("links__created_at", filter=links)).filter(invited_at__isnull=False)
    rows = rows.annotate(
        due_kind=name_of(INVITATION),
        thing=thing(INVITATION),
        org=F("organization_id"),
        commitment_ref=NOBODY,
        period_ref=NOBODY,
        deadline_on=day(_days_after(TruncDate("invited_at"), INVITATION_TERM.days)),
        done_at=Max("links__used_at", filter=links),
        over_at=NEVER,
        about=F("name"),
        about_ref=F("pk"),
    )
    return rows.filter(was_told(INVITATION))


def _days_after(on: Any, days: int) -> ExpressionWrapper:
    return ExpressionWrapper(on + Value(days, output_field=IntegerField()), output_field=DateField())


def _period_around(on: str, plan: str) -> Subquery:
    return Subquery(period_around(on, plan), output_field=BigIntegerField())


PARTS = {MILESTONE: milestones, SILENCE: silence}
