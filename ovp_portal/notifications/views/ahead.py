from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.lib.dates import DateNotRead, local_date, read_day
from ovp_portal.notifications.services.ahead import look_ahead
from ovp_portal.notifications.views.doors import check_keeper

A_PAGE = 25
FARTHEST = timedelta(days=366)


@require_safe
def ahead(request: HttpRequest) -> HttpResponse:
    """What would be sent on a day, tomorrow when none is named: to whom, why and which text."""
    check_keeper(request)
    now = clock.now()
    today = local_date(now, settings.TIME_ZONE)
    typed = request.GET.get("on", "")[:40]
    on, is_refused = _day(typed, today)
    page = int(number) if (number := request.GET.get("page", "")).isdecimal() and 0 < len(number) < 6 else 1
    found = look_ahead(on=on, now=now, first=(page - 1) * A_PAGE, many=A_PAGE)
    context = {
        "on": on,
        "typed": typed,
        "today": today,
        "is_refused": is_refused,
        "found": found,
        "previous": page - 1,
        "next": page + 1 if page * A_PAGE < found.count else None,
    }
    return render(request, "notifications/ahead.html", context)


def _day(typed: str, today: date) -> tuple[date, bool]:
    """The day that was asked for, from today to a year ahead."""
    tomorrow = today + timedelta(days=1)
    if not typed.strip():
        return tomorrow, False
    try:
        on = date.fromisoformat(typed) if typed[4:5] == "-" else read_day(typed)
    except (DateNotRead, ValueError):
        return tomorrow, True
    is_near = today <= on <= today + FARTHEST
    return (on if is_near else tomorrow), not is_near
