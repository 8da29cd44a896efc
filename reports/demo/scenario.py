"""Who does what and when while the demonstration passes a quarter: facts, and how each act is done."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from commitments.enums import CommitmentStatus
from commitments.models import Commitment
from ovp_portal.circulation import services as circulation
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.lib.dates import local_date
from reports.demo.acts import beside_it, coordinator_of, hand_in, member_of, moment, submission_of
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, StatusReport, Submission
from reports.services import reviews, status_reports

FACTS = Path(__file__).with_name("scenario.json")
DAY = re.compile(r"(?P<name>[a-z]+(?:_[a-z]+)*_on)(?P<days>[+-]\d+)?")
WRITING = timedelta(minutes=22)


class Act(NamedTuple):
    """One act of a person: `do` is given its moment, finds the papers as they are then, and does nothing twice."""

    at: datetime
    do: Callable[[datetime], None]


@cache
def facts() -> Mapping[str, Any]:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def organizations() -> list[str]:
    """Who acts, for whom `--silent` may be said."""
    return sorted({fact["organization"] for fact in facts()["acts"] if "organization" in fact})


def acts_of(period: ReportingPeriod, *, silent: Collection[str] = ()) -> Iterator[Act]:
    """The acts of a quarter, in the order of the facts; those of silent organizations are left out."""
    for fact in facts()["acts"]:
        if fact.get("organization") not in silent:
            hour = time.fromisoformat(fact["at"])
            yield Act(moment(period.plan, day_of(period, fact["day"]), hour), _doing(period, fact))


def day_of(period: ReportingPeriod, said: str) -> date:
    """`data_due_on-2` is two days before the day on which the period's data are due."""
    found = DAY.fullmatch(said)
    return getattr(period, found["name"]) + timedelta(days=int(found["days"] or 0))


def _doing(period: ReportingPeriod, fact: Mapping[str, Any]) -> Callable[[datetime], None]:
    return lambda at: DEEDS[fact["does"]](period, fact, at)


def _hand_in(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    commitment = _commitment(period, fact)
    organization = fact["organization"]
    submission = submission_of(period, commitment, organization)
    by = member_of(commitment, organization, local_date(at, period.plan.time_zone))
    if submission and by and submission.status in (SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED):
        account = facts()["accounts"][commitment.slug][organization]
        hand_in(submission=submission, account=account, by=by, begun_at=at - WRITING, at=at)


def _return(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    commitment = _commitment(period, fact)
    submission = submission_of(period, commitment, fact["organization"])
    if submission and submission.status == SubmissionStatus.SUBMITTED:
        until = day_of(period, fact["until"])
        by = coordinator_of(commitment, local_date(at, period.plan.time_zone))
        reviews.return_for_changes(submission=submission, reason=fact["reason"], new_due_on=until, by=by, at=at)


def _accept(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    """The coordinators accept what waits."""
    waiting = Submission.objects.filter(period=period, status=SubmissionStatus.SUBMITTED).select_related("commitment")
    for submission in waiting.order_by("commitment__slug", "organization__slug"):
        by = coordinator_of(submission.commitment, local_date(at, period.plan.time_zone))
        reviews.accept(submission=submission, by=by, at=at)


def _circulate(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    """Each coordinator compiles the draft and sends it to the members, with what the portal proposes."""
    there = StatusReport.objects.filter(period=period).exclude(status=ReportStatus.DRAFT).values("commitment")
    asked = Commitment.objects.filter(status=CommitmentStatus.ACCEPTED, submissions__period=period)
    period = ReportingPeriod.objects.select_related("plan").get(pk=period.pk)  # opened by now
    for commitment in asked.exclude(pk__in=there).distinct().order_by("slug"):
        by = coordinator_of(commitment, local_date(at, period.plan.time_zone))
        report = status_reports.compile_draft(commitment=commitment, period=period, by=by, at=at - WRITING)
        status_reports.circulate(report=report, closes_on=period.positions_due_on, by=by, at=at)


def _answer(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    """The members of an organization answer the drafts that they have; a CSO may add its view."""
    on = local_date(at, period.plan.time_zone)
    drafts = StatusReport.objects.filter(period=period, status=ReportStatus.CIRCULATED).values("circulation")
    waiting = Position.objects.filter(
        circulation__in=drafts, organization__slug=fact["organization"], answer=Answer.NONE
    )
    waiting = waiting.select_related("circulation", "user", "organization")
    for position in waiting.order_by("circulation__title", "person"):
        said = {"by": position.user, "at": at, "on": on}
        circulation.take_position(position=position, answer=fact["answer"], text=fact.get("text", ""), **said)
        if view := fact.get("opinion"):
            circulation.write_opinion(
                circulation=position.circulation,
                organization=position.organization,
                text=view,
                language=period.plan.required_language,
                **said,
            )


def _approve(period: ReportingPeriod, fact: Mapping[str, Any], at: datetime) -> None:
    """The coordinators approve what came back, and put it on the clock."""
    reports = StatusReport.objects.filter(period=period, status=ReportStatus.CIRCULATED).select_related("commitment")
    for report in reports.order_by("commitment__slug"):
        by = coordinator_of(report.commitment, local_date(at, period.plan.time_zone))
        report = status_reports.approve(report=report, by=by, at=at, reason=beside_it(period.plan))
        status_reports.schedule(report=report, by=by, at=at)


DEEDS = {
    "hand_in": _hand_in,
    "return": _return,
    "accept": _accept,
    "circulate": _circulate,
    "answer": _answer,
    "approve": _approve,
}


def _commitment(period: ReportingPeriod, fact: Mapping[str, Any]) -> Commitment:
    return Commitment.objects.select_related("plan", "area").get(plan=period.plan_id, slug=fact["commitment"])
