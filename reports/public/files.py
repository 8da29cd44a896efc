"""Published papers as files: one for each edition, language and format, the same bytes for everybody."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from ovp_portal.editions.papers import edition_paper
from ovp_portal.editions.services import file_of
from ovp_portal.editions.views import A_YEAR, file_response
from ovp_portal.lib.languages import active_language
from ovp_portal.lib.papers.formats import made
from ovp_portal.lib.papers.shape import Paper
from reports.public.http import MAX_AGE
from reports.public.queries.papers import frozen_page, paper_at


def published_file(
    request: HttpRequest,
    address: str,
    number: str,
    format: str,
    *,
    name: str,
    zone: str,
    url_of: Callable[[str], str],
    finish: Callable[[Paper], Paper] = lambda paper: paper,
) -> HttpResponse:
    """The file of one edition, or of the newest where no number is asked for; 404 where nothing is published.

    `url_of` gives the address of an edition below the site's root. Nothing of the request goes into
    the file but its language: it is kept, and others get it too.
    """
    paper = paper_at(address, number)
    if paper is None:
        raise Http404
    edition = paper.shown

    def make() -> bytes:
        head, body = frozen_page(edition, active_language())
        url = settings.PORTAL_URL + url_of(edition.number)
        return made(finish(edition_paper(edition, head + body, url=url, zone=zone)), format)

    kept = file_of(edition=edition, language=active_language(), format=format, make=make)
    return file_response(request, kept, f"{name}-{edition.number}", max_age=A_YEAR if number else MAX_AGE)
