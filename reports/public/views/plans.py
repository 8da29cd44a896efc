from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ovp_portal.lib.dates import local_date
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.paging import page_of
from reports.public.http import from_memory, public_page
from reports.public.page_stamps import PLAN, PLANS, PageStamp
from reports.public.periods import chart_label
from reports.public.queries.front import published_plans
from reports.public.queries.plans import FIELDS_PER_PAGE, Row, counted, matrix_rows, plan_page, plan_to_show
from reports.public.queries.punctuality import public_periods, punctuality


@public_page
@from_memory(PageStamp(PLANS))
def plans(request: HttpRequest, *, at: datetime, parts: Parts) -> HttpResponse:
    return render(request, "public/plans.html", {"plans": published_plans(request.user), "parts": parts})


@public_page
@from_memory(PageStamp(PLAN))
def plan(request: HttpRequest, slug: str, *, at: datetime, parts: Parts) -> HttpResponse:
    """A plan: how far it is, area by area and quarter by quarter."""
    plan = get_object_or_404(plan_to_show(request.user), slug=slug)
    found = plan_page(plan, on=local_date(at, plan.time_zone))
    commitments = [row for area in found.overview.areas for row in area.commitments]
    page = page_of(commitments, request, per_page=max(FIELDS_PER_PAGE // max(len(found.periods), 1), 10))
    rows = matrix_rows(plan=plan, commitments=page.object_list, periods=found.periods, at=at)
    judged = public_periods(plan, at)[:1]
    context = {
        "plan": plan,
        "parts": parts,
        "punctual_period": judged[0] if judged else None,
        "punctual": next(iter(punctuality(periods=judged, plan=plan, at=at).by_period().values()), None),
        "counters": found.overview.counters,
        "areas": [(area, counted(area)) for area in found.overview.areas],
        "commitment_count": sum(counted(area) for area in found.overview.areas),
        "periods": found.periods,
        "period_labels": [chart_label(period.key)[0] for period in found.periods],
        "years": [(year, len(list(rows))) for year, rows in groupby(found.periods, key=lambda period: period.year)],
        "matrix": _by_area(rows),
        "page": page,
        "local_plans": found.local_plans,
    }
    return render(request, "public/plan.html", context)


def _by_area(rows: list[Row]) -> list[tuple]:
    return [(area, list(group)) for area, group in groupby(rows, key=lambda row: row.commitment.area)]
