"""A published note is to be corrected: why, before anything is changed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import permissions, queries
from meetings.correcting import open_correction_of
from meetings.forms.corrections import CorrectionForm
from meetings.services import corrections
from meetings.views.notes import visible


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a correction, or say anew why the one that is begun is made."""
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    if not note.is_published:
        messages.info(request, _("Only a published note is corrected; a draft is simply changed."))
        return redirect("meetings:preview", note.pk)
    begun = open_correction_of(note)
    form = CorrectionForm(request.POST or None, initial={"reason": begun.change_note if begun else ""})
    if request.method == "POST" and form.is_valid():
        try:
            begun = corrections.begin_correction(note=note, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("meetings:edit", begun.pk)
    context = {"note": note, "group": queries.group_label(note.meeting.group), "form": form, "begun": begun}
    return render(request, "meetings/note_correct.html", context, status=422 if form.errors else 200)
