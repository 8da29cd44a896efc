"""The coordinator's quarter, the list of quarters, and the national coordinator's matrix."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commitments.enums import PlanStatus
from commitments.models import ActionPlan, Commitment, Membership
from ovp_portal import clock
from ovp_portal.audit.queries import history_of
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.forms import CirculateForm, GoOnForm
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.lib.dates import local_date, parse_period_key
from ovp_portal.lib.paging import page_of
from reports import permissions
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, StatusReport
from reports.queries import matrix as matrices
from reports.queries import quarters as queries
from reports.services.publishing import FAILED, opinions_of


@require_safe
def quarters(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.quarters_for(request.user, clock.today()), request)
    return render(request, "reports/quarters.html", {"page": page, "rows": queries.with_records(page)})


@require_safe
def quarter(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    commitment, period = find_quarter(request, slug, key)
    return render(request, "reports/quarter.html", quarter_context(request, commitment, period))


def find_quarter(request: HttpRequest, slug: str, key: str) -> tuple[Commitment, ReportingPeriod]:
    """The commitment and the period that an address names; 404 for who neither leads nor sees it."""
    visible = queries.commitments_for(request.user, clock.today())
    commitment = get_object_or_404(visible, slug=slug)
    try:
        rhythm, year, part = parse_period_key(key)
    except ValueError:
        raise Http404 from None
    periods = ReportingPeriod.objects.select_related("plan").filter(plan=commitment.plan_id)
    return commitment, get_object_or_404(periods, rhythm=rhythm, year=year, part=part)


def quarter_context(
    request: HttpRequest,
    commitment: Commitment,
    period: ReportingPeriod,
    form: CirculateForm | None = None,
    go_on: GoOnForm | None = None,
) -> dict:
    """Everything on the page; `form` is a closing date that was refused, `go_on` a reason."""
    on = local_date(clock.now(), period.plan.time_zone)
    reports = StatusReport.objects.select_related("circulation", "edition", "commitment__area", "period__plan")
    report = reports.filter(commitment=commitment, period=period).first()
    rows = queries.rows_of(commitment, period, on)
    counters = queries.counters_of(rows)
    positions = _positions(report)
    unanswered = sum(not row["position"].answer for row in positions)
    closes_on = max(period.positions_due_on, on)
    may_approve = bool(report and report.circulation and (not unanswered or on > report.circulation.closes_on))
    is_running = bool(report and report.circulation and on <= report.circulation.closes_on)
    has_remarks = any(row["position"].answer in (Answer.REMARK, Answer.OBJECT) for row in positions)
    failed = history_of(report).first() if report and report.status == ReportStatus.SCHEDULED else None
    return {
        "commitment": commitment,
        "period": period,
        "on": on,
        "report": report,
        "rows": rows,
        "counters": counters,
        "accepted": sum(row.submission.status == SubmissionStatus.ACCEPTED for row in rows),
        "lead": _lead(rows, (period.publication_due_on - on).days, report),
        "steps": queries.steps_of(period, rows, report, on),
        "mails": queries.mails_about(rows, period.plan.time_zone),
        "positions": positions,
        "opinions": opinions_of(report) if report else [],
        "unanswered": unanswered,
        "may_approve": may_approve,
        "is_running": is_running,
        "go_on": go_on or (GoOnForm() if may_approve and (is_running or has_remarks) else None),
        "seats": _seats(commitment, report, on),
        "is_stale": bool(report) and _is_stale(report, rows),
        "form": form or CirculateForm(initial={"closes_on": closes_on}),
        "can_lead": permissions.can_lead_report(request.user, commitment, on),
        "failure": failed if failed and failed.action == FAILED else None,
    }


def _seats(commitment: Commitment, report: StatusReport | None, on: date) -> int:
    """How many sit in the group on this day; once a draft was sent, its roster says it, and nothing is asked."""
    if commitment.group_id is None or (report and report.circulation_id):
        return 0
    return Membership.objects.on(on).filter(group=commitment.group_id).count()


def _positions(report: StatusReport | None) -> list[dict]:
    if report is None or report.circulation is None:
        return []
    rows = report.circulation.positions.select_related("organization").order_by("organization__sort_key", "pk")
    return [{"position": row, "state": state_of_answer(row.answer)} for row in rows]


def _is_stale(report: StatusReport, rows: list) -> bool:
    """Whether data were accepted after the draft was compiled."""
    moments = [row.submission.accepted_at for row in rows if row.submission.accepted_at]
    return any(moment > report.compiled_at for moment in moments)


def _lead(rows: list, days: int, report: StatusReport | None) -> str:
    """The sentence that says the state: how much is accepted, and how long it is to publication."""
    accepted = sum(row.submission.status == SubmissionStatus.ACCEPTED for row in rows)
    first = ngettext(
        "%(accepted)s of %(count)s submission is accepted.",
        "%(accepted)s of %(count)s submissions are accepted.",
        len(rows),
    ) % {"accepted": accepted, "count": len(rows)}
    if report and report.status == ReportStatus.PUBLISHED:
        return f"{first} {_('The report is published.')}"
    if days < 0:
        words = ngettext("The report is %(count)s day late.", "The report is %(count)s days late.", -days) % {
            "count": -days
        }
    elif days == 0:
        words = _("Publication is today.")
    else:
        words = ngettext("%(count)s day remains to publication.", "%(count)s days remain to publication.", days) % {
            "count": days
        }
    return f"{first} {words}"


@require_safe
def matrix_of_newest_plan(request: HttpRequest) -> HttpResponse:
    """The running plan that began last."""
    if not permissions.can_see_matrix(request.user):
        raise Http404
    plans = ActionPlan.objects.order_by("-starts_on", "-pk")
    plan = plans.filter(status=PlanStatus.ADOPTED).first() or plans.first()
    if plan is None:
        return render(request, "reports/matrix.html", {"plans": []})
    return redirect("reports:matrix", plan.slug)


@require_safe
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    if not permissions.can_see_matrix(request.user):
        raise Http404
    plan = get_object_or_404(ActionPlan, slug=slug)
    plans = ActionPlan.objects.order_by("-starts_on", "-pk")
    return render(
        request, "reports/matrix.html", {"matrix": matrices.matrix_of(plan, clock.now()), "plan": plan, "plans": plans}
    )
