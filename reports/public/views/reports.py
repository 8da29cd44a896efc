from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from commitments.enums import CommitmentStatus
from commitments.models import Commitment, Milestone
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.views import data_response
from ovp_portal.lib.dates import days_late, local_date, moment_text, parse_period_key
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.languages import active_language
from ovp_portal.lib.paging import page_of
from ovp_portal.lib.papers.formats import PDF, WORD
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.files import published_file
from reports.public.http import from_memory, public_page
from reports.public.page_stamps import REPORT, REPORT_LIST, PageStamp
from reports.public.queries import owed
from reports.public.queries.editions import Digest, newest_reports
from reports.public.queries.papers import Paper, edition_with_payload, frozen_page, paper_at
from reports.public.rows import report_row
from reports.rendering import compiler_text

PER_PAGE = 30


@public_page
@from_memory(PageStamp(REPORT_LIST))
def reports(request: HttpRequest, *, at: datetime, parts: Parts) -> HttpResponse:
    """Every published report, the last one first."""
    page = page_of(newest_reports(), request, per_page=PER_PAGE)
    context = {"parts": parts, "page": page, "rows": [report_row(edition) for edition in page.object_list]}
    return render(request, "public/reports.html", context)


@public_page
@from_memory(PageStamp(REPORT))
def report(request: HttpRequest, slug: str, key: str, *, at: datetime, parts: Parts) -> HttpResponse:
    """The newest edition; before it, the day on which it is due, and after that day who owes it."""
    commitment, period = _found(request, slug, key)
    paper = paper_at(address_of(commitment, period), digest=Digest("payload"))
    if paper is None:
        return _not_published(request, commitment, period, at=at, parts=parts)
    return _shown(request, commitment, period, paper, parts)


@public_page
@from_memory(PageStamp(REPORT))
def edition(request: HttpRequest, slug: str, key: str, number: str, *, at: datetime, parts: Parts) -> HttpResponse:
    """One edition, the same for ever."""
    commitment, period = _found(request, slug, key)
    paper = paper_at(address_of(commitment, period), number, digest=Digest("payload"))
    if paper is None:
        raise Http404
    return _shown(request, commitment, period, paper, parts)


@public_page
def data(request: HttpRequest, slug: str, key: str, number: str) -> HttpResponse:
    """The exact bytes that the checksum was taken of."""
    commitment, period = _found(request, slug, key)
    found = edition_with_payload(address_of(commitment, period), number)
    if found is None:
        raise Http404
    return data_response(request, found, f"{slug}-{key}")


@public_page
def file(request: HttpRequest, slug: str, key: str, format: str, number: str = "") -> HttpResponse:
    """An edition of a report to print and to quote from."""
    commitment, period = _found(request, slug, key)
    return published_file(
        request,
        address_of(commitment, period),
        number,
        format,
        name=f"{slug}-{key}",
        zone=commitment.plan.time_zone,
        url_of=lambda number: reverse("public:edition", args=[slug, period.key, number]),
    )


def _found(request: HttpRequest, slug: str, key: str) -> tuple[Commitment, ReportingPeriod]:
    shown = Commitment.objects.visible_to(request.user).select_related("plan", "area", "lead")
    commitment = get_object_or_404(owed.with_coordinators(shown), slug=slug)
    try:
        rhythm, year, part = parse_period_key(key)
    except ValueError as unknown:
        raise Http404 from unknown
    period = get_object_or_404(ReportingPeriod, plan=commitment.plan, rhythm=rhythm, year=year, part=part)
    period.plan = commitment.plan
    return commitment, period


def _shown(
    request: HttpRequest, commitment: Commitment, period: ReportingPeriod, paper: Paper, parts: Parts
) -> HttpResponse:
    edition = paper.shown
    head, body = frozen_page(edition, active_language())
    address = [commitment.slug, period.key]
    context = {
        "parts": parts,
        "commitment": commitment,
        "period": period,
        "edition": edition,
        "head": mark_safe(head),  # noqa: S308 – rendered by us and frozen
        "body": mark_safe(body),  # noqa: S308
        "published": moment_text(edition.published_at, commitment.plan.time_zone),
        "compiler": compiler_text(edition.digest["compiled_by"]),
        "is_newest": paper.is_newest,
        "newest": paper.newest,
        "newest_url": reverse("public:report", args=address),
        "editions": [(one, reverse("public:edition", args=[*address, one.number])) for one in paper.editions],
        "permanent_url": request.build_absolute_uri(reverse("public:edition", args=[*address, edition.number])),
        "data_url": reverse("public:edition_data", args=[*address, edition.number]),
        "pdf_url": reverse("public:edition_file", args=[*address, edition.number, PDF]),
        "word_url": reverse("public:edition_file", args=[*address, edition.number, WORD]),
    }
    return render(request, "public/report.html", context)


def _not_published(
    request: HttpRequest, commitment: Commitment, period: ReportingPeriod, *, at: datetime, parts: Parts
) -> HttpResponse:
    """The days of a period are public, so they are said; of the report itself nothing is."""
    on = local_date(at, commitment.plan.time_zone)
    milestones = list(owed.with_responsible(Milestone.objects.current().filter(commitment=commitment)))
    if commitment.status != CommitmentStatus.ACCEPTED or not owed.is_expected(commitment, milestones):
        raise Http404
    if not owed.began_by(commitment, period):
        raise Http404
    is_late = period.publication_at <= at
    owner_id = owed.coordinator_id(commitment, on) if is_late else None
    context = {
        "parts": parts,
        "commitment": commitment,
        "period": period,
        "is_late": is_late,
        "days": days_late(period.publication_due_on, on),
        "due": moment_text(period.publication_at, commitment.plan.time_zone),
        "owner": Organization.objects.filter(pk=owner_id).first() if owner_id else None,
    }
    return render(request, "public/report_due.html", context)
