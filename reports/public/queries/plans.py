"""A plan: its state, its areas, and the matrix of commitments and periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commitments.enums import CommitmentStatus
from commitments.models import ActionPlan, Commitment
from commitments.queries import AreaOverview, PlanOverview, plan_overview
from ovp_portal.lib.dates import local_date
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries.editions import papers_at
from reports.public.queries.front import periods_of
from reports.public.queries.owed import began_by
from reports.public.queries.progress import done_by_period

FIELDS_PER_PAGE = 1200
"""So many fields of the matrix stand on one page; a larger plan is read in several."""


@dataclass(frozen=True)
class Cell:
    """One commitment in one period. Exactly one of done, is_late and is_open says what the field shows."""

    commitment: Commitment
    period: ReportingPeriod
    done: int | None = None
    total: int = 0
    is_slow: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Row:
    commitment: Commitment
    cells: list[Cell]


@dataclass(frozen=True)
class PlanPage:
    overview: PlanOverview
    periods: list[ReportingPeriod]
    local_plans: list[ActionPlan]


def plan_page(plan: ActionPlan, *, user, on: date) -> PlanPage:
    local_plans = ActionPlan.objects.visible_to(user).filter(parent=plan).order_by("-starts_on", "pk")
    return PlanPage(plan_overview(plan=plan, on=on), periods_of(plan), list(local_plans))


def counted(area: AreaOverview) -> int:
    """Commitments of an area that are promises: neither proposals nor withdrawn."""
    return sum(row.status in (CommitmentStatus.ACCEPTED, CommitmentStatus.CLOSED) for row in area.commitments)


def matrix_rows(
    *, plan: ActionPlan, commitments: Sequence[Commitment], periods: Sequence[ReportingPeriod], at: datetime
) -> list[Row]:
    """Completed of all milestones as published, in two queries."""
    papers = papers_at(address_of(one, period) for one in commitments for period in periods)
    done = done_by_period(plan)

    def cell(commitment: Commitment, period: ReportingPeriod) -> Cell:
        first = papers.first(address_of(commitment, period))
        if first is not None:
            counts = done.get((commitment.pk, period.ends_on))
            is_slow = local_date(first.published_at, plan.time_zone) > period.publication_due_on
            return Cell(commitment, period, counts.done if counts else 0, counts.total if counts else 0, is_slow)
        is_owed = (
            commitment.status == CommitmentStatus.ACCEPTED
            and commitment.counters.total > 0
            and began_by(commitment, period)
        )
        return Cell(commitment, period, is_late=is_owed and period.publication_at <= at)

    return [Row(commitment, [cell(commitment, period) for period in periods]) for commitment in commitments]
