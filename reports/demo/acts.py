"""Acts of the demonstration's people, each by the real service: the past and a quarter that is passed share them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from commitments.enums import MemberRole
from commitments.models import ActionPlan, Commitment, Indicator, Membership
from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import local_moment
from reports.enums import Outcome
from reports.models import MilestoneUpdate, ReportingPeriod, Submission
from reports.queries.gaps import whole_updates
from reports.queries.submissions import to_write
from reports.services import submissions

DATES = ("starts_on", "ends_on")


def hand_in(
    *, submission: Submission, account: Mapping[str, Any], by: User, begun_at: datetime, at: datetime
) -> Submission:
    """Write an account and send it: milestones with what was done, or one reason for all."""
    updates = whole_updates(submission)
    submission = submissions.save_draft(
        submission=submission,
        updates=updates,
        data=_answers(updates, account.get("milestones", {})),
        version=submission.version,
        by=by,
        at=begun_at,
        is_nothing_done="nothing" in account,
        nothing_done_reason=account.get("nothing", ""),
    )
    return submissions.submit(submission=submission, by=by, at=at)


def beside_it(plan: ActionPlan) -> str:
    """Why a report goes on over a remark or an objection, in the plan's language."""
    with translation.override(plan.required_language):
        return gettext("What the members remarked is published beside the report, in their words.")


def submission_of(period: ReportingPeriod, commitment: Commitment, organization: str) -> Submission | None:
    return to_write().filter(period=period, commitment=commitment, organization__slug=organization).first()


def period_of(plan: ActionPlan, key: str) -> ReportingPeriod | None:
    return next((period for period in plan.periods.select_related("plan") if period.key == key), None)


def coordinator_of(commitment: Commitment, on: date) -> User:
    return Membership.objects.on(on).get(group=commitment.group_id, role=MemberRole.COORDINATOR).user


def member_of(commitment: Commitment, organization: str, on: date) -> User | None:
    """Who hands in for an organization: its first member in the group, a deputy before the coordinator."""
    seats = Membership.objects.on(on).filter(group=commitment.group_id, organization__slug=organization)
    seat = seats.select_related("user").order_by("-role", "pk").first()
    return seat.user if seat else None


def moment(plan: ActionPlan, on: date, hour: time) -> datetime:
    return local_moment(on, hour, plan.time_zone)


def _answers(updates: list[MilestoneUpdate], told: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    milestones = {str(update.milestone.number): update.milestone for update in updates}
    answers = {}
    for number, said in told.items():
        milestone = milestones[number]
        indicators = {str(row.position): row for row in milestone.indicators.all()}
        answer = {name: value for name, value in said.items() if name not in ("values", "activities")}
        if said["outcome"] in (Outcome.PROGRESS, Outcome.DONE):
            answer["values"] = {
                indicators[position].pk: _value(indicators[position], value)
                for position, value in said.get("values", {}).items()
            }
            answer["activities"] = [_activity(row) for row in said.get("activities", [])]
        answers[milestone.pk] = answer
    return answers


def _value(indicator: Indicator, told: str | list[str]) -> dict[str, Any]:
    if isinstance(told, list):
        return {"numerator": Decimal(told[0]), "denominator": Decimal(told[1])}
    return {"value": Decimal(told)} if indicator.is_numeric or indicator.kind == "yes_no" else {"text": told}


def _activity(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in DATES else value for name, value in told.items()}
