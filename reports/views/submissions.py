"""The submission: one address, at which a member fills it in, and the coordinator reads and answers it."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ovp_portal import clock
from ovp_portal.lib.dates import days_late, local_date, parse_period_key
from ovp_portal.lib.paging import page_of
from reports import permissions
from reports.enums import SubmissionStatus
from reports.forms.submissions import ReturnForm, SubmissionForms
from reports.models import ReportingPeriod, Submission
from reports.queries.states import state_of_submission as state_of
from reports.queries.submissions import listed, page_of_submission, to_write
from reports.services import reviews, submissions
from reports.views.submission_pages import conflict_page, fill_address, form_page, paper_page, with_people


@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """Every submission that this person may read, by period and state."""
    on = clock.today()
    state = request.GET.get("state", "")
    rows = _of_period(listed().visible_to(request.user, on), request.GET.get("period", ""))
    if state in SubmissionStatus.values:
        rows = rows.filter(status=state)
    names = ("-period__ends_on", "commitment__area__number", "commitment__number", "organization__sort_key", "pk")
    page = page_of(rows.with_answers().order_by(*names), request)
    for row in page.object_list:
        row.mark = state_of(row)
        row.days_late = days_late(row.due_on, on) if not row.is_locked else 0
    periods = {row.key: row for row in ReportingPeriod.objects.opened().order_by("-starts_on")}
    filters = request.GET.copy()
    filters.pop("page", None)
    context = {"page": page, "periods": periods, "states": SubmissionStatus.choices, "query": filters.urlencode()}
    return render(request, "reports/submissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The form while it is owed, and the paper as it was sent afterwards."""
    at = clock.now()
    rows = to_write() if request.method == "POST" else with_people()
    row, on, access = _found(request, rows, pk, at)
    if request.method == "POST":
        if not access.may_write:
            raise PermissionDenied
        return _post(request, row, access, on=on, at=at)
    is_filled_in = access.is_own or (access.is_coordinating and "fill" in request.GET)
    if row.is_locked or not is_filled_in:
        return paper_page(request, row, access, on=on)
    return form_page(request, SubmissionForms(page_of_submission(row)), access, on=on)


@require_POST
def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator's answer: accepted, or returned with the reason."""
    at = clock.now()
    row, on, access = _found(request, with_people(), pk, at)
    if not access.is_coordinating:
        raise PermissionDenied
    if "return" in request.POST:
        return _return(request, row, access, on=on, at=at)
    try:
        reviews.accept(submission=row, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The data were accepted."))
    return redirect(row)


def _return(
    request: HttpRequest, row: Submission, access: permissions.Access, *, on: date, at: datetime
) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid() and row.status == SubmissionStatus.SUBMITTED:
        return paper_page(request, row, access, on=on, form=form)
    said = {"reason": form.cleaned_data.get("reason", ""), "new_due_on": form.cleaned_data.get("new_due_on")}
    try:
        reviews.return_for_changes(submission=row, by=request.user, at=at, **said)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields):
            form.add_error(None, refusal)
            return paper_page(request, row, access, on=on, form=form)
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The data were returned. The organization gets your reason."))
    return redirect(row)


def _found(
    request: HttpRequest, rows: QuerySet[Submission], pk: int, at: datetime
) -> tuple[Submission, date, permissions.Access]:
    """The submission if this person may see it, the day in its plan's zone, and what he may do.

    Who may write it sees it: only of anybody else it is asked whether he does.
    """
    row = get_object_or_404(rows, pk=pk)
    on = local_date(at, row.commitment.plan.time_zone)
    access = permissions.access_to(request.user, row, on)
    if not access.may_write:
        get_object_or_404(Submission.objects.visible_to(request.user, clock.today()), pk=pk)
    return row, on, access


def _post(request: HttpRequest, row: Submission, access: permissions.Access, *, on: date, at: datetime) -> HttpResponse:
    """Save, send, or change the rows of the form; whatever is refused, everything typed comes back."""
    page, version = page_of_submission(row), _version(request)
    if "add" in request.POST or "remove" in request.POST:
        forms = SubmissionForms(page, request.POST, is_checked=False)
        forms.with_row_added(request.POST.get("add", ""))
        forms.without_row(request.POST.get("remove", ""))
        return form_page(request, forms, access, on=on, version=version)
    forms = SubmissionForms(page, request.POST)
    if not forms.is_valid():
        return form_page(request, forms, access, on=on, version=version)
    said = {"data": forms.data(), "version": version, "updates": page.updates, **forms.whole.cleaned_data}
    act = submissions.hand_in if "send" in request.POST else submissions.save_draft
    try:
        act(submission=row, by=request.user, at=at, **said)
    except (submissions.StaleSubmission, submissions.SubmissionLocked) as refusal:
        return conflict_page(request, row.pk, access, refusal, on=on)
    except submissions.SubmissionIncomplete as refusal:
        kept = SubmissionForms(page_of_submission(with_people().get(pk=row.pk))).with_gaps(refusal.gaps)
        return form_page(request, kept, access, on=on, gaps=[(f"#{gap.anchor}", gap.message) for gap in refusal.gaps])
    except ValidationError as refusal:
        forms.problems += refusal.messages
        return form_page(request, forms, access, on=on, version=version)
    if act is submissions.hand_in:
        messages.success(request, _("The data were sent to the coordinator."))
        return redirect(row)
    messages.success(request, _("The draft is saved. It was not sent to the coordinator yet."))
    return redirect(fill_address(row, access))


def _version(request: HttpRequest) -> int:
    """The version on which the form was opened; what is none is an old one."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _of_period(rows: QuerySet[Submission], key: str) -> QuerySet[Submission]:
    """Only the period of that key; a key that is none filters nothing."""
    try:
        rhythm, year, part = parse_period_key(key)
    except ValueError:
        return rows
    return rows.filter(period__rhythm=rhythm, period__year=year, period__part=part)
