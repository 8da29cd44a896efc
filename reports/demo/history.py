import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from commitments.enums import MemberRole
from commitments.models import ActionPlan, Commitment, Indicator, Membership
from ovp_portal.accounts.models import User
from ovp_portal.circulation import services as circulation
from ovp_portal.lib.dates import local_date, local_moment
from reports.enums import Outcome
from reports.models import MilestoneUpdate, ReportingPeriod, StatusReport, Submission
from reports.queries.gaps import whole_updates
from reports.queries.submissions import to_write
from reports.services import periods, reviews, status_reports, submissions

FACTS = Path(__file__).with_name("history.json")
PLAN = "nap-2021-2023"
DATES = ("starts_on", "ends_on")


def load_history(*, at: datetime) -> None:
    """Let the quarters before `at` happen, each act at its own moment; once is enough, twice does no harm."""
    plan = ActionPlan.objects.get(slug=PLAN)
    periods.generate(plan=plan, at=at)
    facts = json.loads(FACTS.read_text())
    for past in facts["published"]:
        _let_happen(plan, past, at)
    _begin(plan, facts["running"], at)


def _let_happen(plan: ActionPlan, past: Mapping[str, Any], at: datetime) -> None:
    period = _period(plan, past["key"])
    if period.publication_at > at or StatusReport.objects.filter(period=period).exists():
        return
    periods.open_due(at=_moment(plan, period.opens_on, time(0, 5)))
    period.refresh_from_db()
    for slug, by_organization in past["submissions"].items():
        commitment = Commitment.objects.get(slug=slug)
        coordinator = _coordinator(commitment, period.review_due_on)
        for organization, account in by_organization.items():
            submission = _hand_in(plan, period, commitment, organization, account)
            reviews.accept(submission=submission, by=coordinator, at=_moment(plan, period.review_due_on, time(9, 0)))
        _publish(plan, period, commitment, coordinator, past)
    status_reports.publish_due(at=period.publication_at)


def _publish(
    plan: ActionPlan, period: ReportingPeriod, commitment: Commitment, coordinator: User, past: Mapping[str, Any]
) -> None:
    on = period.review_due_on
    report = status_reports.compile_draft(
        commitment=commitment, period=period, by=coordinator, at=_moment(plan, on, time(13, 0))
    )
    lines = {line.milestone_id: (line.level, line.text) for line in report.lines.all()}
    report = status_reports.save_draft(
        report=report,
        summary=past["summary"][commitment.slug],
        lines=lines,
        version=report.version,
        by=coordinator,
        at=_moment(plan, on, time(13, 40)),
    )
    report = status_reports.circulate(
        report=report, closes_on=period.positions_due_on, by=coordinator, at=_moment(plan, on, time(14, 5))
    )
    _answer(plan, period, commitment, report, past)
    morning = _moment(plan, period.publication_due_on, time(9, 0))
    report = status_reports.approve(report=report, by=coordinator, at=morning)
    status_reports.schedule(report=report, by=coordinator, at=morning)


def _answer(
    plan: ActionPlan, period: ReportingPeriod, commitment: Commitment, report: StatusReport, past: Mapping[str, Any]
) -> None:
    """Positions and opinions, each on its day; who is not named gave no answer."""
    positions = {
        position.user.email: position
        for position in report.circulation.positions.select_related("user", "organization", "circulation")
    }
    for email, (answer, text, day) in past["positions"].get(commitment.slug, {}).items():
        on = period.positions_due_on.replace(day=day)
        circulation.take_position(
            position=positions[email],
            answer=answer,
            text=text,
            by=positions[email].user,
            at=_moment(plan, on, time(11, 0)),
            on=on,
        )
    for email, text in past["opinions"].get(commitment.slug, {}).items():
        on = period.positions_due_on
        circulation.write_opinion(
            circulation=report.circulation,
            organization=positions[email].organization,
            text=text,
            language="mk",
            by=positions[email].user,
            at=_moment(plan, on, time(12, 30)),
            on=on,
        )


def _begin(plan: ActionPlan, running: Mapping[str, Any], at: datetime) -> None:
    """The quarter that is open: some handed in already, the others are left to whoever tries the portal."""
    period = _period(plan, running["key"])
    opening = _moment(plan, period.opens_on, time(0, 5))
    if opening > at:
        return
    periods.open_due(at=opening)
    period.refresh_from_db()
    for slug, by_organization in running["submissions"].items():
        commitment = Commitment.objects.get(slug=slug)
        for organization, account in by_organization.items():
            if date.fromisoformat(account["on"]) <= local_date(at, plan.time_zone):
                _hand_in(plan, period, commitment, organization, account)


def _hand_in(
    plan: ActionPlan, period: ReportingPeriod, commitment: Commitment, organization: str, account: Mapping[str, Any]
) -> Submission:
    submission = to_write().get(period=period, commitment=commitment, organization__slug=organization)
    if submission.submitted_at:
        return submission
    on = date.fromisoformat(account["on"])
    member = _member(commitment, organization, on)
    updates = whole_updates(submission)
    submission = submissions.save_draft(
        submission=submission,
        updates=updates,
        data=_answers(updates, account.get("milestones", {})),
        version=submission.version,
        by=member,
        at=_moment(plan, on, time(10, 20)),
        is_nothing_done="nothing" in account,
        nothing_done_reason=account.get("nothing", ""),
    )
    return submissions.submit(submission=submission, by=member, at=_moment(plan, on, time(10, 42)))


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


def _period(plan: ActionPlan, key: str) -> ReportingPeriod:
    return next(period for period in plan.periods.select_related("plan") if period.key == key)


def _coordinator(commitment: Commitment, on: date) -> User:
    return Membership.objects.on(on).get(group=commitment.group_id, role=MemberRole.COORDINATOR).user


def _member(commitment: Commitment, organization: str, on: date) -> User:
    """Who hands in for an organization: its first member in the group, a deputy before the coordinator."""
    seats = Membership.objects.on(on).filter(group=commitment.group_id, organization__slug=organization)
    return seats.select_related("user").order_by("-role", "pk")[0].user


def _moment(plan: ActionPlan, on: date, hour: time) -> datetime:
    return local_moment(on, hour, plan.time_zone)
