"""A task that a group set: its owner is chased until it is reported done, past its day too."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import (
    LocalDay,
    coordinators_of,
    escalations,
    heads_of,
    himself_or_substitute,
    number_of,
    seated,
    thing,
)
from commitments.enums import MemberRole, PlanStatus
from commitments.models import Membership
from meetings.enums import NoteStatus
from meetings.follow_up_enums import EntryKind
from meetings.models import DateRequest, FollowUpEntry, FollowUpPart
from ovp_portal.lib.dates import day_text
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "task"
THING = "task_part"
GROUP = "follow_up__group"
SEATS = f"{GROUP}__memberships"
OWNER, HEAD, COORDINATOR, NATIONAL = Audience.OWNER, Audience.HEAD, Audience.COORDINATOR, Audience.NATIONAL
STEPS = (
    Default(None),
    Default(-5),
    Default(-2),
    Default(0),
    Default(1),
    Default(3, (OWNER, HEAD, COORDINATOR)),
    Default(10, (OWNER, HEAD, COORDINATOR, NATIONAL), 7, 7),
)


def branches(at: datetime) -> Iterable[Branch]:
    """Each open part: the member who owns it; where it is the organization's or his seat is over, its members.

    A new date counts down anew; what the coordinator answered, or opened again, is told at once.
    """
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("local_day")),
        pk=OuterRef("seat"),
        starts_on__lte=OuterRef("local_day"),
        user__is_active=True,
    )
    rows = (
        FollowUpPart.objects.open()
        .filter(**{f"{GROUP}__plan__status": PlanStatus.ADOPTED})
        .annotate(
            local_day=LocalDay(f"{GROUP}__plan__time_zone", at),
            thing=thing(THING),
            deadline_on=F("due_on"),
            ladder=F(f"{GROUP}__plan__slug"),
            chase=Value(KIND),
            is_prompt=Case(
                When(turn__in=EntryKind.told_at_once(), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
    )
    return [
        Branch(OWNER, _told(rows.filter(seated("seat"), seat__isnull=False), "seat")),
        Branch(OWNER, _told(_members(rows.filter(~Exists(held))), SEATS)),
        Branch(HEAD, heads_of(rows, "organization")),
        *escalations(rows, group=GROUP),
    ]


def _told(rows: QuerySet, seat: str) -> QuerySet:
    """Each with the holder of the seat, or with who stands in for him; one row where both owe it anyway.

    What stands in an internal note is for the group's members alone.
    """
    published = When(follow_up__conclusion__note__status=NoteStatus.PUBLISHED, then=himself_or_substitute(seat))
    return rows.annotate(who=Case(published, default=F(f"{seat}__user_id"), output_field=BigIntegerField())).distinct()


def _members(rows: QuerySet) -> QuerySet:
    """Whoever reports for the organization in the group on the row's day."""
    said = {f"{SEATS}__role__in": MemberRole.reporting(), f"{SEATS}__organization": F("organization")}
    return rows.filter(seated(SEATS), **said)


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    turns = FollowUpEntry.objects.filter(kind__in=EntryKind.turns()).order_by("-pk")
    rows = (
        FollowUpPart.objects.filter(pk__in=map(number_of, things))
        .select_related("follow_up__conclusion__note__meeting", f"{GROUP}__plan", "organization")
        .prefetch_related(
            Prefetch("entries", turns, to_attr="turns"),
            Prefetch("requests", DateRequest.objects.waiting(), to_attr="waiting"),
        )
    )
    found = list(rows)
    coordinators = coordinators_of({row.follow_up.group_id for row in found}, at)
    return {
        f"{THING}:{row.pk}": Matter(
            row, row.follow_up.group, coordinators.get(row.follow_up.group_id, ""), row.organization
        )
        for row in found
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    part = matter.record
    text = part.follow_up.conclusion.text
    asked = part.waiting[0] if part.waiting else None
    return Waiting(
        title=_("Task: %(text)s") % {"text": Truncator(text).chars(160)},
        due_on=due.due_on,
        url=f"{part.get_absolute_url()}#act",
        sub=" · ".join(filter(None, (str(part.follow_up.conclusion.note.meeting), _what_came_last(part)))),
        state=("sent", _("asked for %(day)s") % {"day": day_text(asked.wanted_on)}) if asked else None,
        action=_("Report on it"),
        action_end=Truncator(text).chars(60),
        is_late=due.due_on < on,
    )


def _what_came_last(part: FollowUpPart) -> str:
    """Why its owner hears of it again, with the coordinator's words."""
    said = {
        EntryKind.GRANTED: _("The coordinator granted another date."),
        EntryKind.REFUSED: _("The coordinator did not grant another date."),
        EntryKind.REOPENED: _("The coordinator opened it again."),
        EntryKind.MOVED: _("It was moved on to another date."),
    }.get(part.turn, "")
    reason = part.turns[0].text if said and part.turns else ""
    return f"{said} {Truncator(reason).chars(200)}".strip()


LABEL = gettext_lazy("Tasks of meeting notes")
TASKS = Source(kind=KIND, label=LABEL, branches=branches, load=load, words=words, chases=(Chase(KIND, LABEL, STEPS),))
