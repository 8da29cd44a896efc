"""What is owed by meeting notes, in the columns of `afterwards`: tasks, their dates, positions on notes, their end.

They belong to a group and to no period: they stand with the first of the group's commitments, and in the period
in which they fell due.
"""

from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from commitments.due.common import thing
from commitments.models import Commitment
from meetings.due import ENDING, NOTE_POSITION, TASK, TASK_DATE, TASK_PART
from meetings.due.circulations import DAYS_TO_END
from meetings.due.date_requests import AnswerDay
from meetings.enums import NoteStatus
from meetings.follow_up_enums import EntryKind, FollowUpStatus
from meetings.models import DateRequest, FollowUpEntry, FollowUpPart, MeetingNote
from reports.queries.afterwards_columns import NEVER, NOBODY, day, name_of, period_around, was_told, when


def tasks(commitments: QuerySet) -> QuerySet:
    """Each organization's part of a task; what was dropped or is done is answered."""
    ended = FollowUpEntry.objects.filter(part=OuterRef("pk")).order_by("-pk")
    done = ended.filter(kind=EntryKind.DONE).values("at")[:1]
    dropped = ended.filter(kind=EntryKind.DROPPED).values("at")[:1]
    rows = FollowUpPart.objects.filter(follow_up__group__in=_groups(commitments))
    return rows.annotate(
        **_columns(TASK, thing(TASK_PART), F("organization_id"), "follow_up__group", "due_on", commitments),
        over_at=when(Q(status=FollowUpStatus.DROPPED), Subquery(dropped)),
        about=F("follow_up__conclusion__text"),
        about_ref=F("follow_up_id"),
        done_at=when(Q(status=FollowUpStatus.DONE), Subquery(done)),
    )


def note_positions(commitments: QuerySet) -> QuerySet:
    """Notes before their members, each with his place on the roster of the version that is with them."""
    seats = "circulation__positions"
    name, organization = thing(NOTE_POSITION, f"{seats}__pk"), F(f"{seats}__organization_id")
    rows = MeetingNote.objects.filter(meeting__group__in=_groups(commitments), **{f"{seats}__isnull": False})
    return rows.annotate(
        **_columns(NOTE_POSITION, name, organization, "meeting__group", "circulation__closes_on", commitments),
        over_at=when(Q(**{f"{seats}__answered_at__isnull": True}), F("circulation__closed_at")),
        about=Cast("circulation__title", CharField()),
        about_ref=F("pk"),
        done_at=F(f"{seats}__answered_at"),
    )


def endings(commitments: QuerySet) -> QuerySet:
    """Notes that their coordinators had to publish or to finish after their members' day."""
    until = ExpressionWrapper(
        F("circulation__closes_on") + Value(DAYS_TO_END, output_field=IntegerField()), output_field=DateField()
    )
    rows = MeetingNote.objects.filter(meeting__group__in=_groups(commitments), circulation__isnull=False)
    rows = rows.annotate(until_on=until)
    rows = rows.annotate(
        **_columns(ENDING, thing(ENDING), NOBODY, "meeting__group", "until_on", commitments),
        over_at=NEVER,
        about=Cast("circulation__title", CharField()),
        about_ref=F("pk"),
        done_at=when(~Q(status=NoteStatus.CIRCULATED), Coalesce(F("published_at"), F("kept_at"))),
    )
    return rows.filter(was_told(ENDING))


def date_requests(commitments: QuerySet) -> QuerySet:
    """Requests for another date, which the coordinator answers."""
    group = "part__follow_up__group"
    rows = DateRequest.objects.filter(**{f"{group}__in": _groups(commitments)})
    rows = rows.annotate(answer_on=AnswerDay(F(f"{group}__plan__time_zone"), F("asked_at")))
    rows = rows.annotate(
        **_columns(TASK_DATE, thing(TASK_DATE), NOBODY, group, "answer_on", commitments),
        over_at=NEVER,
        about=F("part__follow_up__conclusion__text"),
        about_ref=F("part__follow_up_id"),
        done_at=F("answered_at"),
    )
    return rows.filter(was_told(TASK_DATE))


def _groups(commitments: QuerySet) -> QuerySet:
    return Commitment.objects.filter(pk__in=commitments).order_by().values("group")


def _columns(kind: str, name: Any, organization: Any, group: str, on: str, commitments: QuerySet) -> dict[str, Any]:
    """In the order in which every part of the union has them."""
    first = Commitment.objects.filter(group=OuterRef(f"{group}_id"), pk__in=commitments).order_by("pk")
    return {
        "due_kind": name_of(kind),
        "thing": name,
        "org": organization,
        "commitment_ref": Subquery(first.values("pk")[:1], output_field=BigIntegerField()),
        "period_ref": Subquery(period_around(on, f"{group}__plan_id"), output_field=BigIntegerField()),
        "deadline_on": day(F(on)),
    }


PARTS = {TASK: tasks, TASK_DATE: date_requests, NOTE_POSITION: note_positions, ENDING: endings}
