"""Links by mail: asking for one, and using one.

The token is sent in the form's body, never in an address that answers with an error: addresses
of refused requests are written into logs.
"""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from ovp_portal import clock
from ovp_portal.accounts import services
from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.forms import AcceptInvitationForm, AskForLinkForm
from ovp_portal.accounts.models import AccessLink
from ovp_portal.lib.http import safe_next


@login_not_required
@never_cache
def request_link(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in link; the answer is the same for every address."""
    form = AskForLinkForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/link_request.html", {"form": form})
    email = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="sign_in_link", key=email):
        form.add_error(None, _("Too many links were asked for. Wait a quarter of an hour and try again."))
        return render(request, "account/link_request.html", {"form": form}, status=429)
    services.send_sign_in_link(
        email=email, next_url=safe_next(request, form.cleaned_data["next"], default=""), at=clock.now()
    )
    return render(request, "account/link_sent.html")


@login_not_required
@never_cache
@require_GET
@sensitive_variables("token")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: programs that look at links in mails use nothing up."""
    try:
        found = services.link_of(token)
    except services.LinkRefused:
        return _refused(request)
    return _page(request, found, token)


@login_not_required
@never_cache
@require_POST
@sensitive_post_parameters("token", "password1", "password2")
@sensitive_variables("token")
def use_link(request: HttpRequest) -> HttpResponse:
    """Let in whoever holds the link, once, by allauth's own way in."""
    token = request.POST.get("token", "")
    answers: dict[str, str] = {}
    try:
        found = services.link_of(token)
        if found.purpose == LinkPurpose.INVITATION:
            form = AcceptInvitationForm(request.POST, user=found.user)
            if not form.is_valid():
                return _page(request, found, token, form)
            answers = {"password": form.cleaned_data["password1"], "language": form.cleaned_data["language"]}
        used = services.use_link(token=token, at=clock.now(), **answers)
    except services.LinkRefused:
        return _refused(request)
    next_url = safe_next(request, used.next_url, default="")
    return perform_login(request, used.user, redirect_url=next_url or None)


def _page(
    request: HttpRequest, found: AccessLink, token: str, form: AcceptInvitationForm | None = None
) -> HttpResponse:
    context = {"link": found, "token": token, "form": form}
    if found.purpose == LinkPurpose.SIGN_IN:
        return render(request, "account/link_sign_in.html", context)
    context["form"] = form or AcceptInvitationForm(user=found.user)
    return render(request, "account/link_invitation.html", context)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_refused.html", {"form": AskForLinkForm()}, status=410)
