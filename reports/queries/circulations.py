"""Drafts with the members: whose turn it is, and what each answered."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Commitment
from ovp_portal.accounts.models import User
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from reports.enums import ReportStatus
from reports.models import StatusReport
from reports.waiting import Waiting, waits

ANSWER_STATES = {Answer.NONE: "none", Answer.AGREE: "done", Answer.REMARK: "sent", Answer.OBJECT: "back"}


def positions_of(user: User) -> QuerySet[Position]:
    """A member's own places on rosters, with the drafts."""
    return Position.objects.visible_to(user).select_related("circulation", "organization")


def state_of_answer(answer: str) -> tuple[str, str]:
    """A circle's key and the word beside it."""
    words = {
        Answer.NONE: _("No answer"),
        Answer.AGREE: _("Agrees"),
        Answer.REMARK: _("Agrees, with a remark"),
        Answer.OBJECT: _("Objects"),
    }
    return ANSWER_STATES[answer], words[answer]


@waits
def drafts_to_answer(user: User, on: date) -> list[Waiting]:
    """Drafts that a member has not answered, while they take answers. One query."""
    rows = positions_of(user).unanswered()
    rows = rows.filter(circulation__closed_at__isnull=True, circulation__closes_on__gte=on)
    return [
        Waiting(
            title=_("Your position on the draft report %(report)s") % {"report": row.circulation.title},
            due_on=row.circulation.closes_on,
            url=reverse("reports:position", args=[row.pk]),
            action=_("Read and answer"),
            action_end=row.circulation.title,
            state=state_of_answer(row.answer),
        )
        for row in rows
    ]


@waits
def reports_to_finish(user: User, on: date) -> list[Waiting]:
    """What a coordinator's reports wait for: circulation, approval, the clock. One query."""
    unfinished = [ReportStatus.DRAFT, ReportStatus.CIRCULATED, ReportStatus.APPROVED]
    rows = StatusReport.objects.filter(
        commitment__in=Commitment.objects.coordinated_by(user, on), status__in=unfinished
    ).select_related("commitment__area", "period", "circulation")
    return [_to_finish(row, on) for row in rows if _is_his_turn(row, on)]


def _is_his_turn(report: StatusReport, on: date) -> bool:
    return report.status != ReportStatus.CIRCULATED or on > report.circulation.closes_on


def _to_finish(report: StatusReport, on: date) -> Waiting:
    period = report.period
    title, due_on = {
        ReportStatus.DRAFT: (_("Complete and circulate the draft report %(report)s"), period.review_due_on),
        ReportStatus.CIRCULATED: (_("Approve the report %(report)s"), period.publication_due_on),
        ReportStatus.APPROVED: (_("Schedule the report %(report)s"), period.publication_due_on),
    }[report.status]
    return Waiting(
        title=title % {"report": report},
        due_on=due_on,
        url=reverse("reports:quarter", args=[report.commitment.slug, period.key]),
        action=_("Open the quarter"),
        action_end=str(report),
        is_late=on > due_on,
    )
