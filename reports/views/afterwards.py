"""What was sent, what came of it, and sending it again: the coordinator's and the national coordinator's page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments.models import Commitment
from ovp_portal import clock
from ovp_portal.lib.dates import parse_period_key
from ovp_portal.lib.paging import page_of
from ovp_portal.notifications.services.again import send_again
from reports.queries import afterwards
from reports.queries.afterwards import Asked

FILTERS = ("kind", "organization", "period", "commitment")
A_PAGE = 25


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Of each due: what was sent when and to whom, whether it was opened, and when it was answered."""
    on, at = clock.today(), clock.now()
    given = {name: request.GET.get(name, "")[:80] for name in FILTERS}
    page = page_of(afterwards.dues(request.user, on, _asked(given)), request, per_page=A_PAGE)
    led = set(Commitment.objects.coordinated_by(request.user, on).values_list("pk", flat=True))
    keeps_all = request.user.is_national_coordinator
    context = {
        "page": page,
        "rows": afterwards.rows_of(page, lambda commitment: keeps_all or (commitment and commitment.pk in led), at),
        "given": given,
        **afterwards.choices(request.user, on),
    }
    return render(request, "reports/sent.html", context)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Send one reminder once more; who only reads may not."""
    on, at = clock.today(), clock.now()
    kind, thing = request.POST.get("kind", "")[:40], request.POST.get("thing", "")[:80]
    found = afterwards.due(request.user, on, kind, thing)
    who = _number(request.POST.get("who", ""))
    if found is None or who is None:
        raise Http404
    leads = Commitment.objects.coordinated_by(request.user, on).filter(pk=found[3]).exists()
    if not (leads or request.user.is_national_coordinator):
        raise PermissionDenied
    try:
        mail = send_again(kind=kind, thing=thing, who=who, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("A message to %(who)s goes out within a minute.") % {"who": mail.reader})
    given = {name: request.POST.get(name, "")[:80] for name in ("back_kind", *FILTERS[1:], "page")}
    query = urlencode({name.removeprefix("back_"): value for name, value in given.items() if value})
    return redirect(f"{reverse('reports:sent')}?{query}" if query else "reports:sent")


def _asked(given: dict[str, str]) -> Asked:
    """The filters; what names no kind or no period is no filter."""
    try:
        period = parse_period_key(given["period"]) if given["period"] else None
    except ValueError:
        period = None
    return Asked(given["kind"], given["organization"], period, given["commitment"])


def _page(request: HttpRequest) -> dict[str, str]:
    page = request.GET.get("page", "")
    return {"page": page} if page.isdecimal() and len(page) < 6 else {}


def _number(typed: str) -> int | None:
    """An addressee: a person's number, or an organization's below zero for its head."""
    digits = typed.removeprefix("-")
    return int(typed) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
