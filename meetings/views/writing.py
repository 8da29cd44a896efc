"""While somebody writes a note: saved by itself, who else writes, what could not be saved."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings import permissions, queries, queries_of_writing
from meetings.forms.editor import NoteEditor
from meetings.models import MeetingNote
from meetings.services import notes, writing
from meetings.views import typed
from meetings.views.notes import visible
from ovp_portal.lib.dates import clock_text, local_date


def _writable(request: HttpRequest, pk: int) -> tuple[MeetingNote, datetime]:
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    return note, at


@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed so far and say so in one line.

    What cannot be saved – a date that cannot be read, an old version – is kept as it was sent, for the one who
    sent it, and the line says why. Nothing is overwritten.
    """
    note, at = _writable(request, pk)
    on = local_date(at, note.meeting.group.plan.time_zone)
    editor = NoteEditor(
        draft=queries.draft_of(note), choices=queries.choices_for(note.meeting.group, note), on=on, data=request.POST
    )
    if not editor.is_valid():
        return _not_saved(request, note, typed.unread(editor), at, state="unread")
    version = typed.version_in(request.POST.get("version", ""))
    session = typed.session_in(request)
    try:
        saved = notes.save_note(
            note=note, data=editor.draft(), version=version, by=request.user, at=at, session=session
        )
    except notes.StaleNote as stale:
        return _not_saved(request, note, stale.messages[0], at, state="conflict", status=409)
    except ValidationError as refusal:
        return _not_saved(request, note, " ".join(refusal.messages), at, state="refused")
    writing.forget_typed(note=note, user=request.user)
    line = _("Saved at %(time)s") % {"time": clock_text(at, note.meeting.group.plan.time_zone)}
    told = {"version": saved.version, "ids": _ids(editor, saved), "parted": _has_become_rows(editor)}
    return JsonResponse({"state": "saved", "line": line, **told})


def _not_saved(
    request: HttpRequest, note: MeetingNote, reason: str, at: datetime, *, state: str, status: int = 200
) -> JsonResponse:
    """Half a date is no fault while it is typed: only a conflict is answered as an error."""
    typed.keep(request, note, reason, at)
    line = _("Not saved, because: %(reason)s What you typed is kept for you.") % {"reason": reason}
    return JsonResponse({"state": state, "line": line}, status=status)


def _has_become_rows(editor: NoteEditor) -> bool:
    """Whether a list stands in one row of the form and became several when it was saved."""
    forms = [form for rows in editor.rows.values() for form in rows.forms]
    return any(not form.is_empty and len(form.rows()) > 1 for form in forms)


def _ids(editor: NoteEditor, note: MeetingNote) -> dict[str, int]:
    """Which saved row each row of the form is now, so that the next save means the same one."""
    draft = queries.draft_of(note)
    ids: dict[str, int] = {}
    for rows, saved in editor.rows_and(draft):
        waiting = list(saved)
        for form in rows.forms:
            made = 0 if form.is_empty else len(form.rows())
            if made and waiting:
                ids[f"{form.prefix}-id"] = waiting[0].id
                del waiting[:made]
    return ids


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """The page is still open, or is being left; the answer is who else has the note open."""
    note, at = _writable(request, pk)
    session = typed.session_in(request)
    if request.POST.get("leave"):
        writing.leave(note=note, user=request.user, session=session)
        return HttpResponse(status=204)
    if session:
        unsaved = bool(request.POST.get("unsaved"))
        writing.be_here(note=note, user=request.user, session=session, at=at, lease=writing.HEARD, has_unsaved=unsaved)
    writers = queries_of_writing.others(note, session)
    return render(request, "meetings/note_writers.html", {"writers": writers, "note": note, "user": request.user})


@require_POST
def forget_typed(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave what could not be saved, and go on from what is saved."""
    note, _at = _writable(request, pk)
    writing.forget_typed(note=note, user=request.user)
    return redirect("meetings:edit", note.pk)
