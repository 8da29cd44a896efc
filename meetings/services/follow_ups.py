"""What happens to a task after its note is published: reported on, closed, moved on, opened again."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from commitments.models import Membership, WorkingGroup
from meetings.enums import ConclusionKind
from meetings.follow_up_enums import EntryKind, FollowUpStatus
from meetings.models import Conclusion, FollowUp, FollowUpEntry, FollowUpPart, MeetingNote
from meetings.services.follow_up_history import change, end_requests, locked
from meetings.workflow import FOLLOW_UP_MOVES
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import line, record_all
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.workflow import check_move

DONE, DROPPED, OPEN = FollowUpStatus.DONE, FollowUpStatus.DROPPED, FollowUpStatus.OPEN


@transaction.atomic
def follow_tasks_of(*, note: MeetingNote, by: User | None, at: datetime) -> list[FollowUp]:
    """Begin to follow every task of a note; called by what publishes it, and a second call adds nothing.

    Not before: until then the note is a draft whose tasks may still be changed, and nobody owes what a
    draft says. A task of all members has a part for each organization of that day, so that everybody
    sees who did it and who did not.
    """
    group = note.meeting.group
    on = local_date(at, group.plan.time_zone)
    tasks = Conclusion.objects.filter(
        note=note, kind=ConclusionKind.TASK, due_on__isnull=False, follow_up__isnull=True
    ).select_related("owner")
    followed = FollowUp.objects.bulk_create(FollowUp(conclusion=row, group=group, opened_at=at) for row in tasks)
    everyone = _organizations_of(group, on)
    parts = [
        FollowUpPart(
            follow_up=row,
            organization_id=organization,
            seat=row.conclusion.owner,
            first_due_on=row.conclusion.due_on,
            due_on=row.conclusion.due_on,
            since_at=at,
        )
        for row in followed
        for organization in _owners(row.conclusion, everyone)
    ]
    FollowUpPart.objects.bulk_create(parts)
    FollowUpEntry.objects.bulk_create(
        FollowUpEntry(part=part, kind=EntryKind.OPENED, note=note, on=on, at=at, by=by, status=OPEN, due_on=part.due_on)
        for part in parts
    )
    record_all(line(actor=by, action="task.opened", target=row, at=at) for row in followed)
    return followed


def _owners(task: Conclusion, everyone: list[int]) -> list[int]:
    if task.is_for_everyone:
        return everyone
    owner = task.owner.organization_id if task.owner else task.owner_organization_id
    return [owner] if owner else []


def _organizations_of(group: WorkingGroup, on: date) -> list[int]:
    """Whoever hands in data for the group that day; observers owe nothing."""
    seats = Membership.objects.on(on).of(group).filter(role__in=MemberRole.reporting())
    return list(seats.order_by("organization").values_list("organization", flat=True).distinct())


@transaction.atomic
def report_progress(*, part: FollowUpPart, text: str, by: User, at: datetime, on: date) -> FollowUpPart:
    """Say how far it is; the task stays open."""
    part = locked(part)
    _refuse_closed(part)
    return change(part, EntryKind.PROGRESS, text=text, by=by, at=at, on=on)


@transaction.atomic
def report_done(
    *, part: FollowUpPart, text: str = "", by: User, at: datetime, on: date, note: MeetingNote | None = None
) -> FollowUpPart:
    """Report a task done on a day: today's, or that of the meeting at which it was said."""
    return _close(part, DONE, EntryKind.DONE, text=text, by=by, at=at, on=on, note=note, done_on=on)


@transaction.atomic
def drop(
    *, part: FollowUpPart, text: str, by: User, at: datetime, on: date, note: MeetingNote | None = None
) -> FollowUpPart:
    """A task that is no longer needed, with the reason: neither kept nor broken."""
    return _close(part, DROPPED, EntryKind.DROPPED, text=text, by=by, at=at, on=on, note=note)


@transaction.atomic
def move_on(
    *,
    part: FollowUpPart,
    due_on: date,
    text: str = "",
    by: User,
    at: datetime,
    on: date,
    note: MeetingNote | None = None,
) -> FollowUpPart:
    """Give a task another date; the one in its note stays visible beside it."""
    part = locked(part)
    _refuse_closed(part)
    if due_on == part.due_on:
        raise ValidationError({"due_on": _("This is the date that holds already.")})
    end_requests([part], by=by, at=at)
    return change(part, EntryKind.MOVED, text=text, by=by, at=at, on=on, note=note, due_on=due_on)


@transaction.atomic
def reopen(*, part: FollowUpPart, text: str, by: User, at: datetime, on: date) -> FollowUpPart:
    """Open a closed task again, with the reason: its owner is told at once."""
    part = locked(part)
    check_move(FOLLOW_UP_MOVES, part.status, OPEN)
    return change(part, EntryKind.REOPENED, text=text, by=by, at=at, on=on, status=OPEN, done_on=None)


@transaction.atomic
def leave_open(*, part: FollowUpPart, text: str, by: User, at: datetime, on: date, note: MeetingNote) -> FollowUpPart:
    """A meeting spoke of the task and left it as it is."""
    part = locked(part)
    _refuse_closed(part)
    return change(part, EntryKind.LEFT, text=text, by=by, at=at, on=on, note=note)


def _close(
    part: FollowUpPart, status: FollowUpStatus, kind: EntryKind, *, by: User, at: datetime, **said: Any
) -> FollowUpPart:
    part = locked(part)
    check_move(FOLLOW_UP_MOVES, part.status, status)
    end_requests([part], by=by, at=at)
    return change(part, kind, by=by, at=at, status=status, **said)


def _refuse_closed(part: FollowUpPart) -> None:
    if part.status != OPEN:
        message = _("The task is closed already: “%(status)s”.")
        raise ValidationError(message, code="closed", params={"status": part.get_status_display()})
