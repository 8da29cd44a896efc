"""What others owe: the coordinator's and the national coordinator's overview, from the registry of what is due."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.lib.paging import page_of
from ovp_portal.notifications import registry, sources
from reports import permissions

A_PAGE = 50


@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    if not permissions.can_see_owed(request.user, clock.today()):
        raise Http404
    kinds = {source.kind: source for source in sources.registered()}
    kind = request.GET.get("kind", "")
    dues = registry.owed_by_others(list(kinds.values()), request.user.pk, at)
    there = dict.fromkeys(due.kind for due in dues)
    shown = [due for due in dues if due.kind == kind] if kind in there else dues
    page = page_of(shown, request, per_page=A_PAGE)
    context = {
        "page": page,
        "rows": registry.as_owed(list(page), at),
        "kind": kind,
        "kinds": [(name, source.label) for name, source in kinds.items() if name in there],
    }
    return render(request, "reports/owed.html", context)
