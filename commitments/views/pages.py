"""What the pages of the register share: who comes in, and the page with one form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commitments import permissions
from ovp_portal.accounts.views.answers import tell

Crumbs = list[tuple[Any, str]]


def check_reader(request: HttpRequest) -> None:
    """A stranger learns nothing, not even that there is such a page."""
    if not permissions.can_see_register(request.user):
        raise Http404


def check_manager(request: HttpRequest) -> None:
    """Who may read but not change is told so."""
    check_reader(request)
    if not permissions.can_manage_register(request.user):
        raise PermissionDenied


def form_page(
    request: HttpRequest,
    *,
    form: forms.BaseForm,
    save: Callable[[], models.Model],
    done: str,
    title: Any,
    button: Any,
    crumbs: Crumbs,
    back: str,
    lead: Any = "",
    to: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """One form, one service call, one answer. `to` makes the next address out of what was saved; else it is `back`."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except ValidationError as refusal:
            form.refuse(refusal) if hasattr(form, "refuse") else tell(form, refusal)
        else:
            messages.success(request, done)
            return redirect(to(saved) if to else back)
    page = {"form": form, "title": title, "button": button, "crumbs": crumbs, "back": back, "lead": lead}
    return render(request, "commitments/form.html", page | context)


def act(request: HttpRequest, *, save: Callable[[], models.Model], done: str, back: str) -> HttpResponse:
    """A button without a form: done, or the reason why not, on the page it stands on."""
    try:
        save()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(back)
