"""Questions that lists and other floors ask of the register, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from commitments.enums import CommitmentStatus, CompletionLevel, MemberRole, PlanStatus
from commitments.models import ActionPlan, Commitment, Membership, Milestone, PriorityArea, WorkingGroup
from ovp_portal.accounts.models import User

COUNTED = [CommitmentStatus.ACCEPTED, CommitmentStatus.CLOSED]
"""Milestones of proposals and of withdrawn commitments are no promises, so no counter holds them."""


@dataclass
class Counters:
    """How many milestones stand at each level; they add up to the total. Overdue ones are among them."""

    levels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CompletionLevel.values, 0))
    overdue: int = 0

    @property
    def total(self) -> int:
        return sum(self.levels.values())

    def __add__(self, other: "Counters") -> "Counters":
        levels = {level: count + other.levels[level] for level, count in self.levels.items()}
        return Counters(levels=levels, overdue=self.overdue + other.overdue)


@dataclass
class AreaOverview:
    """An area of a plan with its commitments; `area` is None for commitments that stand in none."""

    area: PriorityArea | None
    commitments: list[Commitment]
    counters: Counters


@dataclass
class PlanOverview:
    plan: ActionPlan
    areas: list[AreaOverview]
    counters: Counters


def plan_overview(*, plan: ActionPlan, on: date) -> PlanOverview:
    """A plan's areas and commitments, each with its counters; every commitment has a `counters` of its own."""
    commitments = list(plan.commitments.select_related("area", "lead", "plan").in_order())
    counted = counters_of(commitments=commitments, on=on)
    by_area: dict[int | None, list[Commitment]] = {}
    for commitment in commitments:
        commitment.counters = counted[commitment.pk]
        by_area.setdefault(commitment.area_id, []).append(commitment)
    areas: list[PriorityArea | None] = [*plan.areas.all()]
    if None in by_area:
        areas.append(None)
    rows = [_area_overview(area, by_area.get(area.pk if area else None, [])) for area in areas]
    return PlanOverview(plan=plan, areas=rows, counters=_sum(row.counters for row in rows))


def counters_of(*, commitments: Iterable[Commitment], on: date) -> dict[int, Counters]:
    """The counters of each commitment, in one query; one that promises nothing has zeros."""
    counters = {commitment.pk: Counters() for commitment in commitments}
    rows = (
        Milestone.objects.current()
        .filter(commitment__in=counters, commitment__status__in=COUNTED)
        .order_by()
        .values("commitment", "completion")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=on) & ~Q(completion=CompletionLevel.COMPLETED)),
        )
    )
    for row in rows:
        one = counters[row["commitment"]]
        one.levels[row["completion"]] += row["count"]
        one.overdue += row["late"]
    return counters


def overdue(*, on: date) -> QuerySet[Milestone]:
    """The overdue milestones of running plans, the oldest first."""
    return (
        Milestone.objects.overdue(on)
        .filter(commitment__status=CommitmentStatus.ACCEPTED, commitment__plan__status=PlanStatus.ADOPTED)
        .select_related("commitment__plan", "commitment__area")
        .prefetch_related("responsible")
        .order_by("due_on", "pk")
    )


def plans_with_size() -> QuerySet[ActionPlan]:
    """All plans, the newest first, with `commitment_count`."""
    return ActionPlan.objects.annotate(commitment_count=Count("commitments")).order_by("-starts_on", "pk")


def roster(group: WorkingGroup, on: date) -> list[Membership]:
    """Who sits in a group on a day: those who coordinate first, then by organization."""
    seats = Membership.objects.on(on).of(group).select_related("user", "organization")
    order = list(MemberRole.values)
    return sorted(seats, key=lambda seat: (order.index(seat.role), seat.organization.sort_key, seat.pk))


def seat_of(user: User, group: WorkingGroup, on: date) -> Membership | None:
    """The seat that a person has in a group on a day."""
    return Membership.objects.on(on).of(group).filter(user=user).select_related("user", "organization").first()


def groups_of(plan: ActionPlan, on: date) -> QuerySet[WorkingGroup]:
    """A plan's groups with their commitments (`commitments`) and the seats of a day (`seats`)."""
    seats = Membership.objects.on(on).select_related("user", "organization").order_by("organization__sort_key", "pk")
    return plan.groups.prefetch_related(
        Prefetch("memberships", queryset=seats, to_attr="seats"),
        Prefetch("commitments", queryset=Commitment.objects.select_related("area").in_order()),
    )


def _area_overview(area: PriorityArea | None, commitments: list[Commitment]) -> AreaOverview:
    return AreaOverview(area, commitments, _sum(commitment.counters for commitment in commitments))


def _sum(counters: Iterable[Counters]) -> Counters:
    return sum(counters, start=Counters())
