"""A task that a group set in a published note: its owner is a member, an organization or the whole group."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import BigIntegerField, BooleanField, Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import LocalDay, coordinators_of, himself_or_substitute, number_of, seated, thing
from meetings.enums import ConclusionKind, NoteStatus
from meetings.models import Conclusion
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "task"
GROUP = "note__meeting__group"
SEATS = f"{GROUP}__memberships"


def branches(at: datetime) -> Iterable[Branch]:
    """Each member who owns a task himself, with his organization or with his whole group, until its day is over.

    Nobody reports on a task yet, so nothing says whether a past one was done, and nobody is chased for it.
    """
    rows = (
        Conclusion.objects.filter(
            kind=ConclusionKind.TASK, note__status__in=NoteStatus.finished(), due_on__gte=at.date() - timedelta(days=2)
        )
        .annotate(local_day=LocalDay(f"{GROUP}__plan__time_zone", at))
        .filter(due_on__gte=F("local_day"))
        .annotate(
            thing=thing(KIND),
            deadline_on=F("due_on"),
            ladder=F(f"{GROUP}__plan__slug"),
            chase=Value(KIND),
            since_at=Coalesce("note__published_at", "note__kept_at"),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(False, output_field=BooleanField()),
        )
    )
    yield Branch(Audience.OWNER, _told(rows.filter(owner__user__is_active=True), "owner"))
    for mine in ({"is_for_everyone": True}, {f"{SEATS}__organization": F("owner_organization")}):
        yield Branch(Audience.OWNER, _told(rows.filter(seated(SEATS), **mine), SEATS))


def _told(rows: QuerySet, seat: str) -> QuerySet:
    """Each with its owner, or with who stands in for him; one row where both owe it anyway.

    What stands in an internal note is for the group's members alone.
    """
    published = When(note__status=NoteStatus.PUBLISHED, then=himself_or_substitute(seat))
    return rows.annotate(who=Case(published, default=F(f"{seat}__user_id"), output_field=BigIntegerField())).distinct()


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = Conclusion.objects.filter(pk__in=map(number_of, things))
    found = list(rows.select_related("note__meeting__group"))
    coordinators = coordinators_of({row.note.meeting.group_id for row in found}, at)
    return {
        f"{KIND}:{row.pk}": Matter(row, row.note.meeting.group, coordinators.get(row.note.meeting.group_id, ""))
        for row in found
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    task = matter.record
    url = reverse("meetings:preview" if task.note.is_internal else "public:note", args=[task.note_id])
    return Waiting(
        title=_("Task: %(text)s") % {"text": Truncator(task.text).chars(160)},
        due_on=due.due_on,
        url=url,
        sub=str(task.note.meeting),
        action=_("Open the note"),
        action_end=Truncator(task.text).chars(60),
    )


STEPS = (Default(None), Default(-2), Default(0))
TASKS = Source(
    kind=KIND,
    label=gettext_lazy("Tasks of meeting notes"),
    branches=branches,
    load=load,
    words=words,
    chases=(Chase(KIND, gettext_lazy("Tasks of meeting notes"), STEPS),),
)
