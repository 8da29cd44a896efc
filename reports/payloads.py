"""A status report as plain data: the one shape that circulation shows, an edition freezes, pages and files use.

No person's name and no e-mail stands in it: organizations, functions and roles do.
`payload_shapes` names every key. `ovp_portal.editions.payloads.thaw` reads the frozen form
back, with days and numbers as themselves.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from commitments.enums import CompletionLevel
from commitments.models import Commitment, IndicatorResult, Membership, MilestoneCompletion
from ovp_portal.accounts.roles import Role
from ovp_portal.circulation.models import Circulation, Opinion
from ovp_portal.circulation.payloads import circulation_data, opinion_data, organization_data
from ovp_portal.lib.dates import days_late, local_date
from ovp_portal.lib.languages import in_languages
from reports.enums import SubmissionStatus
from reports.models import ReportingPeriod, ReportLine, StatusReport, Submission
from reports.payload_milestones import milestone_data, number_of
from reports.payload_shapes import AnsweredData, MissingData, ReportData

KIND, SCHEMA = "status_report", 1


def address_of(commitment: Commitment, period: ReportingPeriod) -> str:
    """The public address of a report below the site's root, without a language."""
    return f"/commitments/{commitment.slug}/reports/{period.key}/"


def report_payload(report: StatusReport, *, on: date) -> ReportData:
    """The report as it stands now: its lines, and what was accepted. A fixed number of queries.

    `on` is the day on which it is looked at.
    """
    commitment, period = report.commitment, report.period
    submissions = list(submissions_of(commitment, period))
    accepted = [row for row in submissions if row.status == SubmissionStatus.ACCEPTED]
    accepted.sort(key=lambda row: (row.submitted_at, row.pk))
    payload = ReportData(
        kind=KIND,
        schema=SCHEMA,
        address=address_of(commitment, period),
        plan=_plan(commitment),
        commitment=_commitment(commitment),
        period=_period(period),
        language=report.language,
        summary=report.summary,
        compiled_by=_compiler(report),
        milestones=[milestone_data(line, period, accepted) for line in lines_of(report)],
        answered=[_answered(row) for row in submissions if row not in _owed(submissions)],
        missing=[_missing(row) for row in _owed(submissions)],
        published_at=None,
        circulation=None,
        opinions=[],
    )
    return judged(payload, max(on, period.publication_due_on))


def final_payload(
    frozen: Mapping[str, Any], *, circulation: Circulation, opinions: Iterable[Opinion], at: datetime, zone: str
) -> ReportData:
    """What the members saw, with their answers beside it, judged on the day of publication.

    Built on the circulated text and not on the records, so that nothing gets into a
    report between its circulation and its publication.
    """
    payload = judged(dict(frozen), local_date(at, zone))
    payload["published_at"] = at
    payload["circulation"] = circulation_data(circulation, zone)
    payload["opinions"] = [opinion_data(opinion, zone) for opinion in opinions]
    return payload


def judged(payload: ReportData, on: date) -> ReportData:
    """Say on which day what is overdue, and count: every milestone once by level, overdue ones beside it."""
    milestones = []
    for milestone in payload["milestones"]:
        is_done = milestone["level"] == CompletionLevel.COMPLETED
        late = 0 if is_done or milestone["due_on"] is None else days_late(milestone["due_on"], on)
        milestones.append(milestone | {"is_overdue": late > 0, "days_late": late})
    counters = {level: sum(row["level"] == level for row in milestones) for level in CompletionLevel.values} | {
        "total": len(milestones),
        "overdue": sum(row["is_overdue"] for row in milestones),
    }
    return payload | {"overdue_on": on, "milestones": milestones, "counters": counters}


def lines_of(report: StatusReport):
    """The report's lines with all that a payload says of their milestones."""
    before = report.period.starts_on
    return (
        ReportLine.objects.filter(report=report)
        .select_related("milestone__commitment__area")
        .order_by("milestone__number")
        .prefetch_related(
            "milestone__responsible",
            "milestone__indicators",
            Prefetch(
                "milestone__indicators__results",
                IndicatorResult.objects.filter(ends_on__lt=before).order_by("ends_on"),
                to_attr="earlier_results",
            ),
            Prefetch(
                "milestone__completions",
                MilestoneCompletion.objects.filter(on__lt=before).order_by("on"),
                to_attr="earlier_levels",
            ),
        )
    )


def submissions_of(commitment: Commitment, period: ReportingPeriod):
    """What is expected for a report, in the organizations' order, with all answers."""
    return (
        Submission.objects.filter(commitment=commitment, period=period)
        .select_related("organization", "period__plan", "commitment__area")
        .order_by("organization__sort_key", "organization_id")
        .prefetch_related("updates__values", "updates__activities", "updates__milestone")
    )


def _owed(submissions: list[Submission]) -> list[Submission]:
    return [row for row in submissions if row.status in (SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED)]


def _answered(row: Submission) -> AnsweredData:
    submitted_on = local_date(row.submitted_at, row.period.plan.time_zone)
    return AnsweredData(
        organization=organization_data(row.organization),
        status=row.status,
        due_on=row.due_on,
        submitted_on=submitted_on,
        is_late=submitted_on > row.due_on,
    )


def _missing(row: Submission) -> MissingData:
    updates = sorted(row.updates.all(), key=lambda update: update.milestone.number)
    return MissingData(
        organization=organization_data(row.organization),
        status=row.status,
        due_on=row.due_on,
        milestones=[number_of(row.commitment, update.milestone) for update in updates],
    )


def _plan(commitment: Commitment) -> dict:
    plan = commitment.plan
    return {
        "slug": plan.slug,
        "language": plan.required_language,
        "title": in_languages(plan, "title"),
        "short_title": in_languages(plan, "short_title"),
    }


def _commitment(commitment: Commitment) -> dict:
    area = commitment.area
    return {
        "slug": commitment.slug,
        "number": commitment.full_number,
        "language": commitment.language,
        "title": in_languages(commitment, "title"),
        "area": {"number": area.number, "title": in_languages(area, "title")} if area else None,
    }


def _period(period: ReportingPeriod) -> dict:
    fields = ("key", "rhythm", "year", "part", "starts_on", "ends_on", "data_due_on", "publication_due_on")
    return {name: getattr(period, name) for name in fields}


def _compiler(report: StatusReport) -> dict:
    """For which organization and in which role it was compiled; the person stays out of it."""
    on = local_date(report.compiled_at, report.commitment.plan.time_zone)
    seats = Membership.objects.on(on).filter(user=report.compiled_by, group=report.commitment.group_id)
    seat = seats.select_related("organization").first()
    organization = seat.organization if seat else report.compiled_by.organization
    return {
        "organization": organization_data(organization) if organization else None,
        "role": seat.role if seat else Role.NATIONAL_COORDINATOR.value,
    }
