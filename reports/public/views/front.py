from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovp_portal.lib.charts import Period
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.kept import Parts
from reports.public.coming import coming
from reports.public.http import from_memory, public_page
from reports.public.page_stamps import FRONT, PageStamp
from reports.public.periods import chart_label
from reports.public.queries.front import State, chosen_plan, published_plans, state_of, with_periods
from reports.public.rows import report_row

NEWEST, CORRECTIONS, MISSING = 6, 5, 12


@public_page
@from_memory(PageStamp(FRONT))
def front(request: HttpRequest, *, at: datetime, parts: Parts) -> HttpResponse:
    """What was promised and what became of it: the plan that runs."""
    plans = list(with_periods(published_plans(request.user)))
    plan = chosen_plan(plans, local_date(at, settings.TIME_ZONE))
    context = {"plans": plans, "other_plans": [row for row in plans if row != plan], "plan": plan, "parts": parts}
    if plan is not None:
        context |= _context(state_of(plan, at=at, on=local_date(at, plan.time_zone)))
    return render(request, "public/front.html", context)


def _context(state: State) -> dict:
    newest = state.newest_period
    columns = [_column(state, column) for column in state.columns]
    rows = [report_row(edition) for edition in state.digests.values()]
    missing = len(state.owed_reports) + len(state.owed_data)
    return {
        "state": state,
        "newest": newest,
        "newest_at": state.published_on(newest) if newest else None,
        "first_due": next((period for period in state.periods if period.publication_due_on >= state.on), None),
        "columns": columns,
        "chart_columns": [column["chart"] for column in columns],
        "coming": coming(state),
        "reports": rows[:NEWEST],
        "corrections": state.papers.corrections()[:CORRECTIONS],
        "owed_reports": state.owed_reports[-MISSING:],
        "owed_data": state.owed_data[-MISSING:],
        "more_missing": missing - min(len(state.owed_reports), MISSING) - min(len(state.owed_data), MISSING),
    }


def _column(state: State, column) -> dict:
    """A column of the chart and the same as a row of its table."""
    period = next((row for row in state.periods if row.ends_on == column.on), None)
    label, year = chart_label(period.key) if period else (column.on.isoformat(), "")
    return {
        "name": period.short if period else column.on.isoformat(),
        "counts": column.counts,
        "total": column.total,
        "chart": Period(label, year, column.counts),
    }
