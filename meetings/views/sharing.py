"""A note on its way: the answers before sharing, the members' answers, and its end in public or in the group."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments.models import Membership
from meetings import permissions, queries
from meetings.answers import sections_of
from meetings.checking import missing_in
from meetings.contacts import contacts_in
from meetings.correcting import is_wording_alone
from meetings.forms.internal_remarks import InternalRemarkForm
from meetings.models import InternalRemark, MeetingNote
from meetings.publication import stays_inside
from meetings.services import contacts, corrections, sharing
from meetings.services.internal_remarks import remark_internally
from meetings.services.sharing import circulations_of, refusals_of_remarks, remarks_on
from meetings.views.notes import visible
from ovp_portal.accounts.models import User
from ovp_portal.circulation.forms import CirculateForm, DispositionForm, GoOnForm, RecallForm
from ovp_portal.circulation.models import Circulation, Position
from ovp_portal.circulation.queries import Saying, standing_opinions
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.lib.canonical import checksum

USUAL_DAYS = 5
"""So many days the members have when the coordinator chooses no other day."""


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    note, _at, on = _led(request, pk)
    if not note.is_draft:
        return redirect("meetings:circulation", note.pk)
    return _check(request, note, on)


def _check(request: HttpRequest, note: MeetingNote, on: date, form: CirculateForm | None = None) -> HttpResponse:
    draft, choices = queries.draft_of(note), queries.choices_for(note.meeting.group, note)
    gaps = missing_in(note, draft, choices, on)
    found = contacts_in(draft, note.may_stay)
    blocking = [gap for gap in gaps if gap.is_blocking]
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "sections": sections_of(draft, choices),
        "blocking": blocking,
        "warnings": [gap for gap in gaps if not gap.is_blocking],
        "contacts": [one for one in found if not one.stays],
        "staying": [one for one in found if one.stays],
        "stops": len(blocking) + sum(one.is_blocking for one in found),
        "form": form or CirculateForm(initial={"closes_on": on + timedelta(days=USUAL_DAYS)}),
        "members": Membership.objects.on(on).of(note.meeting.group).exclude(user=request.user).count(),
        "plan": note.meeting.group.plan,
        "is_wording_alone": note.is_correction and is_wording_alone(note),
    }
    return render(request, "meetings/note_check.html", context, status=422 if form else 200)


@require_POST
def decide_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an address or a number out of the text, or say that it may stay."""
    stays = request.POST.get("act") == "stay"
    act = contacts.let_stay if stays else contacts.take_out
    said = _("It may stay in the note.") if stays else _("It is taken out of the text.")
    note, at, _on = _led(request, pk)
    _try(request, lambda: act(note=note, sign=request.POST.get("sign", ""), by=request.user, at=at), said)
    return redirect("meetings:check", note.pk)


