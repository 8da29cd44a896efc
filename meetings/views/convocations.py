"""The meeting that a note is begun for: announced to the members, called off, brought back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import permissions, queries
from meetings.forms.convocations import CancelMeetingForm
from meetings.models import Convocation, MeetingNote
from meetings.services import convocations
from ovp_portal import clock
from ovp_portal.lib.dates import local_date


@require_http_methods(["GET", "HEAD", "POST"])
def convocation(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(queries.notes_for(request.user, clock.today()), pk=pk)
    on = local_date(clock.now(), note.meeting.group.plan.time_zone)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    act = request.POST.get("act", "")
    form = CancelMeetingForm(request.POST if act == "cancel" else None)
    if request.method == "POST" and (act != "cancel" or form.is_valid()):
        _do(request, note, act, form)
        return redirect("meetings:convocation", note.pk)
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "said": Convocation.objects.filter(meeting=note.meeting_id).select_related("cancelled_by").first(),
        "is_coming": note.meeting.ends_on is not None and note.meeting.ends_on >= on,
        "form": form,
    }
    return render(request, "meetings/convocation.html", context)


def _do(request: HttpRequest, note: MeetingNote, act: str, form: CancelMeetingForm) -> None:
    """One of three acts; what refuses it is said."""
    given = {"note": note, "by": request.user, "at": clock.now()}
    try:
        if act == "announce":
            convocations.announce_meeting(**given)
            messages.success(request, _("The meeting stands in the members’ calendars."))
        elif act == "cancel":
            convocations.cancel_meeting(reason=form.cleaned_data["reason"], **given)
            messages.success(request, _("The meeting was cancelled."))
        elif act == "bring-back":
            convocations.bring_back_meeting(**given)
            messages.success(request, _("The meeting was brought back."))
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
