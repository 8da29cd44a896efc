"""A plan: its state, its areas, and the matrix of commitments and periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet

from commitments.enums import CommitmentStatus
from commitments.models import ActionPlan, Commitment
from commitments.queries import AreaOverview, PlanOverview, plan_overview
from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.rows import as_records, rows_along
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries.editions import papers_at
from reports.public.queries.front import periods_of, with_periods
from reports.public.queries.owed import began_by, with_expected
from reports.public.queries.progress import Done, done_by_period

NOTHING = Done(0, 0)

FIELDS_PER_PAGE = 1200
"""So many fields of the matrix stand on one page; a larger plan is read in several."""


@dataclass(frozen=True)
class Cell:
    """One commitment in one period. `kind`: published, late, open, later, or none when nobody was asked to report."""

    kind: str
    period: ReportingPeriod
    done: int = 0
    total: int = 0
    is_slow: bool = False


@dataclass(frozen=True)
class Row:
    commitment: Commitment
    cells: list[Cell]


@dataclass(frozen=True)
class PlanPage:
    overview: PlanOverview
    periods: list[ReportingPeriod]
    local_plans: list[ActionPlan]


def plan_to_show(user: User) -> QuerySet[ActionPlan]:
    """A plan with all that is short beside it: its parent, its periods, and the plans of which it is the parent."""
    visible = ActionPlan.objects.visible_to(user)
    local = visible.filter(parent=OuterRef("pk")).order_by("-starts_on", "pk")
    return with_expected(with_periods(visible.select_related("parent"))).annotate(local_rows=rows_along(local))


def plan_page(plan: ActionPlan, *, on: date) -> PlanPage:
    """Three queries beside that of `plan_to_show`."""
    return PlanPage(plan_overview(plan=plan, on=on), periods_of(plan), as_records(ActionPlan, plan.local_rows))


def counted(area: AreaOverview) -> int:
    """Commitments of an area that are promises: neither proposals nor withdrawn."""
    return sum(row.status in (CommitmentStatus.ACCEPTED, CommitmentStatus.CLOSED) for row in area.commitments)


def matrix_rows(
    *, plan: ActionPlan, commitments: Sequence[Commitment], periods: Sequence[ReportingPeriod], at: datetime
) -> list[Row]:
    """Completed of all milestones as published, in two queries; `plan` comes from `owed.with_expected`."""
    papers = papers_at(address_of(one, period) for one in commitments for period in periods)
    done = done_by_period(plan)

    def cell(commitment: Commitment, period: ReportingPeriod) -> Cell:
        first = papers.first(address_of(commitment, period))
        if first is not None:
            counts = done.get((commitment.pk, period.ends_on), NOTHING)
            is_slow = local_date(first.published_at, plan.time_zone) > period.publication_due_on
            return Cell("published", period, counts.done, counts.total, is_slow)
        if period.opened_at is None and period.publication_at > at:
            return Cell("later", period)
        if commitment.pk not in plan.expected_ids or not began_by(commitment, period):
            return Cell("none", period)
        return Cell("late" if period.publication_at <= at else "open", period)

    return [Row(commitment, [cell(commitment, period) for period in periods]) for commitment in commitments]
