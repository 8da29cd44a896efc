"""News: a note was called back. Told once, with the reason, to who had answered it or leads the group."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import BigIntegerField, BooleanField, DateField, DateTimeField, F, IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from commitments.due.common import LocalDay, coordinators_of, number_of, thing
from commitments.enums import MemberRole
from meetings.enums import NoteStatus
from meetings.models import MeetingNote
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Line, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "note_recalled"
SENT, SEATS = "earlier_circulations", "earlier_circulations__positions"
PLAN = "meeting__group__plan"
GIVEN = [answer for answer in Answer if answer != Answer.NONE]
IS_NEWS_FOR = timedelta(days=14)
"""After two weeks without a worker nobody is told any more."""
LONGEST_REASON = 300


def branches(at: datetime) -> Iterable[Branch]:
    """Who had not answered is told by the mail of the next version alone; so is everybody once that one is sent.

    Who coordinates the group with the one that called it back is told without an answer too: the note is his as well.
    Nobody is told of what he did himself.
    """
    rows = (
        MeetingNote.objects.filter(
            status=NoteStatus.DRAFT,
            deleted_at__isnull=True,
            **{
                f"{SENT}__closed_at__gt": Value(at, output_field=DateTimeField()) - IS_NEWS_FOR,
                f"{SENT}__closed_at__lte": at,
                f"{SENT}__called_back_for__gt": "",
                f"{SEATS}__user__is_active": True,
            },
        )
        .order_by()
        .annotate(
            local_day=LocalDay(f"{PLAN}__time_zone", at),
            thing=thing(KIND, f"{SEATS}__pk"),
            who=F(f"{SEATS}__user_id"),
            ladder=F(f"{PLAN}__slug"),
            chase=Value(KIND),
            since_at=F(f"{SENT}__closed_at"),
            deadline_on=Value(None, output_field=DateField()),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(True, output_field=BooleanField()),
            answer=F(f"{SEATS}__answer"),
            role=F(f"{SEATS}__role"),
            called_back_by=Coalesce(F(f"{SENT}__called_back_by_id"), Value(0), output_field=BigIntegerField()),
        )
        .filter(Q(answer__in=GIVEN) | Q(role__in=MemberRole.coordinating()))
        .exclude(called_back_by=F("who"))
    )
    yield Branch(Audience.OWNER, rows)


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = list(Position.objects.filter(pk__in=map(number_of, things)).select_related("circulation", "organization"))
    notes = MeetingNote.objects.filter(earlier_circulations__in={row.circulation_id for row in rows})
    notes = notes.select_related("meeting__group").prefetch_related("earlier_circulations")
    groups = {sent.pk: note.meeting.group for note in notes for sent in note.earlier_circulations.all()}
    coordinators = coordinators_of({group.pk for group in groups.values()}, at)
    found = {}
    for row in rows:
        if group := groups.get(row.circulation_id):
            found[f"{KIND}:{row.pk}"] = Matter(row, group, coordinators.get(group.pk, ""), row.organization)
    return found


def headline(lines: list[Line]) -> str:
    titles = ", ".join(line.matter.record.circulation.title for line in lines)
    return gettext("Called back to be changed: the note “%(title)s”") % {"title": titles}


def words(due: Due, matter: Matter, on: date) -> Waiting:
    position = matter.record
    reason = Truncator(position.circulation.called_back_for).chars(LONGEST_REASON)
    return Waiting(
        title=gettext("Called back to be changed: the note “%(title)s”") % {"title": position.circulation.title},
        url=reverse("meetings:position", args=[position.pk]),
        sub=gettext("Why: %(reason)s") % {"reason": reason},
        hint=gettext("The changed note will be sent to you anew. Until then nothing is asked of you."),
        state=state_of_answer(position.answer),
    )


LABEL = gettext_lazy("News: a note was called back")
RECALLS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=headline,
    chases=(Chase(KIND, LABEL, (Default(None),)),),
    is_news=True,
    listed_for=frozenset(),
)
