"""A member reads the draft as it was sent, answers it, and gives his organization's opinion.

The addresses belong to the floors above, each with its own kind of paper; what happens there is the same.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ovp_portal import clock
from ovp_portal.circulation import permissions, services
from ovp_portal.circulation.forms import OpinionForm, PositionForm
from ovp_portal.circulation.models import Opinion, Position
from ovp_portal.circulation.papers import Paper, Way
from ovp_portal.circulation.queries import Versions, answered_version, positions_of, sayings_of, taken_back
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.editions.payloads import thaw


class _Place(NamedTuple):
    """The person's own place on a roster, the frozen text and its way, the moment and the day in its plan's zone."""

    row: Position
    frozen: dict
    way: Way
    at: datetime
    on: date


def position(request: HttpRequest, pk: int, *, paper: Paper) -> HttpResponse:
    place = _own(request, pk, paper)
    if request.method != "POST":
        return _page(request, place, paper)
    form = PositionForm(request.POST, parts=paper.parts(place.frozen))
    if form.is_valid():
        try:
            services.take_position(position=place.row, by=request.user, at=place.at, on=place.on, **form.said)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your position is recorded. You may change it to the end of the closing day."))
            return redirect(f"{paper.urls}:position", pk)
    return _page(request, place, paper, form=form)


def write_opinion(request: HttpRequest, pk: int, *, paper: Paper) -> HttpResponse:
    place = _own(request, pk, paper)
    if not permissions.can_write_opinion(request.user, place.row):
        raise PermissionDenied
    form = OpinionForm(request.POST)
    if form.is_valid():
        whose = {"circulation": place.row.circulation, "organization": place.row.organization, "by": request.user}
        try:
            services.write_opinion(**whose, at=place.at, on=place.on, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, paper.opinion_is_kept)
            return redirect(f"{paper.urls}:position", pk)
    return _page(request, place, paper, opinion_form=form)


def withdraw_opinion(request: HttpRequest, pk: int, *, paper: Paper) -> HttpResponse:
    place = _own(request, pk, paper)
    opinion = get_object_or_404(Opinion, circulation=place.row.circulation, author=request.user)
    try:
        services.withdraw_opinion(opinion=opinion, by=request.user, at=place.at, on=place.on)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Your opinion is withdrawn."))
    return redirect(f"{paper.urls}:position", pk)


def _own(request: HttpRequest, pk: int, paper: Paper) -> _Place:
    """Anybody else's place is not found, nor a place on the roster of another kind of paper."""
    row = get_object_or_404(positions_of(request.user), pk=pk)
    frozen = thaw(row.circulation.payload)
    if frozen["kind"] != paper.kind:
        raise Http404
    way = paper.way(row.circulation)
    return _Place(row, frozen, way, clock.now(), clock.today(way.zone))


def _page(
    request: HttpRequest,
    place: _Place,
    paper: Paper,
    *,
    form: PositionForm | None = None,
    opinion_form: OpinionForm | None = None,
) -> HttpResponse:
    row, circulation = place.row, place.row.circulation
    parts = paper.parts(place.frozen)
    opinion = Opinion.objects.filter(circulation=circulation, author=request.user).first()
    can_write = permissions.can_write_opinion(request.user, row)
    withdrawn = taken_back(circulation, request.user) if can_write and not opinion else None
    last = opinion or withdrawn
    initial = {"text": last.text, "language": last.language} if last else {"language": get_language()}
    is_refused = bool((form and form.errors) or (opinion_form and opinion_form.errors))
    said = {"answer": row.answer, "text": row.text, "seen": circulation.checksum}
    zone, newer, earlier = place.way
    versions = answered_version(row, newer, earlier)
    context = {
        "position": row,
        "circulation": circulation,
        "state": state_of_answer(row.answer),
        "body": paper.body(place.frozen, get_language()),
        "opinion": opinion,
        "sayings": sayings_of([row], parts),
        "zone": zone or "",
        "versions": versions,
        "changes": _changes(versions, paper) if versions else [],
        "newer": newer and newer.positions.filter(user=request.user).first(),
        "takes_answers": circulation.takes_answers(place.on),
        "can_write_opinion": can_write,
        "withdrawn": withdrawn,
        "form": form or PositionForm(initial=said, parts=parts, said=row.parts),
        "opinion_form": opinion_form or OpinionForm(initial=initial),
        "addresses": {name: f"{paper.urls}:{name}" for name in ("position", "opinion", "opinion_withdraw")},
    }
    return render(request, paper.template, context, status=422 if is_refused else 200)


def _changes(versions: Versions, paper: Paper) -> list:
    return paper.changes(*(thaw(place.circulation.payload) for place in versions))
