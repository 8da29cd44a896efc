from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commitments.models import ActionPlan, WorkingGroup
from meetings.calendar import public_events
from ovp_portal import clock
from ovp_portal.calendars.responses import calendar_response
from ovp_portal.lib.languages import said
from reports.public.http import MAX_AGE, public_page


@public_page
def group(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """The published meetings of a group, for calendar programs."""
    plans = ActionPlan.objects.published()
    found = get_object_or_404(WorkingGroup.objects.select_related("plan"), plan__in=plans, plan__slug=plan, slug=slug)
    at = clock.now()
    return calendar_response(
        request,
        list(public_events(found, at)),
        name=said(found, "name").text or str(found.plan),
        at=at,
        max_age=MAX_AGE,
    )


def group_calendar_url(group: WorkingGroup) -> str:
    return reverse("public:group_calendar", args=[group.plan.slug, group.slug])
