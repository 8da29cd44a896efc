"""A person's calendar: the page on which its address is made, and the address itself."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from ovp_portal import clock
from ovp_portal.calendars import services
from ovp_portal.calendars.events import events_of
from ovp_portal.calendars.models import CalendarFeed
from ovp_portal.calendars.responses import calendar_response
from ovp_portal.lib.throttle import is_within

FETCHES_AN_HOUR = 120
REFUSALS_IN_FIVE_MINUTES = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token", "address")
def feed(request: HttpRequest) -> HttpResponse:
    """Make the address of one's own calendar, make it anew, or end it. It is shown once, when it is made."""
    address = ""
    if request.method == "POST":
        at, act = clock.now(), request.POST.get("act", "")
        if act == "make":
            token = services.make_feed(user=request.user, by=request.user, at=at)
            address = settings.PORTAL_URL + reverse("calendar_of_person", args=[token])
        elif act == "revoke" and services.revoke_feed(user=request.user, by=request.user, at=at):
            messages.success(request, _("The address of your calendar was revoked."))
        if not address:
            return redirect("calendars:feed")
    kept = CalendarFeed.objects.open().filter(user=request.user).first()
    webcal = "webcal://" + address.partition("://")[2] if address else ""
    return render(request, "calendars/feed.html", {"feed": kept, "address": address, "webcal": webcal})


@login_not_required
@require_safe
@sensitive_variables("token")
def calendar_of_person(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches. It cannot sign in: the address is the secret, and stands in no log."""
    user = services.owner_of(token)
    if user is None:
        return _refused(request)
    if not is_within(f"calendar:{user.pk}", most=FETCHES_AN_HOUR, seconds=3600):
        return _unlogged(HttpResponse(status=429, headers={"Retry-After": "3600"}))
    at = clock.now()
    with translation.override(user.language):
        name = f"{settings.SITE_NAME} – {user.name}"
        response = calendar_response(request, events_of(user, at), name=name, at=at, max_age=0)
    response["Cache-Control"] = "private, no-cache"
    return response


def _refused(request: HttpRequest) -> HttpResponse:
    address = get_adapter(request).get_client_ip(request)
    if not is_within(f"calendar-refused:{address}", most=REFUSALS_IN_FIVE_MINUTES, seconds=300):
        return _unlogged(HttpResponse(status=429, headers={"Retry-After": "300"}))
    return _unlogged(render(request, "404.html", status=404))


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Django writes the addresses of refused requests down; this one may be a secret but for a slip of the pen."""
    response._has_been_logged = True
    return response
