import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from commitments.models import ActionPlan, Commitment
from ovp_portal.accounts.models import User
from ovp_portal.circulation import services as circulation
from ovp_portal.lib.dates import local_date
from reports.demo.acts import beside_it, coordinator_of, hand_in, member_of, moment, period_of, submission_of
from reports.models import ReportingPeriod, StatusReport, Submission
from reports.services import periods, reviews, status_reports

FACTS = Path(__file__).with_name("history.json")
PLAN = "nap-2021-2023"


def load_history(*, at: datetime) -> None:
    """Let the quarters before `at` happen, each act at its own moment; once is enough, twice does no harm."""
    plan = ActionPlan.objects.get(slug=PLAN)
    periods.generate(plan=plan, at=at)
    facts = json.loads(FACTS.read_text())
    for past in facts["published"]:
        _let_happen(plan, past, at)
    _begin(plan, facts["running"], at)


def _let_happen(plan: ActionPlan, past: Mapping[str, Any], at: datetime) -> None:
    period = period_of(plan, past["key"])
    if period.publication_at > at or StatusReport.objects.filter(period=period).exists():
        return
    periods.open_due(at=moment(plan, period.opens_on, time(0, 5)))
    period.refresh_from_db()
    for slug, by_organization in past["submissions"].items():
        commitment = Commitment.objects.get(slug=slug)
        coordinator = coordinator_of(commitment, period.review_due_on)
        for organization, account in by_organization.items():
            submission = _hand_in(plan, period, commitment, organization, account)
            reviews.accept(submission=submission, by=coordinator, at=moment(plan, period.review_due_on, time(9, 0)))
        _publish(plan, period, commitment, coordinator, past)
    status_reports.publish_due(at=period.publication_at)


def _publish(
    plan: ActionPlan, period: ReportingPeriod, commitment: Commitment, coordinator: User, past: Mapping[str, Any]
) -> None:
    on = period.review_due_on
    report = status_reports.compile_draft(
        commitment=commitment, period=period, by=coordinator, at=moment(plan, on, time(13, 0))
    )
    lines = {line.milestone_id: (line.level, line.text) for line in report.lines.all()}
    report = status_reports.save_draft(
        report=report,
        summary=past["summary"][commitment.slug],
        lines=lines,
        version=report.version,
        by=coordinator,
        at=moment(plan, on, time(13, 40)),
    )
    report = status_reports.circulate(
        report=report, closes_on=period.positions_due_on, by=coordinator, at=moment(plan, on, time(14, 5))
    )
    _answer(plan, period, commitment, report, past)
    morning = moment(plan, period.publication_due_on, time(9, 0))
    report = status_reports.approve(report=report, by=coordinator, at=morning, reason=beside_it(plan))
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
            at=moment(plan, on, time(11, 0)),
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
            at=moment(plan, on, time(12, 30)),
            on=on,
        )


def _begin(plan: ActionPlan, running: Mapping[str, Any], at: datetime) -> None:
    """The quarter that is open: some handed in already, the others are left to whoever tries the portal."""
    period = period_of(plan, running["key"])
    opening = moment(plan, period.opens_on, time(0, 5))
    if not opening <= at < period.publication_at:  # over by then: it went as those who tried the portal let it go
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
    submission = submission_of(period, commitment, organization)
    if submission.submitted_at:
        return submission
    on = date.fromisoformat(account["on"])
    return hand_in(
        submission=submission,
        account=account,
        by=member_of(commitment, organization, on),
        begun_at=moment(plan, on, time(10, 20)),
        at=moment(plan, on, time(10, 42)),
    )
