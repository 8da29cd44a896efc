"""A member reads the draft as it was sent, answers it, and gives his organization's opinion."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ovp_portal import clock
from ovp_portal.circulation import permissions, services
from ovp_portal.circulation.models import Opinion, Position
from ovp_portal.editions.payloads import thaw
from reports.forms.status_reports import OpinionForm, PositionForm
from reports.queries.circulations import positions_of
from reports.queries.states import state_of_answer
from reports.rendering import render_report_body


@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, pk: int) -> HttpResponse:
    row, at, on = _own(request, pk)
    form = PositionForm(
        request.POST if request.method == "POST" else None, initial={"answer": row.answer, "text": row.text}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.take_position(position=row, by=request.user, at=at, on=on, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your position is recorded. You may change it to the end of the closing day."))
            return redirect("reports:position", pk)
    return _page(request, row, on, form=form)


@require_POST
def write_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    row, at, on = _own(request, pk)
    if not permissions.can_write_opinion(request.user, row):
        raise PermissionDenied
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            services.write_opinion(
                circulation=row.circulation,
                organization=row.organization,
                by=request.user,
                at=at,
                on=on,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your opinion is recorded. It is published with the report, word for word."))
            return redirect("reports:position", pk)
    return _page(request, row, on, opinion_form=form)


@require_POST
def withdraw_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    row, at, on = _own(request, pk)
    opinion = get_object_or_404(Opinion, circulation=row.circulation, author=request.user)
    try:
        services.withdraw_opinion(opinion=opinion, by=request.user, at=at, on=on)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Your opinion is withdrawn."))
    return redirect("reports:position", pk)


def _own(request: HttpRequest, pk: int) -> tuple[Position, datetime, date]:
    """The person's own place on a roster, with moment and day; anybody else's is not found."""
    at, on = clock.now(), clock.today()
    return get_object_or_404(positions_of(request.user), pk=pk), at, on


def _page(
    request: HttpRequest,
    row: Position,
    on: date,
    *,
    form: PositionForm | None = None,
    opinion_form: OpinionForm | None = None,
) -> HttpResponse:
    opinion = Opinion.objects.filter(circulation=row.circulation, author=request.user).first()
    initial = {"text": opinion.text, "language": opinion.language} if opinion else {"language": get_language()}
    is_refused = bool((form and form.errors) or (opinion_form and opinion_form.errors))
    context = {
        "position": row,
        "circulation": row.circulation,
        "state": state_of_answer(row.answer),
        "body": render_report_body(thaw(row.circulation.payload), get_language()),
        "opinion": opinion,
        "takes_answers": row.circulation.takes_answers(on),
        "can_write_opinion": permissions.can_write_opinion(request.user, row),
        "form": form or PositionForm(initial={"answer": row.answer, "text": row.text}),
        "opinion_form": opinion_form or OpinionForm(initial=initial),
    }
    return render(request, "reports/position.html", context, status=422 if is_refused else 200)
