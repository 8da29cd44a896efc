"""The whole plan at a glance: commitments down, periods across."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q
from django.urls import reverse

from commitments.enums import CompletionLevel
from commitments.models import ActionPlan, Commitment, MilestoneCompletion
from ovp_portal.lib.dates import local_date
from reports.enums import ReportStatus
from reports.models import ReportingPeriod, StatusReport, Submission


@dataclass(frozen=True)
class Cell:
    """One commitment in one period. `kind` is published, late, open, later (not opened) or none (nobody was asked)."""

    kind: str
    url: str = ""
    done: int | None = None
    total: int = 0
    is_slow: bool = False


@dataclass(frozen=True)
class Line:
    commitment: Commitment
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    plan: ActionPlan
    periods: list[ReportingPeriod]
    years: list[tuple[int, int]]
    areas: list[tuple[object, list[Line]]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.periods) + 1


def matrix_of(plan: ActionPlan, at: datetime) -> Matrix:
    """Five queries, whether the plan has one commitment or three hundred."""
    periods = list(ReportingPeriod.objects.filter(plan=plan).select_related("plan").order_by("starts_on"))
    commitments = Commitment.objects.filter(plan=plan).select_related("area").in_order()
    reports = {
        (commitment, period): (status, published_at)
        for commitment, period, status, published_at in StatusReport.objects.filter(period__in=periods).values_list(
            "commitment_id", "period_id", "status", "published_at"
        )
    }
    asked = set(Submission.objects.filter(period__in=periods).values_list("commitment_id", "period_id").distinct())
    levels = _levels(plan)

    def cell(commitment: Commitment, period: ReportingPeriod) -> Cell:
        key = commitment.pk, period.pk
        status, published_at = reports.get(key, ("", None))
        url = reverse("reports:quarter", args=[commitment.slug, period.key])
        if status == ReportStatus.PUBLISHED:
            done, total = levels.get((commitment.pk, period.ends_on), (0, 0))
            return Cell(
                "published",
                url,
                done,
                total,
                is_slow=local_date(published_at, plan.time_zone) > period.publication_due_on,
            )
        if period.opened_at is None:
            return Cell("later")
        if key not in asked:
            return Cell("none")
        return Cell("late" if at > period.publication_at else "open", url)

    lines = [Line(commitment, [cell(commitment, period) for period in periods]) for commitment in commitments]
    years = [(year, len(list(group))) for year, group in groupby(period.year for period in periods)]
    return Matrix(plan, periods, years, _by_area(lines))


def _levels(plan: ActionPlan) -> dict[tuple[int, date], tuple[int, int]]:
    """Completed and all milestones at the end of each period, as published."""
    rows = MilestoneCompletion.objects.filter(milestone__commitment__plan=plan).values("milestone__commitment_id", "on")
    rows = rows.annotate(total=Count("pk"), done=Count("pk", filter=Q(level=CompletionLevel.COMPLETED))).order_by()
    return {(row["milestone__commitment_id"], row["on"]): (row["done"], row["total"]) for row in rows}


def _by_area(lines: Iterable[Line]) -> list[tuple[object, list[Line]]]:
    return [
        (group[0].commitment.area, group)
        for group in (list(found) for _pk, found in groupby(lines, key=lambda line: line.commitment.area_id))
    ]
