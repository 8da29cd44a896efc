"""The coordinator's acts on a report: compile, edit, look, circulate, approve, schedule, take back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ovp_portal import clock
from ovp_portal.circulation.forms import CirculateForm, GoOnForm
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.dates import local_date
from reports import permissions
from reports.enums import ReportStatus
from reports.forms.status_reports import DraftEditor
from reports.models import StatusReport
from reports.payloads import report_payload
from reports.rendering import render_report_body
from reports.services import status_reports
from reports.services.drafts import ChangedMeanwhile
from reports.views.quarters import find_quarter, quarter_context


@require_POST
def compile_draft(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    commitment, period = find_quarter(request, slug, key)
    at = clock.now()
    if not permissions.can_lead_report(request.user, commitment, local_date(at, period.plan.time_zone)):
        raise PermissionDenied
    try:
        report = status_reports.compile_draft(commitment=commitment, period=period, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("reports:quarter", slug, key)
    messages.success(request, _("The draft is compiled. Read it, complete it, and circulate it."))
    return redirect("reports:report_draft", report.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    report = _led(request, pk)
    if report.status != ReportStatus.DRAFT:
        messages.info(request, _("The report is not a draft any more. Call it back before you change it."))
        return redirect("reports:quarter", report.commitment.slug, report.period.key)
    lines = list(report.lines.select_related("milestone").order_by("milestone__number"))
    editor = DraftEditor(report, lines, request.POST if request.method == "POST" else None)
    conflict = ""
    if request.method == "POST" and editor.is_valid():
        try:
            status_reports.save_draft(report=report, by=request.user, at=clock.now(), **editor.said())
        except ChangedMeanwhile as refusal:
            conflict = " ".join(refusal.messages)
        except ValidationError as refusal:
            editor.summary.add_error(None, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            to = "reports:report_preview" if request.POST.get("act") == "preview" else "reports:report_draft"
            return redirect(to, report.pk)
    context = {"report": report, "editor": editor, "conflict": conflict}
    return render(request, "reports/draft.html", context, status=409 if conflict else 200)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as the members and the public see it: the draft as it is now, or the text that was sent to them."""
    report = _seen(request, pk)
    on = local_date(clock.now(), report.period.plan.time_zone)
    payload = thaw(report.circulation.payload) if report.circulation else report_payload(report, on=on)
    body = render_report_body(payload, get_language())
    return render(request, "reports/preview.html", {"report": report, "body": body})


@require_POST
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    report = _led(request, pk)
    form = CirculateForm(request.POST)
    if form.is_valid():
        try:
            sent = status_reports.circulate(
                report=report, closes_on=form.cleaned_data["closes_on"], by=request.user, at=clock.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            count = sent.circulation.positions.count()
            messages.success(request, _("The draft was sent to all other members: %(count)s.") % {"count": count})
            return _back(report)
    return render(
        request, "reports/quarter.html", quarter_context(request, report.commitment, report.period, form), status=422
    )


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The report is a draft again. After you change it, circulate it again.")
    return _act(request, pk, status_reports.recall, said)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    report, form = _led(request, pk), GoOnForm(request.POST)
    act = partial(status_reports.approve, report=report, by=request.user, at=clock.now())
    try:
        is_done = form.takes(lambda reason: act(reason=reason))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _back(report)
    if not is_done:
        context = quarter_context(request, report.commitment, report.period, go_on=form)
        return render(request, "reports/quarter.html", context, status=422)
    messages.success(request, _("The report is approved. Schedule its publication."))
    return _back(report)


@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, status_reports.schedule, _("The publication is scheduled."))


def _act(request: HttpRequest, pk: int, act: Callable, said: str) -> HttpResponse:
    report = _led(request, pk)
    try:
        act(report=report, by=request.user, at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return _back(report)


def _back(report: StatusReport) -> HttpResponse:
    return redirect("reports:quarter", report.commitment.slug, report.period.key)


def _seen(request: HttpRequest, pk: int) -> StatusReport:
    visible = StatusReport.objects.visible_to(request.user, clock.today())
    rows = visible.select_related(
        "period__plan", "commitment__plan", "commitment__area", "commitment__group", "circulation"
    )
    return get_object_or_404(rows, pk=pk)


def _led(request: HttpRequest, pk: int) -> StatusReport:
    """A report that the person may act on: who only sees it is told so, a stranger finds nothing."""
    report = _seen(request, pk)
    on = local_date(clock.now(), report.period.plan.time_zone)
    if report.commitment.group_id is None:
        raise Http404
    if not permissions.can_lead_report(request.user, report.commitment, on):
        raise PermissionDenied
    return report
