"""The reminder steps in the browser: what holds, changing it, seeing the mail, and what held before."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ovp_portal import clock
from ovp_portal.accounts.views.answers import tell
from ovp_portal.notifications import ladders as reading
from ovp_portal.notifications import sources
from ovp_portal.notifications.forms import LadderForm, step_forms
from ovp_portal.notifications.models import LadderVersion
from ovp_portal.notifications.services import examples
from ovp_portal.notifications.services import ladders as services
from ovp_portal.notifications.sources import Chase, Place
from ovp_portal.notifications.views.doors import check_keeper


@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    check_keeper(request)
    versions = reading.current_versions()
    rows = [(place, versions.get(key)) for key, place in sources.places().items()]
    return render(request, "notifications/ladders.html", {"rows": rows})


@require_safe
def ladder(request: HttpRequest, key: str) -> HttpResponse:
    check_keeper(request)
    place = _place(key)
    versions = list(LadderVersion.objects.filter(ladder=key).select_related("saved_by").prefetch_related("steps"))
    now = versions[0] if versions else None
    context = {"place": place, "now": now, "versions": versions, "kinds": _kinds(now)}
    return render(request, "notifications/ladder.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What held once; the button brings it back as a new version."""
    check_keeper(request)
    place = _place(key)
    version = get_object_or_404(LadderVersion.objects.select_related("saved_by"), ladder=key, number=number)
    if request.method == "POST":
        services.restore(version=version, by=request.user, at=clock.now())
        messages.success(request, _("The version holds again."))
        return redirect("notifications:ladder", key)
    context = {"place": place, "version": version, "kinds": _kinds(version)}
    return render(request, "notifications/ladder_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_kind(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Change the steps of one kind of due."""
    check_keeper(request)
    place, chase = _place(key), _chase(kind)
    version = reading.current_versions().get(key)
    form = LadderForm(request.POST or None, version=version)
    steps = step_forms(place, reading.steps_of(version, kind), request.POST or None)
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        try:
            services.save_steps(
                ladder=key,
                kind=kind,
                steps=[row.step() for row in steps if row.is_kept],
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The reminders were saved. They hold from now on."))
            return redirect("notifications:ladder", key)
    context = {"place": place, "chase": chase, "form": form, "steps": steps, "crumbs": _crumbs(place)}
    return render(request, "notifications/ladder_kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_preview(request: HttpRequest, key: str, kind: str, language: str) -> HttpResponse:
    """The mail of each step as its reader would get it; the button sends one to whoever looks."""
    check_keeper(request)
    place, chase = _place(key), _chase(kind)
    if language not in place.languages:
        raise Http404
    rung = request.POST.get("step", "") if request.method == "POST" else None
    at = clock.now()
    shown = examples.letters(place=place, kind=kind, language=language, reader=request.user, at=at)
    if rung is not None:
        chosen = next((example for example in shown if example.key == rung), None)
        if chosen is None:
            raise Http404
        examples.send(example=chosen, to=request.user, at=at)
        messages.success(request, _("A test message is on its way to %(address)s.") % {"address": request.user.email})
        return redirect("notifications:ladder_preview", key, kind, language)
    context = {
        "place": place,
        "chase": chase,
        "examples": shown,
        "language": language,
        "told_in": [(code, name) for code, name in settings.LANGUAGES if code in place.languages],
        "crumbs": _crumbs(place),
    }
    return render(request, "notifications/ladder_preview.html", context)


def _place(key: str) -> Place:
    place = sources.places().get(key)
    if place is None:
        raise Http404
    return place


def _chase(kind: str) -> Chase:
    chase = sources.chases().get(kind)
    if chase is None:
        raise Http404
    return chase


def _kinds(version: LadderVersion | None) -> list[tuple[Chase, list[Any]]]:
    return [(chase, reading.steps_of(version, kind)) for kind, chase in sources.chases().items()]


def _crumbs(place: Place) -> list[tuple[Any, str]]:
    return [
        (_("Reminders"), reverse("notifications:ladders")),
        (place.name, reverse("notifications:ladder", args=[place.key])),
    ]
