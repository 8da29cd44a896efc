"""A note on its way: each member's position until the closing day is over, then its end, which the coordinator owes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, DateField, ExpressionWrapper, F, IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from commitments.due.common import (
    COORDINATOR_STEPS,
    OWNER,
    SUBSTITUTE,
    LocalDay,
    MorningOf,
    coordinators_of,
    escalations,
    number_of,
    owed_by_coordinators,
    thing,
)
from commitments.enums import PlanStatus
from meetings.enums import NoteStatus
from meetings.models import MeetingNote
from meetings.naming import for_the_group
from meetings.pages import note_context
from meetings.publication import stays_inside
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.dates import weekday_day_text
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Line, Matter, Source
from ovp_portal.notifications.waiting import Waiting

POSITION, ENDING = "note_position", "note_ending"
SEATS = "circulation__positions"
PLAN = "meeting__group__plan"
DAYS_TO_END = 3
"""So many days the coordinator has, after the members', to answer what they said and to finish the note."""
ONE = Value(1, output_field=IntegerField())


class SentNote(NamedTuple):
    """A position, the note that it is on, and the note's text as it was sent."""

    position: Position
    note: MeetingNote
    text: dict[str, Any]

    @property
    def called_back_for(self) -> str:
        """Why the version before this one was called back, where there was one; a new member reads it too."""
        earlier = max(self.note.earlier_circulations.all(), key=lambda one: one.pk, default=None)
        return earlier.called_back_for if earlier else ""

    @property
    def shown(self) -> dict[str, Any]:
        """The text in words of the language that is spoken now, for the mail."""
        return note_context(self.text)


def positions(at: datetime) -> Iterable[Branch]:
    """Each member on the roster of a note that is with the members, who has not answered and still can."""
    rows = (
        MeetingNote.objects.filter(status=NoteStatus.CIRCULATED, circulation__closed_at__isnull=True)
        .annotate(local_day=LocalDay(f"{PLAN}__time_zone", at))
        .filter(
            circulation__opened_at__lte=at,
            circulation__closes_on__gte=F("local_day"),
            **{f"{SEATS}__answer": Answer.NONE, f"{SEATS}__user__is_active": True},
        )
        .annotate(
            thing=thing(POSITION, f"{SEATS}__pk"),
            who=F(f"{SEATS}__user_id"),
            ladder=F(f"{PLAN}__slug"),
            chase=Value(POSITION),
            since_at=F("circulation__opened_at"),
            deadline_on=F("circulation__closes_on"),
            round=ONE,
            is_prompt=Value(True, output_field=BooleanField()),
        )
    )
    yield Branch(Audience.OWNER, rows)
    yield from escalations(rows, group="meeting__group")


def load_positions(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = Position.objects.filter(pk__in=map(number_of, things)).select_related("circulation", "organization")
    found = list(rows)
    notes = MeetingNote.objects.filter(circulation__in={row.circulation_id for row in found})
    notes = notes.select_related("meeting__group").prefetch_related("earlier_circulations")
    by_circulation = {note.circulation_id: note for note in notes}
    coordinators = coordinators_of({note.meeting.group_id for note in by_circulation.values()}, at)
    texts: dict[int, dict[str, Any]] = {}
    matters = {}
    for row in found:
        note = by_circulation.get(row.circulation_id)
        if note is None:
            continue
        if row.circulation_id not in texts:
            texts[row.circulation_id] = for_the_group(thaw(row.circulation.payload))
        group = note.meeting.group
        record = SentNote(row, note, texts[row.circulation_id])
        matters[f"{POSITION}:{row.pk}"] = Matter(record, group, coordinators.get(group.pk, ""), row.organization)
    return matters


def headline(lines: list[Line]) -> str:
    told = [line for line in lines if line.step]
    titles = ", ".join(line.matter.record.position.circulation.title for line in told)
    if told[0].step.day == 0:
        return gettext("Today is the last day: your position on the note “%(title)s”") % {"title": titles}
    return gettext("Note “%(title)s”: your position by %(day)s") % {
        "title": titles,
        "day": weekday_day_text(told[0].due.due_on),
    }


def position_words(due: Due, matter: Matter, on: date) -> Waiting:
    position = matter.record.position
    title = position.circulation.title
    if due.audience != Audience.OWNER:
        return Waiting(
            title=gettext("Position on the note “%(title)s”") % {"title": title},
            due_on=due.due_on,
            url=reverse("meetings:circulation", args=[matter.record.note.pk]),
            sub=str(matter.because),
        )
    return Waiting(
        title=gettext("Your position on the note “%(title)s”") % {"title": title},
        due_on=due.due_on,
        url=reverse("meetings:position", args=[position.pk]),
        sub=str(matter.because),
        action=gettext("Read and answer"),
        action_end=title,
        state=state_of_answer(position.answer),
    )


def endings(at: datetime) -> Iterable[Branch]:
    """Each note whose closing day is over, since the morning after; a note that was sent again is a new round."""
    after, until = (
        ExpressionWrapper(
            F("circulation__closes_on") + Value(days, output_field=IntegerField()), output_field=DateField()
        )
        for days in (1, DAYS_TO_END)
    )
    rows = (
        MeetingNote.objects.filter(status=NoteStatus.CIRCULATED, **{f"{PLAN}__status": PlanStatus.ADOPTED})
        .annotate(local_day=LocalDay(f"{PLAN}__time_zone", at))
        .filter(circulation__closes_on__lt=F("local_day"))
        .annotate(
            thing=thing(ENDING),
            ladder=F(f"{PLAN}__slug"),
            chase=Value(ENDING),
            since_at=MorningOf(after, PLAN),
            deadline_on=until,
            round=Count("earlier_circulations", distinct=True) + 1,
            is_prompt=Value(False, output_field=BooleanField()),
        )
    )
    return owed_by_coordinators(rows, group="meeting__group")


def load_endings(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = MeetingNote.objects.filter(pk__in=map(number_of, things))
    rows = rows.select_related("meeting__group__plan", "circulation")
    return {f"{ENDING}:{row.pk}": Matter(row, row.meeting.group, "", gettext_lazy("the coordinator")) for row in rows}


def ending_words(due: Due, matter: Matter, on: date) -> Waiting:
    note = matter.record
    title = gettext("Finish the note “%(title)s”") if stays_inside(note) else gettext("Publish the note “%(title)s”")
    return Waiting(
        title=title % {"title": note.circulation.title},
        due_on=due.due_on,
        url=reverse("meetings:circulation", args=[note.pk]),
        sub=str(matter.because),
        action=gettext("Open the circulation"),
        action_end=note.circulation.title,
        is_late=due.due_on < on,
    )


POSITIONS_LABEL = gettext_lazy("Notes that wait for a position")
POSITIONS = Source(
    kind=POSITION,
    label=POSITIONS_LABEL,
    branches=positions,
    load=load_positions,
    words=position_words,
    headline=headline,
    chases=(Chase(POSITION, POSITIONS_LABEL, (Default(None), Default(0))),),
    template="note_position",
)
ENDINGS_LABEL = gettext_lazy("Notes to be published or finished")
ENDINGS = Source(
    kind=ENDING,
    label=ENDINGS_LABEL,
    branches=endings,
    load=load_endings,
    words=ending_words,
    chases=(Chase(ENDING, ENDINGS_LABEL, COORDINATOR_STEPS),),
    listed_for=frozenset({OWNER, SUBSTITUTE}),
)
