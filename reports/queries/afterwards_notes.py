"""What organizations owe by meeting notes, in the columns of `afterwards`: tasks, and positions on notes.

They belong to a group and to no period: they stand with the first of the group's commitments, and in the period
in which they fell due.
"""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from commitments.due.common import thing
from commitments.models import Commitment
from meetings.due import NOTE_POSITION, TASK, TASK_PART
from meetings.follow_up_enums import EntryKind, FollowUpStatus
from meetings.models import FollowUpEntry, FollowUpPart, MeetingNote
from reports.models import ReportingPeriod


def tasks(commitments: QuerySet) -> QuerySet:
    """Each organization's part of a task; what was dropped or is done is answered."""
    ended = FollowUpEntry.objects.filter(part=OuterRef("pk")).order_by("-pk")
    done = ended.filter(kind=EntryKind.DONE).values("at")[:1]
    dropped = ended.filter(kind=EntryKind.DROPPED).values("at")[:1]
    rows = FollowUpPart.objects.filter(follow_up__group__in=_groups(commitments))
    return rows.annotate(
        **_columns(TASK, thing(TASK_PART), F("organization_id"), "follow_up__group", "due_on", commitments),
        over_at=_when(Q(status=FollowUpStatus.DROPPED), Subquery(dropped)),
        about=F("follow_up__conclusion__text"),
        about_ref=F("follow_up_id"),
        done_at=_when(Q(status=FollowUpStatus.DONE), Subquery(done)),
    )


def note_positions(commitments: QuerySet) -> QuerySet:
    """Notes before their members, each with his place on the roster of the version that is with them."""
    seats = "circulation__positions"
    name, organization = thing(NOTE_POSITION, f"{seats}__pk"), F(f"{seats}__organization_id")
    rows = MeetingNote.objects.filter(meeting__group__in=_groups(commitments), **{f"{seats}__isnull": False})
    return rows.annotate(
        **_columns(NOTE_POSITION, name, organization, "meeting__group", "circulation__closes_on", commitments),
        over_at=_when(Q(**{f"{seats}__answered_at__isnull": True}), F("circulation__closed_at")),
        about=Cast("circulation__title", CharField()),
        about_ref=F("pk"),
        done_at=F(f"{seats}__answered_at"),
    )


def _groups(commitments: QuerySet) -> QuerySet:
    return Commitment.objects.filter(pk__in=commitments).order_by().values("group")


def _columns(kind: str, name: Any, organization: Any, group: str, day: str, commitments: QuerySet) -> dict[str, Any]:
    """In the order in which every part of the union has them."""
    first = Commitment.objects.filter(group=OuterRef(f"{group}_id"), pk__in=commitments).order_by("pk")
    periods = ReportingPeriod.objects.filter(
        plan=OuterRef(f"{group}__plan_id"), starts_on__lte=OuterRef(day), ends_on__gte=OuterRef(day)
    )
    return {
        "due_kind": Value(kind, output_field=CharField()),
        "thing": name,
        "org": organization,
        "commitment_ref": Subquery(first.values("pk")[:1], output_field=BigIntegerField()),
        "period_ref": Subquery(periods.order_by("pk").values("pk")[:1], output_field=BigIntegerField()),
        "deadline_on": Case(When(pk__isnull=False, then=F(day)), output_field=DateField()),
    }


def _when(is_so: Q, moment: Any) -> Any:
    return Case(When(is_so, then=moment), default=None, output_field=DateTimeField())
