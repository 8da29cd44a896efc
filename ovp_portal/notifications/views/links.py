from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.notifications import links
from ovp_portal.notifications.services.openings import note_opening


@login_not_required
@never_cache
@require_safe
def follow(request: HttpRequest, token: str, target: str) -> HttpResponse:
    """From a mail to the form: the first opening is noted, and the form asks who it is.

    A browser or a scanner that only looks ahead says so, and is not counted.
    """
    followed = links.read(token, target)
    if followed is None:
        raise Http404
    if request.method == "GET" and not _is_looking_ahead(request):
        note_opening(followed=followed, at=clock.now())
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{followed.path}?{query}" if query else followed.path)


def _is_looking_ahead(request: HttpRequest) -> bool:
    said = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in value or "preview" in value for value in said)
