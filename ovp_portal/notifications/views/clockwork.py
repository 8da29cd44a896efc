import hmac
import ipaddress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.notifications.models import Incident
from ovp_portal.notifications.permissions import can_see_clockwork
from ovp_portal.notifications.services.health import examine
from ovp_portal.notifications.services.health_words import sentences
from ovp_portal.notifications.services.metrics import CONTENT_TYPE, exposition

INCIDENTS_SHOWN = 50
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA")


@require_safe
@never_cache
def clockwork(request: HttpRequest) -> HttpResponse:
    """Whether the clockwork goes, in sentences, and what was wrong before."""
    if not can_see_clockwork(request.user):
        raise Http404
    health = examine(at=clock.now(), real_now=timezone.now())
    incidents = Incident.objects.filter(told_at__isnull=False)[:INCIDENTS_SHOWN]
    context = {"health": health, "sentences": sentences(health), "incidents": incidents}
    return render(request, "notifications/clockwork.html", context)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For monitoring: who has the token, or asks on this machine without a proxy between. To others it is not there."""
    if not (_has_token(request) or _is_from_here(request)):
        raise Http404
    return HttpResponse(exposition(examine(at=clock.now(), real_now=timezone.now())), content_type=CONTENT_TYPE)


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, wanted)


def _is_from_here(request: HttpRequest) -> bool:
    """A proxy on this machine asks from here too, but says for whom; its visitors are strangers."""
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a Unix socket has no address: there is a proxy before it
        return False
