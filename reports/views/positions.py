"""A member before the draft of a report: what happens there is the ground floor's, the words are the report's."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from ovp_portal.circulation import views
from ovp_portal.circulation.models import Circulation
from ovp_portal.circulation.papers import Paper, Way
from reports.models import StatusReport
from reports.payloads import KIND
from reports.rendering import render_report_body


def way_of(circulation: Circulation) -> Way:
    """The days of a report are those of its plan's zone."""
    reports = StatusReport.objects.filter(Q(circulation=circulation) | Q(earlier_circulations=circulation))
    report = reports.select_related("period__plan").first()
    return Way(zone=report.period.plan.time_zone) if report else Way()


PAPER = Paper(
    kind=KIND,
    urls="reports",
    template="reports/position.html",
    body=render_report_body,
    opinion_is_kept=_("Your opinion is recorded. It is published with the report, word for word."),
    way=way_of,
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
