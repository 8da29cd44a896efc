"""Another date is asked for, and granted or refused."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.follow_up_enums import EntryKind, RequestStatus
from meetings.models import DateRequest, FollowUpPart
from meetings.services.follow_up_history import change, locked
from meetings.workflow import REQUEST_MOVES
from ovp_portal.accounts.models import User
from ovp_portal.lib.workflow import check_move


@transaction.atomic
def ask(*, part: FollowUpPart, wanted_on: date, reason: str, by: User, at: datetime, on: date) -> DateRequest:
    """Ask for another date. The date that holds stays until the coordinator answers."""
    part = locked(part)
    if not part.is_open:
        raise ValidationError(_("The task is closed, so it needs no other date."), code="closed")
    if wanted_on <= part.due_on:
        raise ValidationError({"wanted_on": _("Ask for a day after the date that holds.")})
    if wanted_on < on:
        raise ValidationError({"wanted_on": _("This day is past.")})
    request = DateRequest(part=part, wanted_on=wanted_on, reason=reason, asked_at=at, asked_by=by)
    request.full_clean()
    request.save()
    change(part, EntryKind.ASKED, text=reason, by=by, at=at, on=on)
    return request


@transaction.atomic
def grant(*, request: DateRequest, granted_on: date, answer: str = "", by: User, at: datetime, on: date) -> DateRequest:
    """Grant the date that was asked for, or another one; the owner is told at once and reminded anew."""
    request, part = _waiting(request, RequestStatus.GRANTED)
    if granted_on == part.due_on:
        raise ValidationError({"granted_on": _("This is the date that holds already.")})
    if granted_on < on:
        raise ValidationError({"granted_on": _("This day is past.")})
    _answer(request, RequestStatus.GRANTED, answer=answer, by=by, at=at, granted_on=granted_on)
    change(part, EntryKind.GRANTED, text=answer, by=by, at=at, on=on, due_on=granted_on)
    return request


@transaction.atomic
def refuse(*, request: DateRequest, answer: str, by: User, at: datetime, on: date) -> DateRequest:
    """Keep the date, with a reason; the owner is told at once."""
    request, part = _waiting(request, RequestStatus.REFUSED)
    _answer(request, RequestStatus.REFUSED, answer=answer, by=by, at=at)
    change(part, EntryKind.REFUSED, text=answer, by=by, at=at, on=on)
    return request


def _waiting(request: DateRequest, to: RequestStatus) -> tuple[DateRequest, FollowUpPart]:
    """The part is locked before the request, as by every other act, so that two acts cannot wait for each other."""
    part = locked(request.part)
    request = DateRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.part = part
    check_move(REQUEST_MOVES, request.status, to)
    return request, part


def _answer(
    request: DateRequest,
    status: RequestStatus,
    *,
    answer: str,
    by: User,
    at: datetime,
    granted_on: date | None = None,
) -> None:
    request.status, request.answer, request.granted_on = status, answer, granted_on
    request.answered_at, request.answered_by = at, by
    request.full_clean()
    request.save(update_fields=["status", "answer", "granted_on", "answered_at", "answered_by"])
