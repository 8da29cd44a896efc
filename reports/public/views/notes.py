from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from meetings.models import MeetingNote
from meetings.papers import to_be_signed
from meetings.queries import group_label, published_notes
from ovp_portal.editions.views import data_response
from ovp_portal.lib.dates import local_date, moment_text
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.languages import active_language
from ovp_portal.lib.paging import page_of
from ovp_portal.lib.papers.formats import PDF, WORD
from reports.public.files import published_file
from reports.public.http import from_memory, public_page
from reports.public.page_stamps import NOTE, NOTES, PageStamp
from reports.public.queries.papers import edition_with_payload, frozen_page, paper_at
from reports.public.queries.tasks import tasks_under_note

PER_PAGE = 30


@public_page
@from_memory(PageStamp(NOTES))
def notes(request: HttpRequest, *, at: datetime, parts: Parts) -> HttpResponse:
    """Every published note, the newest meeting first."""
    listed = published_notes().select_related(None).select_related("meeting__group__plan", "edition", "reference")
    page = page_of(listed, request, per_page=PER_PAGE)
    rows = [(note, group_label(note.meeting.group)) for note in page.object_list]
    return render(request, "public/notes.html", {"parts": parts, "page": page, "rows": rows})


@public_page
@from_memory(PageStamp(NOTE))
def note(request: HttpRequest, pk: int, *, at: datetime, parts: Parts) -> HttpResponse:
    """The newest edition of a note."""
    return _shown(request, _found(pk), "", at=at, parts=parts)


@public_page
@from_memory(PageStamp(NOTE))
def edition(request: HttpRequest, pk: int, number: str, *, at: datetime, parts: Parts) -> HttpResponse:
    """One edition of a note, the same for ever."""
    return _shown(request, _found(pk), number, at=at, parts=parts)


@public_page
def data(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """The exact bytes that the checksum was taken of."""
    found = edition_with_payload(_found(pk).address, number)
    if found is None:
        raise Http404
    return data_response(request, found, f"note-{pk}")


@public_page
def file(request: HttpRequest, pk: int, format: str, number: str = "") -> HttpResponse:
    """An edition of a note to print, to edit and to sign."""
    note = _found(pk)
    return published_file(
        request,
        note.address,
        number,
        format,
        name=f"note-{pk}",
        zone=note.meeting.group.plan.time_zone,
        url_of=lambda number: reverse("public:note_edition", args=[pk, number]),
        finish=to_be_signed,
    )


def _found(pk: int) -> MeetingNote:
    notes = MeetingNote.objects.public().select_related("meeting__group__plan")
    return get_object_or_404(notes, pk=pk)


def _shown(request: HttpRequest, note: MeetingNote, number: str, *, at: datetime, parts: Parts) -> HttpResponse:
    paper = paper_at(note.address, number)
    if paper is None:
        raise Http404
    edition, plan = paper.shown, note.meeting.group.plan
    on = local_date(at, plan.time_zone)
    head, body = frozen_page(edition, active_language())
    context = {
        "parts": parts,
        "note": note,
        "edition": edition,
        "head": mark_safe(head),  # noqa: S308 – rendered by us and frozen
        "body": mark_safe(body),  # noqa: S308
        "published": moment_text(edition.published_at, plan.time_zone),
        "is_newest": paper.is_newest,
        "newest": paper.newest,
        "newest_url": reverse("public:note", args=[note.pk]),
        "editions": [(one, reverse("public:note_edition", args=[note.pk, one.number])) for one in paper.editions],
        "permanent_url": request.build_absolute_uri(reverse("public:note_edition", args=[note.pk, edition.number])),
        "data_url": reverse("public:note_data", args=[note.pk, edition.number]),
        "pdf_url": reverse("public:note_edition_file", args=[note.pk, edition.number, PDF]),
        "word_url": reverse("public:note_edition_file", args=[note.pk, edition.number, WORD]),
        "plan": plan,
        "tasks": tasks_under_note(note, on),
        "on": on,
    }
    return render(request, "public/note.html", context)
