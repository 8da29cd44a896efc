"""What a coordinator's reports wait for: to be drafted, circulated, approved and scheduled."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import LocalDay, MorningOf, owed_by_coordinators, thing
from commitments.enums import CommitmentStatus, PlanStatus
from commitments.models import Commitment
from ovp_portal.notifications.sources import Branch, Chase, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.due.reviews import OWNER, STEPS, SUBSTITUTE
from reports.enums import ReportStatus
from reports.models import ReportingPeriod, StatusReport

DRAFT, CIRCULATE, APPROVE = "report_draft", "report_circulate", "report_approve"
NO = Value(False, output_field=BooleanField())
DAY_AFTER = {"output_field": DateField()}


def to_draft(at: datetime) -> Iterable[Branch]:
    """Each commitment and opened period whose data were due and which has no report yet; since the day after."""
    reports = StatusReport.objects.filter(commitment=OuterRef("pk"), period=OuterRef("plan__periods"))
    asked = Exists(Commitment.objects.filter(pk=OuterRef("pk"), submissions__period=OuterRef("plan__periods")))
    after = ExpressionWrapper(F("plan__periods__data_due_on") + Value(1, output_field=IntegerField()), **DAY_AFTER)
    rows = (
        Commitment.objects.filter(plan__status=PlanStatus.ADOPTED, status=CommitmentStatus.ACCEPTED)
        .annotate(local_day=LocalDay("plan__time_zone", at))
        .filter(plan__periods__opened_at__lte=at, plan__periods__data_due_on__lt=F("local_day"))
        .annotate(has_report=Exists(reports), was_asked=asked)
        .filter(has_report=False, was_asked=True)
        .annotate(
            thing=Concat(Value("report:"), F("pk"), Value(":"), F("plan__periods__pk"), output_field=CharField()),
            ladder=F("plan__slug"),
            chase=Value(DRAFT),
            since_at=MorningOf(after, "plan"),
            deadline_on=F("plan__periods__review_due_on"),
            round=Value(1, output_field=IntegerField()),
            is_prompt=NO,
        )
    )
    return owed_by_coordinators(rows, group="group")


def _reports(at: datetime, kind: str, **more: Any) -> QuerySet[StatusReport]:
    """Reports of running plans; a report that was called back and goes on anew is a new round."""
    rows = StatusReport.objects.filter(
        period__plan__status=PlanStatus.ADOPTED, commitment__status__in=CommitmentStatus.reported()
    )
    return rows.annotate(
        local_day=LocalDay("period__plan__time_zone", at),
        thing=thing("report"),
        ladder=F("period__plan__slug"),
        chase=Value(kind),
        round=Count("earlier_circulations", distinct=True) + 1,
        is_prompt=NO,
        **more,
    )


def to_circulate(at: datetime) -> Iterable[Branch]:
    rows = _reports(at, CIRCULATE, since_at=F("compiled_at"), deadline_on=F("period__review_due_on"))
    return owed_by_coordinators(rows.filter(status=ReportStatus.DRAFT), group="commitment__group")


def to_approve(at: datetime) -> Iterable[Branch]:
    """What the members have answered, since the day after it closed; and what was approved and not scheduled."""
    after = ExpressionWrapper(F("circulation__closes_on") + Value(1, output_field=IntegerField()), **DAY_AFTER)
    closed = MorningOf(after, "period__plan")
    since = Case(When(status=ReportStatus.APPROVED, then=F("approved_at")), default=closed)
    rows = _reports(at, APPROVE, since_at=since, deadline_on=F("period__publication_due_on"))
    is_closed = Q(status=ReportStatus.CIRCULATED, circulation__closes_on__lt=F("local_day"))
    rows = rows.filter(is_closed | Q(status=ReportStatus.APPROVED))
    return owed_by_coordinators(rows, group="commitment__group")


def load_drafts(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    pairs = {found: tuple(map(int, found.split(":")[1:])) for found in things}
    commitments = Commitment.objects.select_related("area", "group").in_bulk({pair[0] for pair in pairs.values()})
    periods = ReportingPeriod.objects.in_bulk({pair[1] for pair in pairs.values()})
    return {
        found: Matter(
            StatusReport(commitment=commitments[one], period=periods[other]), commitments[one].group, "", _WHO
        )
        for found, (one, other) in pairs.items()
        if one in commitments and other in periods
    }


def load_reports(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = StatusReport.objects.filter(pk__in=[found.rpartition(":")[2] for found in things])
    rows = rows.select_related("commitment__area", "commitment__group", "period", "circulation")
    return {f"report:{row.pk}": Matter(row, row.commitment.group, "", _WHO) for row in rows}


_WHO = gettext_lazy("the coordinator")


def _words(title_of: Callable[[StatusReport], str]) -> Callable[[Due, Matter, date], Waiting]:
    def words(due: Due, matter: Matter, on: date) -> Waiting:
        report = matter.record
        return Waiting(
            title=title_of(report) % {"report": report},
            due_on=due.due_on,
            url=reverse("reports:quarter", args=[report.commitment.slug, report.period.key]),
            action=_("Open the quarter"),
            action_end=str(report),
            is_late=due.due_on < on,
        )

    return words


def _to_approve(report: StatusReport) -> str:
    is_approved = report.status == ReportStatus.APPROVED
    return _("Schedule the report %(report)s") if is_approved else _("Approve the report %(report)s")


def _source(kind: str, label, branches, load, title_of) -> Source:
    return Source(
        kind=kind,
        label=label,
        branches=branches,
        load=load,
        words=_words(title_of),
        chases=(Chase(kind, label, STEPS),),
        listed_for=frozenset({OWNER, SUBSTITUTE}),
    )


DRAFTS = _source(
    DRAFT,
    gettext_lazy("Reports to be drafted"),
    to_draft,
    load_drafts,
    lambda report: _("Draft the report %(report)s"),
)
CIRCULATIONS = _source(
    CIRCULATE,
    gettext_lazy("Reports to be completed and circulated"),
    to_circulate,
    load_reports,
    lambda report: _("Complete and circulate the draft report %(report)s"),
)
APPROVALS = _source(
    APPROVE, gettext_lazy("Reports to be approved and scheduled"), to_approve, load_reports, _to_approve
)
