"""The life of a status report after it was drafted: with the members, approved, scheduled. All its acts meet here."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.rosters import hold_roster, seats_besides
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.circulation.services import check_it_is_over, check_it_may_go_on, close, open_circulation
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.workflow import check_move
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import StatusReport
from reports.payloads import report_payload
from reports.services.drafts import ChangedMeanwhile, compile_draft, locked, save_draft
from reports.services.publishing import publish, publish_due
from reports.workflow import REPORT_MOVES

__all__ = [
    "ChangedMeanwhile",
    "approve",
    "circulate",
    "compile_draft",
    "publish",
    "publish_due",
    "recall",
    "save_draft",
    "schedule",
]


@transaction.atomic
def circulate(*, report: StatusReport, closes_on: date, by: User, at: datetime) -> StatusReport:
    """Send the frozen draft to every member of the group of this day, in one act.

    The group is locked first: nobody takes a seat between the reading of the
    roster and the sending.
    """
    report = locked(report)
    check_move(REPORT_MOVES, report.status, ReportStatus.CIRCULATED)
    on = _today(report, at)
    _check_is_whole(report, closes_on, on)
    hold_roster(report.commitment.group_id)
    with translation.override(report.language):
        title = str(report)
    report.circulation = open_circulation(
        title=title,
        payload=report_payload(report, on=on),
        seats=seats_besides(report.commitment.group, on, by),
        by=by,
        at=at,
        on=on,
        closes_on=closes_on,
        earlier=report.earlier_circulations.order_by("-pk").first(),
    )
    report.status = ReportStatus.CIRCULATED
    report.full_clean()
    report.save(update_fields=["status", "circulation"])
    record(
        actor=by,
        action="report.circulated",
        target=report,
        at=at,
        closes_on=closes_on.isoformat(),
        circulation=report.circulation_id,
        checksum=report.circulation.checksum,
    )
    return report


def _check_is_whole(report: StatusReport, closes_on: date, on: date) -> None:
    """Refuse a draft that does not say everything that it could; each refusal says what to do."""
    refusals = []
    if closes_on < on:
        refusals.append(_("The closing date is in the past."))
    lines = {line.milestone_id: line for line in report.lines.select_related("milestone")}
    if set(lines) != set(report.commitment.milestones.current().values_list("pk", flat=True)):
        refusals.append(_("The milestones of the commitment were changed. Compile the draft again; your words stay."))
    empty = [str(line.milestone.number) for line in lines.values() if not line.text.strip()]
    if empty:
        words = ngettext_lazy("Milestone %(numbers)s has no text.", "Milestones %(numbers)s have no text.", len(empty))
        refusals.append(words % {"numbers": ", ".join(empty)})
    if not report.summary.strip():
        refusals.append(_("Write the summary."))
    late = report.period.submissions.filter(
        commitment=report.commitment, status=SubmissionStatus.ACCEPTED, accepted_at__gt=report.compiled_at
    )
    if late.exists():
        refusals.append(_("Data were accepted after the draft was compiled. Compile it again; your words stay."))
    if refusals:
        raise ValidationError(refusals)


@transaction.atomic
def recall(*, report: StatusReport, by: User, at: datetime) -> StatusReport:
    """Take a report back to draft, to change it: it then goes to every member again before it is published.

    Opinions on the earlier draft stay, and are published unless their author writes a newer one.
    """
    report = locked(report)
    check_move(REPORT_MOVES, report.status, ReportStatus.DRAFT)
    before = report.status
    circulation = close(circulation=report.circulation, at=at)
    report.earlier_circulations.add(circulation)
    report.status, report.circulation = ReportStatus.DRAFT, None
    report.approved_at = report.approved_by = report.scheduled_for = None
    report.version += 1
    report.full_clean()
    report.save(update_fields=["status", "circulation", "approved_at", "approved_by", "scheduled_for", "version"])
    record(actor=by, action="report.recalled", target=report, at=at, before=before, circulation=circulation.pk)
    return report


@transaction.atomic
def approve(*, report: StatusReport, by: User, at: datetime, reason: str = "") -> StatusReport:
    """Confirm the circulated text, once everybody answered or the closing day is over.

    An objection does not stop it: it is published beside the report, in its author's words. But who goes on over
    one, or before the closing day ends, says why.
    """
    report = locked(report)
    check_move(REPORT_MOVES, report.status, ReportStatus.APPROVED)
    on, remarks = _today(report, at), report.circulation.positions.with_remarks().count()
    waiting = check_it_is_over(report.circulation, on)
    reason = check_it_may_go_on(report.circulation, on, reason=reason, remarks=remarks)
    report.status = ReportStatus.APPROVED
    report.approved_at, report.approved_by = at, by
    report.full_clean()
    report.save(update_fields=["status", "approved_at", "approved_by"])
    said = {"reason": reason, "with_remarks": remarks} if reason else {}
    record(actor=by, action="report.approved", target=report, at=at, without_answer=waiting, **said)
    return report


@transaction.atomic
def schedule(*, report: StatusReport, by: User, at: datetime) -> StatusReport:
    """Put an approved report on the clock: the period's own moment, or the next minute when that has passed."""
    report = locked(report)
    check_move(REPORT_MOVES, report.status, ReportStatus.SCHEDULED)
    report.status, report.scheduled_for = ReportStatus.SCHEDULED, report.period.publication_at
    report.full_clean()
    report.save(update_fields=["status", "scheduled_for"])
    record(actor=by, action="report.scheduled", target=report, at=at, scheduled_for=report.scheduled_for.isoformat())
    return report


def _today(report: StatusReport, at: datetime) -> date:
    return local_date(at, report.commitment.plan.time_zone)
