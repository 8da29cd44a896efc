"""An old note read in: paste or upload, look at what was read, confirm. Nothing is saved before that."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from commitments.models import WorkingGroup
from meetings import queries
from meetings.drafts import NoteDraft
from meetings.forms.editor import NoteEditor
from meetings.forms.reading import ConfirmForm, ReadNoteForm
from meetings.reading import Evidence, Leftover, Reading, read_note
from meetings.reading.groups import GroupFound, find_group
from meetings.reading.organizations import organization_names
from meetings.services.read_notes import keep_read_note
from meetings.views.notes import require_form
from ovp_portal import clock
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.languages import html_tag
from ovp_portal.lib.reading.documents import refused
from ovp_portal.lib.reading.outline import Piece, outline
from ovp_portal.uploads import hold_in_memory, is_too_big, refuse_unread, says_what_is_too_big

LANGUAGES = {"mk": "mk", "sq": "sq", "en": "en", "sr": "sr-latn"}
"""The language that was heard, as the portal calls it."""


@says_what_is_too_big
@csrf_exempt
@require_form
def read(request: HttpRequest) -> HttpResponse:
    """The token is checked as everywhere, but after the file was told to stay in memory and to have its size."""
    groups = list(queries.groups_to_write_for(request.user, clock.today()))
    if not groups:
        raise PermissionDenied
    if request.method == "POST" and is_too_big(request):
        form = ReadNoteForm({}, groups=groups)
        form.refuse("file", refused("too_big"))
        return refuse_unread(request, render(request, "meetings/note_read.html", {"form": form}, status=413))
    hold_in_memory(request)
    return _read(request, groups)


@csrf_protect
def _read(request: HttpRequest, groups: list[WorkingGroup]) -> HttpResponse:
    if request.method == "POST" and request.POST.get("act", "read") != "read":
        return _confirm(request, groups)
    form = ReadNoteForm(request.POST, request.FILES, groups=groups) if request.method == "POST" else None
    if form is None:
        return _ask(request, ReadNoteForm(groups=groups))
    if not form.is_valid():
        form.keep_file()
        return _ask(request, form)
    pieces = outline(form.source)
    found = find_group(pieces, groups)
    group = form.chosen_group or found.group
    if group is None:
        return _ask_group(request, form, groups, found)
    return _show(request, groups, group, form, pieces, found)


def _ask(request: HttpRequest, form: ReadNoteForm) -> HttpResponse:
    return render(request, "meetings/note_read.html", {"form": form})


def _ask_group(request: HttpRequest, form: ReadNoteForm, groups: list[WorkingGroup], found: GroupFound) -> HttpResponse:
    """The text comes back in the form, so that a file need not be chosen again."""
    only = str(groups[0].pk) if len(groups) == 1 and not found.numbers else ""
    asked = ReadNoteForm({"text": form.whole, "group": only}, groups=groups)
    message = _("The text does not say which group it is of. Choose the group.")
    if found.numbers:
        numbers = ", ".join(found.numbers)
        message = _("The text names %(numbers)s, which is not one of your groups. Choose the group.") % {
            "numbers": numbers
        }
    asked.refuse("group", message)
    return _ask(request, asked)


def _show(
    request: HttpRequest,
    groups: list[WorkingGroup],
    group: WorkingGroup,
    form: ReadNoteForm,
    pieces: list[Piece],
    found: GroupFound,
) -> HttpResponse:
    choices = queries.choices_for(group)
    reading = read_note(form.source, choices=choices, names=organization_names(), pieces=pieces)
    language = LANGUAGES.get(reading.language, group.plan.required_language)
    carried = ConfirmForm(
        groups=groups,
        initial={"source": form.source, "aside": form.aside, "group": str(group.pk), "language": language},
    )
    on = local_date(clock.now(), group.plan.time_zone)
    editor = NoteEditor(draft=reading.draft, choices=choices, on=on)
    return _page(request, group, editor, carried, reading, form.aside, found=found)


def _confirm(request: HttpRequest, groups: list[WorkingGroup]) -> HttpResponse:
    """A row's button, or the confirmation: only now is something saved, and all of it at once."""
    carried = ConfirmForm(request.POST, groups=groups)
    if not carried.is_valid():
        return _ask(request, ReadNoteForm({"text": request.POST.get("source", "")}, groups=groups))
    group, at = carried.chosen_group, clock.now()
    on = local_date(at, group.plan.time_zone)
    choices = queries.choices_for(group)
    editor = NoteEditor(draft=NoteDraft(), choices=choices, on=on, data=request.POST)
    is_row_act = editor.do(request.POST["act"])
    if not is_row_act and editor.is_valid() and (note := _kept(request, carried, editor, group, at)):
        messages.success(request, _("The note is kept as a draft. Nobody else sees it yet."))
        return redirect("meetings:edit", note.pk)
    source, aside = carried.cleaned_data["source"], carried.cleaned_data["aside"]
    reading = read_note(source, choices=choices, names=organization_names())
    return _page(request, group, editor, carried, reading, aside, is_typed=True, is_refused=not is_row_act)


def _kept(request: HttpRequest, carried: ConfirmForm, editor: NoteEditor, group: WorkingGroup, at: datetime) -> Any:
    language = carried.cleaned_data["language"]
    try:
        return keep_read_note(group=group, data=editor.draft(), language=language, by=request.user, at=at)
    except ValidationError as refusal:
        editor.refuse(refusal.messages)
        return None


def _by_field(evidence: Iterable[Evidence]) -> dict[str, list[tuple[str, list[Evidence]]]]:
    """Under each field its sentences, each once, with all that was read from it."""
    fields: dict[str, dict[str, list[Evidence]]] = {}
    for row in evidence:
        fields.setdefault(row.field, {}).setdefault(row.sentence, []).append(row)
    return {name: list(sentences.items()) for name, sentences in fields.items()}


def _page(
    request: HttpRequest,
    group: WorkingGroup,
    editor: NoteEditor,
    carried: ConfirmForm,
    reading: Reading,
    aside: str,
    *,
    found: GroupFound | None = None,
    is_typed: bool = False,
    is_refused: bool = False,
) -> HttpResponse:
    remainder = [*reading.remainder]
    if aside:
        remainder.append(Leftover(_("Beside the text: headers, footers and notes"), tuple(aside.split("\n"))))
    context = {
        "group": queries.group_label(group),
        "editor": editor,
        "carried": carried,
        "evidence": _by_field(reading.evidence),
        "source_lang": html_tag(LANGUAGES.get(reading.language, "")),
        "found": found,
        "remainder": remainder,
        "to_check": sum(row.sureness == "check" for row in reading.evidence),
        "is_typed": is_typed,
        "is_refused": is_refused,
    }
    return render(request, "meetings/note_read_check.html", context)
