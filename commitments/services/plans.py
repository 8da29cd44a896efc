from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from commitments.enums import PlanStatus
from commitments.models import ActionPlan, PriorityArea
from commitments.services import records
from commitments.workflow import PLAN_MOVES
from ovp_portal.accounts.models import User


@transaction.atomic
def create(*, by: User | None, at: datetime, **values: Any) -> ActionPlan:
    """Begin a plan. Nobody outside sees it before it is adopted."""
    return records.create(record=ActionPlan(**values), related={}, by=by, at=at, action="plan.created")


def amend(*, plan: ActionPlan, values: Mapping[str, Any], by: User | None, at: datetime, seen: str = "") -> ActionPlan:
    """Change what a plan says and the rules of its deadlines; what was entered for its periods stays."""
    return records.amend(record=plan, values=values, by=by, at=at, action="plan.amended", seen=seen)


def adopt(
    *, plan: ActionPlan, adopted_on: date, by: User | None, at: datetime, reporting_from_on: date | None = None
) -> ActionPlan:
    """Make a plan public, with the day on which it was adopted and the first day that is reported on."""
    values = {"adopted_on": adopted_on}
    if reporting_from_on:
        values["reporting_from_on"] = reporting_from_on
    to = PlanStatus.ADOPTED
    return records.move(record=plan, moves=PLAN_MOVES, to=to, by=by, at=at, action="plan.adopted", **values)


def close(*, plan: ActionPlan, by: User | None, at: datetime) -> ActionPlan:
    """End a plan: it stays public, and no more periods open."""
    to = PlanStatus.CLOSED
    return records.move(record=plan, moves=PLAN_MOVES, to=to, by=by, at=at, action="plan.closed")


def reopen(*, plan: ActionPlan, by: User | None, at: datetime) -> ActionPlan:
    """Let a closed plan run again; it keeps the day of its adoption."""
    to = PlanStatus.ADOPTED
    return records.move(record=plan, moves=PLAN_MOVES, to=to, by=by, at=at, action="plan.reopened")


@transaction.atomic
def add_area(*, plan: ActionPlan, by: User | None, at: datetime, **values: Any) -> PriorityArea:
    """Add an area, which a strategy calls sector."""
    plan = records.locked(plan)
    area = PriorityArea(plan=plan, **({"language": plan.required_language} | values))
    return records.create(record=area, related={}, by=by, at=at, action="area.added")


@transaction.atomic
def amend_area(
    *, area: PriorityArea, values: Mapping[str, Any], by: User | None, at: datetime, seen: str = ""
) -> PriorityArea:
    records.locked(area.plan)
    return records.amend(record=area, values=values, by=by, at=at, action="area.amended", seen=seen)
