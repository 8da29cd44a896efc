"""What a meeting decided about the tasks of earlier ones takes effect when its note is published."""

from datetime import date, datetime

from django.db import transaction

from meetings.follow_up_enums import TaskAct
from meetings.models import FollowUpPart, MeetingNote, TaskMention
from meetings.services import follow_ups
from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import local_date


@transaction.atomic
def settle_tasks(*, note: MeetingNote, by: User, at: datetime) -> None:
    """All that begins with the end of a note: what it says of earlier tasks, and the tasks that it sets itself."""
    carry_out(note=note, by=by, at=at)
    follow_ups.follow_tasks_of(note=note, by=by, at=at)


@transaction.atomic
def carry_out(*, note: MeetingNote, by: User, at: datetime) -> None:
    """Close, move on or leave each task of which the note speaks; every part that is still open.

    Not when the note is saved: a draft is seen by its writers alone, and what it says may change. What was
    closed meanwhile stays as it is: its owner reported it himself, and the note only tells what was said.
    The day of an act is the meeting's last, so that a task done by then is done in time.
    """
    on = note.meeting.ends_on or local_date(at, note.meeting.group.plan.time_zone)
    mentions = TaskMention.objects.filter(note=note).exclude(act="").order_by("follow_up")
    for mention in mentions.prefetch_related("follow_up__parts"):
        for part in sorted(mention.follow_up.parts.all(), key=lambda row: row.pk):
            if part.is_open:
                _carry_out(mention, part, note, by, at, on)


def _carry_out(mention: TaskMention, part: FollowUpPart, note: MeetingNote, by: User, at: datetime, on: date) -> None:
    given = {"part": part, "text": mention.sentence, "by": by, "at": at, "on": on, "note": note}
    if mention.act == TaskAct.DONE:
        follow_ups.report_done(**given)
    elif mention.act == TaskAct.DROPPED:
        follow_ups.drop(**given)
    elif mention.act == TaskAct.MOVED and mention.new_due_on != part.due_on:
        follow_ups.move_on(due_on=mention.new_due_on, **given)
    else:
        follow_ups.leave_open(**given)
