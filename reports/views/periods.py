"""The reporting periods of a plan: drawn, and moved by hand, by the national coordinator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.models import ActionPlan
from ovp_portal import clock
from reports import permissions
from reports.forms.periods import PeriodDatesForm
from reports.models import ReportingPeriod
from reports.services import periods


@require_http_methods(["GET", "HEAD", "POST"])
def period_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's periods with their dates; drawing them again is shown before it is done."""
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), slug=slug)
    if not permissions.can_plan_periods(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            done = periods.generate(plan=plan, at=clock.now(), by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The periods are drawn.") if done else _("Nothing had to be changed."))
        return redirect("reports:periods", slug=plan.slug)
    rows = ReportingPeriod.objects.filter(plan=plan).order_by("starts_on")
    context = {"plan": plan, "periods": rows, "changes": periods.preview(plan=plan)}
    return render(request, "reports/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One period's dates, to be moved with a reason."""
    visible = ReportingPeriod.objects.filter(plan__in=ActionPlan.objects.visible_to(request.user), plan__slug=slug)
    row = get_object_or_404(visible.select_related("plan"), pk=pk)
    if not permissions.can_plan_periods(request.user):
        raise PermissionDenied
    form = PeriodDatesForm(request.POST or None, period=row)
    if request.method == "POST" and form.is_valid():
        said = {"dates": form.dates(), "reason": form.cleaned_data["reason"]}
        try:
            periods.move_dates(period=row, by=request.user, at=clock.now(), **said)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("The dates are moved. Who has not handed in has the new day."))
            return redirect("reports:periods", slug=slug)
    return render(request, "reports/period.html", {"plan": row.plan, "period": row, "form": form})
