"""How a part of a task changes: locked, written with the line of its history, told to the audit."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from meetings.follow_up_enums import EntryKind, RequestStatus
from meetings.models import DateRequest, FollowUpEntry, FollowUpPart, MeetingNote
from meetings.workflow import REQUEST_MOVES
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.workflow import check_move


def locked(part: FollowUpPart) -> FollowUpPart:
    parts = FollowUpPart.objects.select_for_update(of=("self",))
    return parts.select_related("follow_up__group__plan", "organization").get(pk=part.pk)


def change(
    part: FollowUpPart,
    kind: EntryKind,
    *,
    by: User | None,
    at: datetime,
    on: date,
    text: str = "",
    note: MeetingNote | None = None,
    **values: Any,
) -> FollowUpPart:
    """Set the values and add the line; what begins a new round of reminders also counts it and says why."""
    if kind in EntryKind.turns():
        values |= {"turn": kind, "round": part.round + 1, "since_at": at}
    for name, value in values.items():
        setattr(part, name, value)
    entry = FollowUpEntry(
        part=part,
        kind=kind,
        text=text,
        note=note,
        on=on,
        at=at,
        by=by,
        status=part.status,
        due_on=part.due_on,
        done_on=part.done_on,
    )
    entry.full_clean()
    if values:
        part.full_clean()
        part.save(update_fields=list(values))
    entry.save(force_insert=True)
    data = {"part": part.pk, "organization": str(part.organization), **({"reason": text} if text else {})}
    record(actor=by, action=f"task.{kind}", target=part.follow_up, at=at, **data)
    return part


def end_requests(parts: Iterable[FollowUpPart], *, by: User | None, at: datetime) -> None:
    """A request that still waits is overtaken when its part is closed or gets another date otherwise."""
    for request in DateRequest.objects.select_for_update().filter(part__in=list(parts), status=RequestStatus.WAITING):
        check_move(REQUEST_MOVES, request.status, RequestStatus.OVER)
        request.status, request.answered_at, request.answered_by = RequestStatus.OVER, at, by
        request.save(update_fields=["status", "answered_at", "answered_by"])
