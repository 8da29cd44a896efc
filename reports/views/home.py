"""What waits for the person who is signed in: the first page of the working side."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.lib.dates import local_date
from reports.permissions import can_see_owed
from reports.queries.states import state_of_submission as state_of
from reports.queries.submissions import sent_by
from reports.waiting import waiting_for

LATELY = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    on = local_date(at, settings.TIME_ZONE)
    rows = waiting_for(request.user, at)
    work = [row for row in rows if row.action]
    late = [row for row in work if row.is_late]
    returned = [row for row in work if row.is_returned and not row.is_late]
    due = [row for row in work if not row.is_late and not row.is_returned]
    sent = list(sent_by(request.user, on)[:LATELY])
    for row in sent:
        row.mark = state_of(row)
        row.sent_on = local_date(row.submitted_at, row.commitment.plan.time_zone)
    next_day = due[0].due_on if due else None
    later = [row for row in due if row.due_on != next_day] + [row for row in rows if not row.action]
    context = {
        "on": on,
        "count": len(work),
        "late": [(row, (on - row.due_on).days) for row in late],
        "returned": returned,
        "soon": [row for row in due if row.due_on == next_day],
        "next_day": next_day,
        "days_left": (next_day - on).days if next_day else None,
        "later": [(row, (row.due_on - on).days if row.due_on else None) for row in later],
        "sent": sent,
        "sees_plans": request.user.sees_everything,
        "sees_owed": can_see_owed(request.user, on),
    }
    return render(request, "reports/home.html", context)
