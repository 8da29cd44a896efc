"""Whether data come in time: by quarter, by organization, paper by paper, and as data to calculate it again."""

import csv
import io
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from commitments.models import ActionPlan, Commitment
from ovp_portal import clock
from ovp_portal.accounts.models import Organization
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.languages import said
from ovp_portal.lib.paging import page_of
from reports.models import ReportingPeriod
from reports.public.http import from_memory, public_page
from reports.public.page_stamps import PUNCTUALITY, PageStamp
from reports.public.queries.front import with_periods
from reports.public.queries.punctuality import Account, public_periods, punctuality

COLUMNS = (
    "plan",
    "period",
    "commitment",
    "organization",
    "organization_name",
    "round",
    "returned_on",
    "due_on",
    "handed_in_on",
    "days_late",
    "result",
    "calculated_on",
)
RULES = {
    "on_time": "handed in by the due day, and after every return by the day given for it",
    "late": "handed in first after the due day",
    "returned_late": "handed in by the due day, returned, and not handed in again by the day given for it",
    "missing": "not handed in, and the due day is over",
    "due_on": "the period's day as it holds now; after a return the day given, or the day of the return where later",
    "left_out": "papers asked for after their due day, and those on commitments that were withdrawn",
    "periods": "each from its moment of publication on",
}


@public_page
@from_memory(PageStamp(PUNCTUALITY, asked=frozenset({"page", "period"})))
def page(request: HttpRequest, slug: str, *, at: datetime, parts: Parts) -> HttpResponse:
    plan, periods = _found(request, slug, at)
    found = punctuality(periods=periods, plan=plan, at=at)
    by_period = found.by_period()
    chosen = _chosen(request, periods)
    accounts = [account for account in found.accounts if chosen and account.period.pk == chosen.pk]
    names = Organization.objects.in_bulk({account.organization_id for account in accounts})
    of_chosen = type(found)(accounts)
    papers = page_of(accounts, request)
    commitments = Commitment.objects.select_related("area").in_bulk({row.commitment_id for row in papers})
    context = {
        "parts": parts,
        "plan": plan,
        "periods": [(period, by_period[period.pk]) for period in periods if period.pk in by_period],
        "chosen": chosen,
        "rows": [(names[pk], sums) for pk, sums in of_chosen.by_organization().items()],
        "sums": of_chosen.by_period().get(chosen.pk) if chosen else None,
        "page": papers,
        "papers": [(row, names[row.organization_id], commitments[row.commitment_id]) for row in papers],
        "found": found,
        "on": local_date(at, plan.time_zone),
    }
    return render(request, "public/punctuality.html", context)


@public_page
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    rows = _rows(request, slug)
    return JsonResponse({"plan": slug, "rules": RULES, "rows": rows}, json_dumps_params={"ensure_ascii": False})


@public_page
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """For spreadsheets: with the mark by which they know the letters, and no cell that could be a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in _rows(request, slug):
        writer.writerow([_safe(row[name]) for name in COLUMNS])
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="punctuality-{slug}.csv"'
    return response


def _rows(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """A row for each deadline: the first, and one for every return."""
    at = clock.now()
    plan, periods = _found(request, slug, at)
    accounts = punctuality(periods=periods, plan=plan, at=at).accounts
    organizations = Organization.objects.in_bulk({account.organization_id for account in accounts})
    commitments = dict(Commitment.objects.filter(plan=plan).values_list("pk", "slug"))
    on = local_date(at, plan.time_zone).isoformat()
    return [
        dict(zip(COLUMNS, (plan.slug, *row, on), strict=True))
        for account in accounts
        for row in _of_account(account, organizations[account.organization_id], commitments[account.commitment_id])
    ]


def _of_account(account: Account, organization: Organization, commitment: str) -> list[tuple]:
    named = (account.period.key, commitment, organization.slug, said(organization, "name").text)
    return [
        (
            *named,
            number,
            _day(deadline.returned_on),
            _day(deadline.due_on),
            _day(deadline.handed_in_on),
            deadline.days_late,
            account.result,
        )
        for number, deadline in enumerate(account.deadlines)
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _found(request: HttpRequest, slug: str, at: datetime) -> tuple[ActionPlan, list[ReportingPeriod]]:
    plan = get_object_or_404(with_periods(ActionPlan.objects.visible_to(request.user)), slug=slug)
    return plan, public_periods(plan, at)


def _chosen(request: HttpRequest, periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    """The period that is asked for, the newest when none is; one that may not be shown is not there."""
    key = request.GET.get("period", "")
    if not key:
        return periods[0] if periods else None
    found = next((period for period in periods if period.key == key), None)
    if found is None:
        raise Http404
    return found
