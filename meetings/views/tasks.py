"""Tasks in the office: the list, a task with its history, and the forms of each of its parts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import permissions
from meetings import queries_of_tasks as queries
from meetings.forms.follow_ups import FORMS, empty_form
from meetings.models import FollowUp, FollowUpPart
from meetings.queries import group_label
from meetings.services import date_requests, follow_ups
from meetings.tasks_shown import part_shown, seat_words, task_shown
from ovp_portal import clock
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.paging import page_of

PER_PAGE = 30
FOR_COORDINATORS = {"answer", "move", "drop", "reopen"}


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Every task of one's groups, the open ones or the closed ones, of all groups or one."""
    on = clock.today()
    groups = {str(group.pk): group for group in queries.groups_with_tasks(request.user, on)}
    chosen = groups.get(request.GET.get("group", ""))
    is_open = request.GET.get("show") != "closed"
    found = queries.tasks_for(request.user, on, group=chosen.pk if chosen else None, is_open=is_open)
    page = page_of(found, request, per_page=PER_PAGE)
    mine = set(queries.owned_by(request.user, on).values_list("pk", flat=True))
    context = {
        "page": page,
        "rows": [_row(task, mine) for task in page],
        "groups": [(pk, group_label(group)) for pk, group in groups.items()],
        "chosen": str(chosen.pk) if chosen else "",
        "counts": queries.counts_of_group(chosen, on) if chosen else None,
        "is_open": is_open,
    }
    return render(request, "meetings/tasks.html", context)


def _row(task: FollowUp, mine: set[int]) -> dict[str, Any]:
    shown = task_shown(task, _today(task))
    own = next((row.part for row in shown.parts if row.part.is_open and row.part.pk in mine), None)
    return {"task": shown, "group": group_label(task.group), "own": own}


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task; where it has a single part, with what may be done about it."""
    found = _visible(request, pk)
    parts = list(found.parts.all())
    return _page(request, found, parts[0] if len(parts) == 1 else None)


@require_http_methods(["GET", "HEAD", "POST"])
def task_part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """The part of one organization, with its forms; each form says by its button which act it is."""
    found = _visible(request, pk)
    chosen = next((row for row in found.parts.all() if row.pk == part), None)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, chosen)
    act = request.POST.get("act", "")
    _check_may(request, found, chosen, act)
    if act not in _acts(request, found, chosen):
        messages.error(
            request, _("This cannot be done any more: the task has changed meanwhile. See how it stands now.")
        )
        return redirect(chosen)
    form = FORMS[act](request.POST)
    if form.is_valid():
        try:
            said = _do(request, chosen, act, form.cleaned_data, at=clock.now(), on=_today(found))
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect(chosen)
    return _page(request, found, chosen, refused=(act, form))


def _check_may(request: HttpRequest, found: FollowUp, part: FollowUpPart, act: str) -> None:
    """Whether he is one of those who may do such an act at all; the state of the task is asked afterwards."""
    if act in FOR_COORDINATORS:
        may = permissions.can_lead_task(request.user, found, on=_today(found))
    else:
        may = act in FORMS and permissions.can_report_on(request.user, _with(found, part), on=_today(found))
    if not may:
        raise PermissionDenied


def _refuse(form: forms.Form, refusal: ValidationError) -> None:
    """What the service refuses stands beside its field, where the form has one."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _do(request: HttpRequest, part: FollowUpPart, act: str, said: dict[str, Any], *, at: datetime, on: date) -> str:
    """Call the act's service; answers what is told to the person."""
    given = {"by": request.user, "at": at, "on": on}
    acts: dict[str, Callable[[], object]] = {
        "report": lambda: _report(part, said, given),
        "ask": lambda: date_requests.ask(part=part, **said, **given),
        "answer": lambda: _answer(part, said, given),
        "move": lambda: follow_ups.move_on(part=part, **said, **given),
        "drop": lambda: follow_ups.drop(part=part, **said, **given),
        "reopen": lambda: follow_ups.reopen(part=part, **said, **given),
    }
    acts[act]()
    return {
        "report": _("Your report is recorded."),
        "ask": _("The coordinator will answer. Until then the date that holds stays."),
        "answer": _("Your answer is recorded; the owner is told."),
        "move": _("The task has another date."),
        "drop": _("The task is closed as no longer needed."),
        "reopen": _("The task is open again; the owner is told."),
    }[act]


def _report(part: FollowUpPart, said: dict[str, Any], given: dict[str, Any]) -> None:
    report = follow_ups.report_done if said["outcome"] == "done" else follow_ups.report_progress
    report(part=part, text=said["text"], **given)


def _answer(part: FollowUpPart, said: dict[str, Any], given: dict[str, Any]) -> None:
    asked = queries.waiting_request(part)
    if asked is None:
        raise ValidationError(_("The request does not wait any more."), code="answered")
    if said["verdict"] == "grant":
        date_requests.grant(request=asked, granted_on=said["granted_on"], answer=said["answer"], **given)
    else:
        date_requests.refuse(request=asked, answer=said["answer"], **given)


def _acts(request: HttpRequest, found: FollowUp, part: FollowUpPart) -> list[str]:
    """What this person may do about the part now, in the order of the page."""
    part, on = _with(found, part), _today(found)
    leads = permissions.can_lead_task(request.user, found, on=on)
    asked = queries.waiting_request(part)
    acts = []
    if part.is_open:
        acts += ["answer"] if leads and asked else []
        acts += ["report"] if permissions.can_report_on(request.user, part, on=on) else []
        acts += ["ask"] if not leads and not asked and permissions.owns_part(request.user, part, on=on) else []
        acts += ["move", "drop"] if leads else []
    elif leads:
        acts.append("reopen")
    return acts


def _page(
    request: HttpRequest,
    found: FollowUp,
    part: FollowUpPart | None,
    refused: tuple[str, forms.Form] | None = None,
) -> HttpResponse:
    on = _today(found)
    asked = queries.waiting_request(part) if part else None
    acts = _acts(request, found, part) if part else []
    typed = dict([refused]) if refused else {}
    context = {
        "shown": task_shown(found, on),
        "group": group_label(found.group),
        "note": found.conclusion.note,
        "on": on,
        "part": part_shown(part, on) if part else None,
        "seat": seat_words(part) if part else "",
        "asked": asked,
        "forms": {act: typed.get(act) or empty_form(act, wanted_on=asked and asked.wanted_on) for act in acts},
        "refused": refused[1] if refused else None,
        "meetings": queries.meetings_of(found),
        "entries": page_of(queries.entries_of(found, request.user, on), request, per_page=PER_PAGE),
        "zone": found.group.plan.time_zone,
    }
    return render(request, "meetings/task.html", context, status=422 if refused else 200)


def _visible(request: HttpRequest, pk: int) -> FollowUp:
    """A task of one's own group; any other is not found."""
    seen = FollowUp.objects.visible_to(request.user, clock.today())
    return get_object_or_404(queries.with_matter(seen), pk=pk)


def _today(task: FollowUp) -> date:
    return local_date(clock.now(), task.group.plan.time_zone)


def _with(task: FollowUp, part: FollowUpPart) -> FollowUpPart:
    """The part with the task that is loaded already."""
    part.follow_up = task
    return part
