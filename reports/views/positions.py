"""A member before the draft of a report: what happens there is the ground floor's, the words are the report's."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from ovp_portal.circulation import views
from ovp_portal.circulation.models import Circulation
from ovp_portal.circulation.papers import Paper, Way
from reports.frozen_changes import frozen_changes
from reports.models import StatusReport
from reports.payloads import KIND
from reports.rendering import render_report_body


def way_of(circulation: Circulation) -> Way:
    """By its report: the zone of its plan, and the versions that were sent before and after this one."""
    reports = StatusReport.objects.filter(Q(circulation=circulation) | Q(earlier_circulations=circulation))
    report = reports.select_related("circulation", "period__plan").first()
    if report is None:
        return Way()
    is_newest = report.circulation_id == circulation.pk
    return Way(
        zone=report.period.plan.time_zone,
        newer=None if is_newest else report.circulation,
        earlier=report.earlier_circulations.all() if is_newest else None,
    )


PAPER = Paper(
    kind=KIND,
    urls="reports",
    template="reports/position.html",
    body=render_report_body,
    opinion_is_kept=_("Your opinion is recorded. It is published with the report, word for word."),
    way=way_of,
    changes=frozen_changes,
)


@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, pk: int) -> HttpResponse:
    return views.position(request, pk, paper=PAPER)


@require_POST
def write_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    return views.write_opinion(request, pk, paper=PAPER)


@require_POST
def withdraw_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    return views.withdraw_opinion(request, pk, paper=PAPER)
