"""A member before the draft of a note: what happens there is the ground floor's, the words are the note's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from meetings.circulated import PAPER
from ovp_portal.circulation import views


@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, pk: int) -> HttpResponse:
    return views.position(request, pk, paper=PAPER)


@require_POST
def write_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    return views.write_opinion(request, pk, paper=PAPER)


@require_POST
def withdraw_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    return views.withdraw_opinion(request, pk, paper=PAPER)
