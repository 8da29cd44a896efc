"""The coordinator's draft: compiled from what was accepted, completed by hand."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from commitments.services import records
from ovp_portal.accounts.models import User
from ovp_portal.audit.queries import history_of
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import moment_text
from ovp_portal.lib.text import tidy
from reports.compiling import propose, propose_summary
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, ReportLine, StatusReport
from reports.payloads import submissions_of


class ChangedMeanwhile(ValidationError):
    """Somebody saved the draft after this person opened it."""


@transaction.atomic
def compile_draft(*, commitment: Commitment, period: ReportingPeriod, by: User, at: datetime) -> StatusReport:
    """Make the draft, or make it anew: what the coordinator wrote by hand stays.

    The commitment is locked, so that two who compile at once work on one report.
    """
    commitment = Commitment.objects.select_for_update(of=("self",)).select_related("plan", "area").get(pk=commitment.pk)
    _check_may_be_compiled(commitment, period)
    report = StatusReport.objects.select_for_update(of=("self",)).filter(commitment=commitment, period=period).first()
    if report is None:
        report = StatusReport(commitment=commitment, period=period, language=commitment.plan.required_language)
    check_is_draft(report)
    submissions = list(submissions_of(commitment, period))
    summary = propose_summary(submissions, report.language)
    if report.summary == report.proposed_summary:
        report.summary = summary
    report.proposed_summary = summary
    report.compiled_at, report.compiled_by = at, by
    report.version += 1
    report.full_clean()
    report.save()
    _compile_lines(report, submissions)
    accepted = sum(row.status == SubmissionStatus.ACCEPTED for row in submissions)
    record(actor=by, action="report.compiled", target=report, at=at, accepted=accepted, expected=len(submissions))
    return report


def _check_may_be_compiled(commitment: Commitment, period: ReportingPeriod) -> None:
    if period.plan_id != commitment.plan_id:
        raise ValidationError(_("The period belongs to another plan."))
    if period.opened_at is None:
        raise ValidationError(_("The period is not open yet."))
    if commitment.group_id is None:
        raise ValidationError(_("The commitment has no working group, so there is nobody to report or to ask."))


def _compile_lines(report: StatusReport, submissions: list) -> None:
    milestones = {row.pk: row for row in report.commitment.milestones.current()}
    report.lines.exclude(milestone__in=milestones).delete()
    lines = {line.milestone_id: line for line in report.lines.all()}
    compiled = []
    for milestone in milestones.values():
        line = lines.get(milestone.pk) or ReportLine(report=report)
        line.milestone = milestone
        proposal = propose(milestone, submissions, report.language)
        if line.pk is None or not line.is_by_hand:
            line.level, line.text = proposal
        line.proposed_level, line.proposed_text = proposal
        compiled.append(line)
    records.upsert(compiled, by=["report", "milestone"], changing=["level", "text", "proposed_level", "proposed_text"])


@transaction.atomic
def save_draft(
    *,
    report: StatusReport,
    summary: str,
    lines: Mapping[int, tuple[str, str]],
    version: int,
    by: User,
    at: datetime,
) -> StatusReport:
    """Keep what the coordinator wrote. `lines` gives level and text by milestone; `version` is the one he opened."""
    report = locked(report)
    check_is_draft(report)
    if version != report.version:
        raise ChangedMeanwhile(_changed_words(report), code="changed_meanwhile")
    report.summary = tidy(summary)
    report.version += 1
    report.full_clean()
    report.save(update_fields=["summary", "version"])
    changed = []
    for line in report.lines.select_related("milestone"):
        level, text = lines.get(line.milestone_id, (line.level, line.text))
        if (level, tidy(text)) != (line.level, line.text):
            line.level, line.text = level, tidy(text)
            line.full_clean()
            line.save(update_fields=["level", "text"])
            changed.append(line.milestone.number)
    record(actor=by, action="report.draft_saved", target=report, at=at, milestones=changed)
    return report


def locked(report: StatusReport) -> StatusReport:
    """The report as it is now, kept from others until the transaction ends."""
    rows = StatusReport.objects.select_for_update(of=("self",))
    return rows.select_related(
        "period__plan", "commitment__plan", "commitment__area", "commitment__group", "circulation"
    ).get(pk=report.pk)


def check_is_draft(report: StatusReport) -> None:
    if report.status == ReportStatus.PUBLISHED:
        raise ValidationError(_("The report is published, so its text is fixed."))
    if report.status != ReportStatus.DRAFT:
        raise ValidationError(_("The report is with the members. Call it back before you change it."))


def _changed_words(report: StatusReport) -> str:
    last = history_of(report).first()
    params = {
        "person": last.actor_label if last else "",
        "moment": moment_text(last.at if last else report.compiled_at, report.period.plan.time_zone),
    }
    return _("%(person)s changed this draft on %(moment)s, after you opened it. Your text was not saved.") % params
