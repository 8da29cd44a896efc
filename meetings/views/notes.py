"""The coordinator's notes: the list, the form and the preview."""

from datetime import date, datetime
from uuid import uuid4

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from meetings import permissions, queries, queries_of_writing
from meetings.comparison import differences
from meetings.correcting import open_correction_of
from meetings.forms.editor import NoteEditor
from meetings.models import MeetingNote, TypedNote
from meetings.papers import to_be_signed
from meetings.services import notes, writing
from meetings.services.downloads import record_download
from meetings.shown import is_kept_inside, shown_body
from meetings.states import state_of_note
from meetings.views import typed
from ovp_portal import clock
from ovp_portal.editions.papers import draft_paper
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.http import attachment_name
from ovp_portal.lib.paging import page_of
from ovp_portal.lib.papers.formats import CONTENT_TYPES, made
from ovp_portal.lib.throttle import is_within

DRAFTS_IN_FIVE_MINUTES = 20
"""Of one person: each is made anew, in up to a second."""
STAY = "stay-"
STAYS = {STAY + part for part in ("when", "attendance", "agenda", "tasks", "course", "conclusions")}
"""Without scripts each part of the form has a button that saves and comes back to this part."""

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    page = page_of(queries.notes_for(request.user, on), request)
    groups = list(queries.groups_to_write_for(request.user, on))
    writes_for = {group.pk for group in groups}
    rows = [
        {
            "note": note,
            "group": queries.group_label(note.meeting.group),
            "can_write": note.meeting.group_id in writes_for and note.is_draft,
            "is_led": note.meeting.group_id in writes_for and note.is_circulated,
            "state": state_of_note(note),
        }
        for note in page
    ]
    return render(request, "meetings/notes.html", {"page": page, "rows": rows, "can_create": bool(groups)})


@gzip_page
@require_form
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    if request.method == "POST":
        return _save(request, note, at, on)
    if not note.is_draft:
        return redirect("meetings:circulation" if note.is_circulated else "meetings:preview", note.pk)
    draft, choices = queries.draft_of(note), queries.choices_for(note.meeting.group, note)
    if kept := typed.kept_for(request.user, note):
        editor = NoteEditor(draft=draft, choices=choices, on=on, data=typed.form_data(kept))
        return _form(request, note, editor, is_typed=True, kept=kept)
    return _form(request, note, NoteEditor(draft=draft, choices=choices, on=on))


def _save(request: HttpRequest, note: MeetingNote, at: datetime, on: date) -> HttpResponse:
    """Save and go where the button leads; what stands in the way is said on the same page, and nothing is lost."""
    act = request.POST.get("act", "save")
    choices = queries.choices_for(note.meeting.group, note)
    editor = NoteEditor(draft=queries.draft_of(note), choices=choices, on=on, data=request.POST)
    if editor.do(act):
        if request.headers.get("HX-Request"):
            return render(request, "meetings/note_rows.html", {"editor": editor, "kind": act.partition("-")[0]})
        return _form(request, note, editor, is_typed=True)
    if act == typed.SHOW:
        return _form(request, note, editor, is_typed=True)
    if not editor.is_valid():
        typed.keep(request, note, typed.unread(editor), at)
        return _form(request, note, editor, is_typed=True, is_refused=True)
    version = typed.version_in(request.POST.get("seen_version" if act == "save-over" else "version", ""))
    try:
        saved = notes.save_note(
            note=note, data=editor.draft(), version=version, by=request.user, at=at, session=typed.session_in(request)
        )
    except notes.StaleNote as stale:
        typed.keep(request, note, stale.messages[0], at)
        theirs = queries.draft_of(stale.note)
        conflict = {
            "sentence": stale.messages[0],
            "seen_version": stale.note.version,
            "differences": differences(editor.draft(), theirs, choices),
        }
        return _form(request, note, editor, is_typed=True, conflict=conflict)
    except ValidationError as refusal:
        typed.keep(request, note, " ".join(refusal.messages), at)
        editor.refuse(refusal.messages)
        return _form(request, note, editor, is_typed=True, is_refused=True)
    writing.forget_typed(note=note, user=request.user)
    pages = {"preview": "meetings:preview", "publish": "meetings:check"}
    place = f"#{act.removeprefix(STAY)}" if act in STAYS else ""
    return typed.tell_saved(request, redirect(reverse(pages.get(act, "meetings:edit"), args=[saved.pk]) + place))


def _form(
    request: HttpRequest,
    note: MeetingNote,
    editor: NoteEditor,
    *,
    is_typed: bool = False,
    is_refused: bool = False,
    conflict: dict | None = None,
    kept: TypedNote | None = None,
) -> HttpResponse:
    session = (is_typed and typed.session_in(request)) or uuid4().hex
    writing.be_here(note=note, user=request.user, session=session, at=clock.now(), lease=writing.OPENED)
    version = typed.version_of(kept) if kept else request.POST.get("version", "") if is_typed else note.version
    return render(
        request,
        "meetings/note_edit.html",
        {
            "note": note,
            "group": queries.group_label(note.meeting.group),
            "editor": editor,
            "version": version,
            "session": session,
            "writers": queries_of_writing.others(note, session),
            "kept": kept,
            "is_typed": is_typed,
            "is_refused": is_refused,
            "conflict": conflict,
        },
        status=409 if conflict else 200,
    )


@csp_replace({"frame-src": [SELF]})
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The note as it is read, or will be: by the public by the plan's rule, or by its group alone."""
    note, _at, on = visible(request, pk)
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "body": shown_body(note),
        "shown_as": shown_as if (shown_as := request.GET.get("as", "")) in ("phone", "wide") else "",
        "is_kept_inside": is_kept_inside(note),
        "plan": note.meeting.group.plan,
        "correction": open_correction_of(note) if note.is_published else None,
        "can_write": permissions.can_write_note(request.user, note, on=on),
    }
    return render(request, "meetings/note_preview.html", context)


@never_cache
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The very page that the public will get, without the office around it; the preview frames it at two widths."""
    note, _at, _on = visible(request, pk)
    head, _mark, body = shown_body(note).partition("<!-- edition -->")
    context = {"head": mark_safe(head), "body": mark_safe(body)}  # noqa: S308 – rendered by us
    return render(request, "meetings/note_preview_page.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The preview as a file, for who may see the preview; a draft is marked as one on every page."""
    note, at, _on = visible(request, pk)
    if note.is_published:
        return redirect("public:note_file", note.pk, format)
    if not is_within(f"draft-file:{request.user.pk}", most=DRAFTS_IN_FIVE_MINUTES, seconds=300):
        refused = render(request, "429.html", status=429)
        refused["Retry-After"] = "300"
        return refused
    paper = draft_paper(shown_body(note), at=at, zone=note.meeting.group.plan.time_zone)
    content = made(to_be_signed(paper), format)
    if request.method == "GET":
        record_download(note=note, format=format, by=request.user, at=at)
    response = HttpResponse(content, content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = attachment_name(f"note-{pk}-draft.{format}")
    return response


def visible(request: HttpRequest, pk: int) -> tuple[MeetingNote, datetime, date]:
    """A note that this person may see, with the moment and the day of the request in its plan's zone."""
    at = clock.now()
    notes_seen = queries.notes_for(request.user, clock.today()).select_related("created_by__organization")
    note = get_object_or_404(notes_seen, pk=pk)
    return note, at, local_date(at, note.meeting.group.plan.time_zone)
