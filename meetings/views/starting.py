"""Beginning a note from the group's last one, or notes of several groups at once, and keeping these in step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import permissions, queries
from meetings.common_text import FIELDS
from meetings.forms.starting import CopyForm, NewNoteForm
from meetings.models import MeetingNote
from meetings.services import siblings, starting
from ovp_portal import clock
from ovp_portal.lib.dates import local_date

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def new(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    groups = list(queries.groups_to_write_for(request.user, clock.today()))
    if not groups:
        raise PermissionDenied
    asked = [group for group in groups if str(group.pk) == request.GET.get("group", "")]
    initial = {"group": str(groups[0].pk) if len(groups) == 1 else [str(group.pk) for group in asked]}
    form = NewNoteForm(request.POST or None, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid():
        begun = starting.start_notes(
            groups=form.chosen_groups,
            kind=form.cleaned_data["kind"],
            days=form.days,
            is_month_only=form.cleaned_data["is_month_only"],
            is_from_last=form.cleaned_data["is_from_last"],
            by=request.user,
            at=at,
            **form.common,
        )
        if len(begun) > 1:
            said = ngettext("%(count)s note is begun.", "%(count)s notes are begun.", len(begun))
            messages.success(request, said % {"count": len(begun)})
            return redirect("meetings:siblings", begun[0].pk)
        return redirect("meetings:edit", begun[0].pk)
    return render(request, "meetings/note_new.html", {"form": form})


@require_form
def note_siblings(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes that were begun together: what differs, and the copying of what is common."""
    at, today = clock.now(), clock.today()
    note = get_object_or_404(queries.notes_for(request.user, today), pk=pk)
    if not permissions.can_write_note(request.user, note, on=local_date(at, note.meeting.group.plan.time_zone)):
        raise PermissionDenied
    mine = {group.pk for group in queries.groups_to_write_for(request.user, today)}
    rows = [row for row in siblings.siblings_of(note) if row.note.meeting.group_id in mine]
    if not rows:
        raise Http404
    compared = siblings.compare(note, rows)
    names = [name for name in FIELDS if any(name in row.takes for row in compared)]
    form = CopyForm(request.POST if request.method == "POST" else None, names=names)
    if request.method == "POST" and form.is_valid():
        return _copy(request, note, [row.note for row in compared], form.cleaned_data["fields_to_copy"])
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "rows": [_row(row) for row in compared],
        "form": form,
        "has_common": bool(names),
        "differs": any(row.keeps for row in compared),
    }
    return render(request, "meetings/note_siblings.html", context, status=422 if form.errors else 200)


def _copy(request: HttpRequest, note: MeetingNote, to: list[MeetingNote], names: list[str]) -> HttpResponse:
    try:
        done = siblings.copy_common(note=note, fields=names, to=to, by=request.user, at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("meetings:siblings", note.pk)
    count = sum(bool(row.takes) for row in done)
    said = ngettext("Copied to %(count)s note.", "Copied to %(count)s notes.", count) % {"count": count}
    messages.success(request, said if count else _("Nothing was copied: the notes were changed meanwhile."))
    return redirect("meetings:siblings", note.pk)


def _row(row: siblings.Sibling) -> dict:
    return {
        "note": row.note,
        "group": queries.group_label(row.note.meeting.group),
        "takes": [FIELDS[name].label for name in row.takes],
        "keeps": [FIELDS[name].label for name in row.keeps],
    }
