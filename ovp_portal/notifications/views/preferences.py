from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ovp_portal import clock
from ovp_portal.accounts.models import User
from ovp_portal.notifications import sources
from ovp_portal.notifications.emails import read_unsubscribe
from ovp_portal.notifications.services import preferences as services


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which mails somebody gets: what is optional can be refused, duties are listed."""
    user = request.user
    if request.method == "POST":
        services.choose(user=user, wanted=request.POST.getlist("kind"), by=user, at=clock.now())
        messages.success(request, _("Your reminders were saved."))
        return redirect("notifications:preferences")
    refused = set(user.unsubscriptions.values_list("kind", flat=True))
    context = {
        "optional": [(source, source.kind not in refused) for source in services.optional_kinds()],
        "duties": services.duties(),
    }
    return render(request, "notifications/preferences.html", context)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The way out of optional mails without signing in. Only the button acts: mail scanners look at links too.

    Mail programs post here by themselves (RFC 8058), so the signature stands for the form's token.
    """
    read = read_unsubscribe(token)
    user = User.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or user is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        services.unsubscribe(user=user, kinds=read[1], at=clock.now())
    kinds = [source.label for source in sources.registered() if source.kind in read[1]]
    return render(request, "notifications/unsubscribe.html", {"kinds": kinds, "is_done": is_done})
