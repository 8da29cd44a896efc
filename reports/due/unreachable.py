"""Whom no reminder can reach: nobody sits for an organization, its head has no address, or a mail did not arrive.

It waits for the coordinator of the group, who knows whom to ask; no mail is sent about it unless a ladder says so.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import LocalDay, MorningOf, owed_by_coordinators
from commitments.enums import MemberRole, PlanStatus
from commitments.models import Membership, WorkingGroup
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.sources import Branch, Chase, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.due.reviews import OWNER, SUBSTITUTE
from reports.models import Submission

KIND = "unreachable"
SEATLESS, HEADLESS, PARKED = "seatless", "headless", "parked"


def branches(at: datetime) -> Iterable[Branch]:
    for rows, group in (
        (_seatless(at), "commitment__group"),
        (_headless(at), "commitment__group"),
        (_parked(at), "group"),
    ):
        yield from owed_by_coordinators(rows, group=group)


def _seatless(at: datetime) -> QuerySet:
    """What an organization owes for which nobody with an open account sits in the group."""
    seats = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("local_day")),
        group=OuterRef("commitment__group"),
        organization=OuterRef("organization"),
        starts_on__lte=OuterRef("local_day"),
        user__is_active=True,
    ).exclude(role=MemberRole.OBSERVER)
    rows = _owed(at).filter(~Exists(seats))
    return _as_dues(rows, SEATLESS, "organization_id", "commitment__group_id", "period__plan").annotate(
        since_at=MorningOf("period__opens_on", "period__plan")
    )


def _headless(at: datetime) -> QuerySet:
    """Organizations that are late and whose head has no address here."""
    rows = _owed(at).filter(due_on__lt=F("local_day"), organization__head_email="")
    return _as_dues(rows, HEADLESS, "organization_id", "commitment__group_id", "period__plan").annotate(
        since_at=MorningOf("due_on", "period__plan")
    )


def _owed(at: datetime) -> QuerySet[Submission]:
    rows = Submission.objects.owed().filter(period__opened_at__lte=at, period__plan__status=PlanStatus.ADOPTED)
    return rows.annotate(local_day=LocalDay("period__plan__time_zone", at))


def _parked(at: datetime) -> QuerySet:
    """Members to whom the last mail could not be delivered."""
    last = Mail.objects.filter(recipient=OuterRef("user")).order_by("-written_at", "-pk")
    last = last.exclude(status__in=[MailStatus.QUEUED, MailStatus.SENDING, MailStatus.VOID])
    rows = (
        Membership.objects.filter(group__plan__status=PlanStatus.ADOPTED, user__is_active=True)
        .annotate(local_day=LocalDay("group__plan__time_zone", at))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=F("local_day")), starts_on__lte=F("local_day"))
        .annotate(last_status=Subquery(last.values("status")[:1]), since_at=Subquery(last.values("written_at")[:1]))
        .filter(last_status=MailStatus.PARKED)
    )
    return _as_dues(rows, PARKED, "user_id", "group_id", "group__plan")


def _as_dues(rows: QuerySet, name: str, whom: str, group: str, plan: str) -> QuerySet:
    return rows.annotate(
        thing=Concat(Value(f"{name}:"), F(whom), Value(":"), F(group), output_field=CharField()),
        ladder=F(f"{plan}__slug"),
        chase=Value(KIND),
        deadline_on=Value(None, output_field=DateField()),
        round=Value(1, output_field=IntegerField()),
        is_prompt=Value(False, output_field=BooleanField()),
    )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    parts = {thing: thing.split(":") for thing in things}
    whom = {
        name: {int(pk) for kind, pk, _group in parts.values() if (kind == PARKED) == name} for name in (True, False)
    }
    people = User.objects.in_bulk(whom[True]) if whom[True] else {}
    organizations = Organization.objects.in_bulk(whom[False]) if whom[False] else {}
    groups = WorkingGroup.objects.in_bulk({int(group) for _kind, _pk, group in parts.values()})
    return {
        thing: Matter((kind, (people if kind == PARKED else organizations)[int(pk)]), groups[int(group)])
        for thing, (kind, pk, group) in parts.items()
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    kind, whom = matter.record
    said = {
        SEATLESS: (_("Nobody can be reminded: %(whom)s"), _("No member with an account sits for it in the group.")),
        HEADLESS: (
            _("The head has no address: %(whom)s"),
            _("Data are late, and the letter to the head cannot be sent."),
        ),
        PARKED: (
            _("Mail does not arrive: %(whom)s"),
            _("The last message was refused for a day. Ask for another address."),
        ),
    }[kind]
    return Waiting(
        title=said[0] % {"whom": whom},
        url=matter.because.get_absolute_url(),
        sub=said[1],
        action=_("Open the group"),
        action_end=str(matter.because),
    )


LABEL = gettext_lazy("People and organizations that no mail reaches")
UNREACHABLE = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    chases=(Chase(KIND, LABEL),),
    tells_unreachable=True,
    listed_for=frozenset({OWNER, SUBSTITUTE}),
)
