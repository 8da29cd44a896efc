"""People, for the national coordinator: who has an account, who never came, who may do what."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ovp_portal import clock
from ovp_portal.accounts import permissions, queries, seats, services
from ovp_portal.accounts.forms import InviteForm, PersonForm
from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.accounts.views.answers import tell
from ovp_portal.lib.paging import page_of


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, paged; found by name, e-mail or organization in any spelling; only those who never came."""
    _only_for_managers(request)
    words, is_never = request.GET.get("q", "")[:200], request.GET.get("never") == "1"
    # Links run on real time.
    listed = queries.in_order(queries.with_invitation(queries.people_visible_to(request.user), real_now=timezone.now()))
    if is_never:
        listed = queries.never_came(listed)
    page = page_of(queries.found(listed, words) if words else listed, request)
    return render(request, "accounts/people.html", {"page": page, "q": words, "is_never": is_never})


def invite(request: HttpRequest) -> HttpResponse:
    if not permissions.can_invite(request.user):
        raise Http404
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite(**form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The invitation was sent. It works once, within 48 hours."))
            return redirect(invited)
    return render(request, "accounts/invite.html", {"form": form})


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, memberships, and what was done with the account."""
    # Links run on real time.
    visible = queries.with_invitation(queries.people_visible_to(request.user), real_now=timezone.now())
    found = get_object_or_404(visible.select_related("organization"), pk=pk)
    grants = list(found.grants.order_by("-granted_at", "pk"))
    held = {grant.role for grant in grants if grant.revoked_at is None}
    context = {
        "person": found,
        "grants": grants,
        "roles_to_give": [(role.value, role.label) for role in Role if role not in held],
        "seats": seats.seats_of(found),
        "can_manage": permissions.can_manage_people(request.user),
    }
    return render(request, "accounts/person.html", context)


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = PersonForm(request.POST or None, initial={"name": found.name, "organization": found.organization_id})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(user=found, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(found)
    return render(request, "accounts/person_edit.html", {"form": form, "person": found})


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    return _act(
        request,
        found,
        lambda: services.invite_again(user=found, by=request.user, at=clock.now()),
        _("A new invitation was sent; the older link ended."),
    )


@require_POST
def person_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a portal-wide role or take it back: `give=<role>` or `take=<role>`."""
    found = _managed(request, pk)
    given, taken = request.POST.get("give", ""), request.POST.get("take", "")
    if (given or taken) not in Role.values:
        raise Http404
    at = clock.now()
    if given:
        return _act(
            request,
            found,
            lambda: services.grant(user=found, role=Role(given), by=request.user, at=at),
            _("The role was given."),
        )
    return _act(
        request,
        found,
        lambda: services.revoke(user=found, role=Role(taken), by=request.user, at=at),
        _("The role was taken back."),
    )


@require_POST
def person_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account (`active=0`) or open it again (`active=1`)."""
    found = _managed(request, pk)
    if request.POST.get("active") == "1":
        act, done = services.reactivate, _("The account is active again.")
    else:
        act, done = services.deactivate, _("The account was deactivated. What the person did stays.")
    return _act(request, found, lambda: act(user=found, by=request.user, at=clock.now()), done)


def _only_for_managers(request: HttpRequest) -> None:
    if not permissions.can_manage_people(request.user):
        raise Http404


def _managed(request: HttpRequest, pk: int) -> User:
    """A person on whom this user may act: who sees only himself may not."""
    found = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    if not permissions.can_manage_people(request.user):
        raise PermissionDenied
    return found


def _act(request: HttpRequest, found: User, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(found)
