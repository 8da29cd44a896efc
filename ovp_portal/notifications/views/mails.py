import hashlib
from base64 import b64encode
from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ovp_portal.lib.paging import page_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.views.doors import check_keeper
from ovp_portal.templatetags.mail import mail_rules

View = Callable[..., HttpResponse]


def demonstration_only(view: View) -> View:
    """Open to everybody in a demonstration; elsewhere there is no such page."""

    @login_not_required
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demonstration_only
def outbox(request: HttpRequest) -> HttpResponse:
    page = page_of(_listed(Mail.objects.all()), request)
    return render(request, "notifications/outbox.html", {"page": page})


@demonstration_only
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mail.objects.select_related("recipient", "head_of"), pk=pk)
    return render(request, "notifications/mail.html", {"mail": found})


def _letter_policy() -> dict[str, list[str]]:
    """Nothing but the letter's own rules, known by their checksum; no script, no image, no form, no frame."""
    checksum = b64encode(hashlib.sha256(mail_rules().encode()).digest()).decode()
    return {
        "default-src": ["'none'"],
        "style-src": [f"'sha256-{checksum}'"],
        "script-src": ["'none'"],
        "img-src": ["'none'"],
        "font-src": ["'none'"],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "sandbox": ["allow-top-navigation"],
    }


@demonstration_only
@csp_replace(_letter_policy())
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML letter as a mail program shows it: a document of its own in a sandbox."""
    return HttpResponse(get_object_or_404(Mail, pk=pk).html)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Who got what, when and why. Without the texts: some hold a link that signs its owner in."""
    check_keeper(request)
    status = request.GET.get("status", "")
    found = Mail.objects.filter(status=status) if status in MailStatus.values else Mail.objects.all()
    page = page_of(_listed(found), request)
    context = {"page": page, "statuses": MailStatus.choices, "status": status}
    return render(request, "notifications/mails.html", context)


def _listed(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Newest first, without the bodies that no list shows."""
    return mails.select_related("recipient", "head_of").defer("text", "html").order_by("-written_at", "-pk")