@require_POST
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    note, at, on = _led(request, pk)
    form = CirculateForm(request.POST)
    if not note.is_draft:
        messages.info(request, _("The note is with the members already."))
        return redirect("meetings:circulation", note.pk)
    if form.is_valid():
        closes_on = form.cleaned_data["closes_on"]
        try:
            sent = sharing.circulate_note(note=note, closes_on=closes_on, by=request.user, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            count = sent.circulation.positions.count()
            messages.success(request, _("The note was sent to all other members: %(count)s.") % {"count": count})
            return redirect("meetings:circulation", note.pk)
    return _check(request, note, on, form)


@require_safe
def circulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answered what, what becomes of each remark, and what can be done now."""
    note, _at, on = visible(request, pk)
    can_write = permissions.can_write_note(request.user, note, on=on)
    if not can_write and not request.user.sees_everything:
        raise PermissionDenied
    return _circulation(request, note, on, can_write)


def _circulation(
    request: HttpRequest,
    note: MeetingNote,
    on: date,
    can_write: bool,
    refused: DispositionForm | None = None,
    recall: RecallForm | None = None,
    internal: InternalRemarkForm | None = None,
    go_on: GoOnForm | None = None,
) -> HttpResponse:
    remarks = remarks_on(note)
    may_decide = can_write and not note.is_finished
    forms = [_form_for(one, refused) if may_decide else None for one in remarks]
    positions = _positions(note.circulation)
    waiting = sum(not row["position"].answer for row in positions)
    is_over = bool(note.circulation) and (not waiting or on > note.circulation.closes_on)
    holds = refusals_of_remarks(note, remarks)
    context = {
        "note": note,
        "group": queries.group_label(note.meeting.group),
        "plan": note.meeting.group.plan,
        "circulation": note.circulation,
        "positions": positions,
        "remarks": list(zip(remarks, forms, strict=True)),
        "opinions": standing_opinions(circulations_of(note)),
        "waiting": waiting,
        "is_over": is_over,
        "holds": holds,
        "may_go_on": is_over and not holds,
        "is_internal": stays_inside(note),
        "can_write": can_write,
        "refused": refused or recall or internal,
        "internal_form": internal or InternalRemarkForm(),
        "internal": _internal(request, note, on),
        "recall": recall or RecallForm(),
        "go_on": go_on or (GoOnForm() if note.circulation and on <= note.circulation.closes_on else None),
        "zone": note.meeting.group.plan.time_zone,
    }
    status = 422 if context["refused"] or go_on else 200
    return render(request, "meetings/note_circulation.html", context, status=status)


def _internal(request: HttpRequest, note: MeetingNote, on: date) -> list[InternalRemark] | None:
    if not permissions.can_read_internal(request.user, note, on=on):
        return None
    return list(note.internal_remarks.select_related("written_by"))


def _positions(sent: Circulation | None) -> list[dict]:
    if sent is None:
        return []
    rows = sent.positions.select_related("organization").order_by("organization__sort_key", "pk")
    return [{"position": row, "state": state_of_answer(row.answer)} for row in rows]


def _form_for(one: Saying, refused: DispositionForm | None) -> DispositionForm:
    prefix = _prefix(one.position.pk, one.part)
    if refused is not None and refused.prefix == prefix:
        return refused
    decided = one.disposition
    said = {"verdict": decided.verdict, "reason": decided.reason} if decided else {}
    given = {"part": one.part, "seen": checksum(one.text), **said}
    return DispositionForm(prefix=prefix, initial=given)


def _prefix(position: int, part: str) -> str:
    return f"remark-{position}-{part or 'whole'}"


@require_POST
def dispose(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    note, at, on = _led(request, pk)
    row = get_object_or_404(Position.objects.filter(circulation__in=circulations_of(note)), pk=position)
    prefix = next((key.removesuffix("-part") for key in request.POST if key.endswith("-part")), "")
    form = DispositionForm(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            sharing.dispose_of_remark(note=note, position=row, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your answer to the remark is kept. Its author sees it."))
            return redirect("meetings:circulation", note.pk)
    return _circulation(request, note, on, True, form)


@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something among the coordinators alone."""
    note, at, on = _led(request, pk)
    form = InternalRemarkForm(request.POST)
    if not form.is_valid():
        return _circulation(request, note, on, True, internal=form)
    said = _("The remark is kept. Only the coordinators of the group read it.")
    text = form.cleaned_data["text"]
    _try(request, lambda: remark_internally(note=note, text=text, by=request.user, at=at), said)
    return redirect("meetings:circulation", note.pk)


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    note, at, on = _led(request, pk)
    form = RecallForm(request.POST)
    if not form.is_valid():
        return _circulation(request, note, on, True, recall=form)
    said = _("The note is a draft again. After you change it, send it to the members again.")
    reason = form.cleaned_data["reason"]
    is_done = _try(request, lambda: sharing.recall_note(note=note, reason=reason, by=request.user, at=at), said)
    return redirect("meetings:edit" if is_done else "meetings:circulation", note.pk)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the note, or keep it within the group: the plan says which. A correction is an edition of its note."""
    note, at, on = _led(request, pk)
    form = GoOnForm(request.POST)
    act, said, shown = _end_of(note, by=request.user, at=at)
    try:
        is_done = form.takes(lambda reason: act(reason=reason))
    except ValidationError as refusal:
        _refuse(request, refusal)
        is_open = note.is_correction and note.is_draft
        return redirect("meetings:check" if is_open else "meetings:circulation", note.pk)
    if not is_done:
        return _circulation(request, note, on, True, go_on=form)
    messages.success(request, said)
    return redirect("meetings:preview", shown)


def _end_of(note: MeetingNote, *, by: User, at: datetime) -> tuple[Callable, str, int]:
    """How this note's circulation ends, what is said then, and the note whose page shows it."""
    if note.is_correction:
        said = _("The correction is published as a new edition. The older one stays readable.")
        return partial(corrections.publish_correction, correction=note, by=by, at=at), said, note.corrects_id
    if stays_inside(note):
        said = _("The note is finished and kept within the group.")
        return partial(sharing.keep_note, note=note, by=by, at=at), said, note.pk
    return partial(sharing.publish_note, note=note, by=by, at=at), _("The note is published."), note.pk


def _try(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    try:
        act()
    except ValidationError as refusal:
        _refuse(request, refusal)
        return False
    messages.success(request, said)
    return True


def _refuse(request: HttpRequest, refusal: ValidationError) -> None:
    for message in refusal.messages:
        messages.error(request, message)


def _led(request: HttpRequest, pk: int) -> tuple[MeetingNote, datetime, date]:
    """A note that the person may act on: who only sees it is told so, a stranger finds nothing."""
    note, at, on = visible(request, pk)
    if not permissions.can_write_note(request.user, note, on=on):
        raise PermissionDenied
    return note, at, on
