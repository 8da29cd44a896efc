"""How many milestones stood at each level at the end of each published period."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from commitments.enums import CompletionLevel
from commitments.models import ActionPlan, MilestoneCompletion
from commitments.queries import COUNTED


@dataclass(frozen=True)
class Column:
    """One period; the counts add up to the same total in each."""

    on: date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def _published_levels(plan: ActionPlan):
    return MilestoneCompletion.objects.filter(
        milestone__commitment__plan=plan,
        milestone__commitment__status__in=COUNTED,
        milestone__is_withdrawn=False,
    ).order_by()


def progress(plan: ActionPlan, total: int) -> list[Column]:
    """Each milestone once in every column, at the level last published up to that period; one query.

    The database counts the moves from level to level, so that the answer does
    not grow with the milestones.
    """
    before = MilestoneCompletion.objects.filter(milestone=OuterRef("milestone"), on__lt=OuterRef("on"))
    moves = (
        _published_levels(plan)
        .annotate(
            before=Coalesce(Subquery(before.order_by("-on").values("level")[:1]), Value(CompletionLevel.NOT_STARTED))
        )
        .values("on", "before", "level")
        .annotate(count=Count("pk"))
        .order_by("on")
    )
    counts = dict.fromkeys(CompletionLevel.values, 0) | {CompletionLevel.NOT_STARTED.value: total}
    columns: list[Column] = []
    for move in moves:
        counts[move["before"]] -= move["count"]
        counts[move["level"]] += move["count"]
        if columns and columns[-1].on == move["on"]:
            columns.pop()
        columns.append(Column(move["on"], dict(counts)))
    return columns


@dataclass(frozen=True)
class Done:
    """Of a commitment's milestones, how many were published in a period and how many of them completed."""

    done: int
    total: int


def done_by_period(plan: ActionPlan) -> dict[tuple[int, date], Done]:
    """For the matrix: by commitment and the period's last day, in one query."""
    rows = (
        _published_levels(plan)
        .values("on", commitment=F("milestone__commitment"))
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(level=CompletionLevel.COMPLETED)))
    )
    return {(row["commitment"], row["on"]): Done(row["done"], row["total"]) for row in rows}
