"""The versions of a note: listed, compared word by word, restored; and drafts that were deleted."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import permissions, queries, queries_of_writing
from meetings.forms.versions import VersionNameForm
from meetings.models import MeetingNote, NoteVersion
from meetings.services import deletion, notes
from meetings.services.versions import draft_of_version, name_version
from meetings.version_changes import changes
from meetings.views import typed
from meetings.views.notes import visible
from ovp_portal import clock
from ovp_portal.lib.paging import page_of


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    note, on = _readable(request, pk)
    listed = list(queries_of_writing.versions_of(note))
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "versions": listed,
        "can_write": permissions.can_write_note(request.user, note, on=on) and note.is_draft,
    }
    return render(request, "meetings/note_versions.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions, the older one first, whichever way they were chosen."""
    note, _on = _readable(request, pk)
    older, newer = sorted(
        (_version(note, request.GET.get("a", "")), _version(note, request.GET.get("b", ""))),
        key=lambda version: version.number,
    )
    choices = queries.choices_for(note.meeting.group, note)
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "older": older,
        "newer": newer,
        "changes": changes(draft_of_version(older, choices), draft_of_version(newer, choices), choices),
    }
    return render(request, "meetings/note_compare.html", context)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write an earlier version down as a new one; what was saved meanwhile is not overwritten."""
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    version = get_object_or_404(note.versions, number=number)
    data = draft_of_version(version, queries.choices_for(note.meeting.group, note))
    seen = typed.version_in(request.POST.get("version", ""))
    try:
        notes.save_note(note=note, data=data, version=seen, by=request.user, at=at, restored_from=number)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Version %(number)s is the note's text again.") % {"number": number})
    return redirect("meetings:versions", note.pk)


@require_POST
def name(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    get_object_or_404(note.versions, number=number)
    form = VersionNameForm(request.POST)
    if form.is_valid():
        name_version(note=note, number=number, name=form.cleaned_data["name"], by=request.user, at=at)
        messages.success(request, _("The name of version %(number)s is kept.") % {"number": number})
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("meetings:versions", note.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    if request.method == "POST":
        try:
            deletion.delete_note(note=note, by=request.user, at=at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("meetings:preview", note.pk)
        messages.success(request, _("The note is deleted. It can be brought back under “Deleted notes”."))
        return redirect("meetings:office")
    if not note.is_draft:
        return redirect("meetings:preview", note.pk)
    return render(
        request, "meetings/note_delete.html", {"note": note, "group": queries.group_label(note.meeting.group)}
    )


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    page = page_of(queries.deleted_notes_for(request.user, on), request)
    writes_for = {group.pk for group in queries.groups_to_write_for(request.user, on)}
    rows = [
        {
            "note": note,
            "group": queries.group_label(note.meeting.group),
            "can_write": note.meeting.group_id in writes_for,
        }
        for note in page
    ]
    return render(request, "meetings/notes_deleted.html", {"page": page, "rows": rows})


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(queries.deleted_notes_for(request.user, clock.today()), pk=pk)
    if not permissions.can_write_note(request.user, note, on=clock.today()):
        raise PermissionDenied
    deletion.bring_back(note=note, by=request.user, at=clock.now())
    messages.success(request, _("The note is back, with all its versions."))
    return redirect("meetings:edit", note.pk)


def _readable(request: HttpRequest, pk: int) -> tuple[MeetingNote, date]:
    note, _at, on = visible(request, pk)
    if not permissions.can_read_versions(request.user, note, on=on):
        raise PermissionDenied
    return note, on


def _version(note: MeetingNote, typed_number: str) -> NoteVersion:
    number = typed.version_in(typed_number)
    return get_object_or_404(note.versions.select_related("written_by"), number=number)
