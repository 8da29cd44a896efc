"""Whom no reminder can reach: nobody sits for an organization, its head has no address, or a mail did not arrive.

It waits for the coordinator of the group, who knows whom to ask; no mail is sent about it unless a ladder says so.
What a group owes that nobody coordinates is shown to the national coordinator, as all of it is.
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
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import NATIONAL, LocalDay, MorningOf, owed_by_coordinators, with_head
from commitments.enums import CommitmentStatus, MemberRole, PlanStatus
from commitments.models import Membership, WorkingGroup
from meetings.models import FollowUpPart
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.sources import Branch, Chase, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.due.reviews import OWNER, SUBSTITUTE
from reports.models import Submission

KIND = "unreachable"
SEATLESS, HEADLESS, PARKED, HEAD_PARKED, LEADERLESS = "seatless", "headless", "parked", "head_parked", "leaderless"
TASK_GROUP = "follow_up__group"


def branches(at: datetime) -> Iterable[Branch]:
    data, tasks = _data(at), _tasks(at)
    for owed, group, plan in ((data, "commitment__group", "period__plan"), (tasks, TASK_GROUP, f"{TASK_GROUP}__plan")):
        for rows in (_seatless(owed, group, plan), _headless(owed, group, plan), _head_parked(owed, group, plan)):
            yield from owed_by_coordinators(rows, group=group)
    yield from owed_by_coordinators(_parked(at), group="group")
    yield Branch(NATIONAL, _leaderless(data))


def _data(at: datetime) -> QuerySet[Submission]:
    rows = Submission.objects.owed().filter(
        period__opened_at__lte=at,
        period__plan__status=PlanStatus.ADOPTED,
        commitment__status__in=CommitmentStatus.reported(),
    )
    return rows.annotate(
        local_day=LocalDay("period__plan__time_zone", at), since_at=MorningOf("period__opens_on", "period__plan")
    )


def _tasks(at: datetime) -> QuerySet[FollowUpPart]:
    rows = FollowUpPart.objects.open().filter(**{f"{TASK_GROUP}__plan__status": PlanStatus.ADOPTED})
    return rows.annotate(local_day=LocalDay(f"{TASK_GROUP}__plan__time_zone", at))


def _held(group: str) -> QuerySet[Membership]:
    """The seats with an open account in a row's group on the row's day."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("local_day")),
        group=OuterRef(group),
        starts_on__lte=OuterRef("local_day"),
        user__is_active=True,
    )


def _seatless(owed: QuerySet, group: str, plan: str) -> QuerySet:
    """What an organization owes for which nobody who writes sits in the group."""
    seats = _held(group).filter(organization=OuterRef("organization"), role__in=MemberRole.reporting())
    return _as_dues(owed.filter(~Exists(seats)), SEATLESS, "organization_id", f"{group}_id", plan)


def _late(owed: QuerySet) -> QuerySet:
    return owed.filter(due_on__lt=F("local_day"))


def _headless(owed: QuerySet, group: str, plan: str) -> QuerySet:
    """Organizations that are late and whose head has no address here."""
    rows = _late(owed).filter(organization__head_email="")
    return _as_dues(rows, HEADLESS, "organization_id", f"{group}_id", plan)


def _head_parked(owed: QuerySet, group: str, plan: str) -> QuerySet:
    """Organizations that are late and to whose head the last letter could not be delivered."""
    rows = with_head(_late(owed), "organization")
    rows = _with_last_mail(rows, Mail.objects.filter(head_of=OuterRef("headed_first")))
    rows = rows.filter(last_status=MailStatus.PARKED, last_address=F("head_address"))
    return _as_dues(rows, HEAD_PARKED, "organization_id", f"{group}_id", plan)


def _parked(at: datetime) -> QuerySet:
    """Members to whom the last mail could not be delivered; who has another address by now is none of them."""
    rows = (
        Membership.objects.filter(group__plan__status=PlanStatus.ADOPTED, user__is_active=True)
        .annotate(local_day=LocalDay("group__plan__time_zone", at))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=F("local_day")), starts_on__lte=F("local_day"))
    )
    rows = _with_last_mail(rows, Mail.objects.filter(recipient=OuterRef("user")))
    rows = rows.filter(last_status=MailStatus.PARKED, last_address=Lower("user__email"))
    return _as_dues(rows, PARKED, "user_id", "group_id", "group__plan").annotate(since_at=F("last_at"))


def _with_last_mail(rows: QuerySet, mails: QuerySet[Mail]) -> QuerySet:
    """What became of the last mail that was tried, and when it was written."""
    tried = mails.exclude(status__in=[MailStatus.QUEUED, MailStatus.SENDING, MailStatus.VOID])
    last = tried.annotate(folded=Lower("address")).order_by("-written_at", "-pk")
    return rows.annotate(
        last_status=Subquery(last.values("status")[:1]),
        last_address=Subquery(last.values("folded")[:1]),
        last_at=Subquery(last.values("written_at")[:1]),
    )


def _leaderless(owed: QuerySet) -> QuerySet:
    """Groups that owe data and have neither coordinator nor deputy: nobody reviews what is sent."""
    rows = owed.filter(commitment__group__isnull=False)
    rows = rows.filter(~Exists(_held("commitment__group").filter(role__in=MemberRole.coordinating())))
    return _as_dues(rows, LEADERLESS, "commitment__group_id", "commitment__group_id", "period__plan")


def _as_dues(rows: QuerySet, name: str, whom: str, group: str, plan: str) -> QuerySet:
    """Since when, the rows say themselves. A task has a round of its own; whom nobody reaches has but one."""
    if rows.model is not FollowUpPart:
        rows = rows.annotate(round=Value(1, output_field=IntegerField()))
    return rows.annotate(
        thing=Concat(Value(f"{name}:"), F(whom), Value(":"), F(group), output_field=CharField()),
        ladder=F(f"{plan}__slug"),
        chase=Value(KIND),
        deadline_on=Value(None, output_field=DateField()),
        is_prompt=Value(False, output_field=BooleanField()),
    )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    parts = {thing: thing.split(":") for thing in things}

    def numbers(*kinds: str) -> set[int]:
        return {int(pk) for kind, pk, _group in parts.values() if kind in kinds}

    people = User.objects.in_bulk(numbers(PARKED)) if numbers(PARKED) else {}
    owing = numbers(SEATLESS, HEADLESS, HEAD_PARKED)
    organizations = Organization.objects.in_bulk(owing) if owing else {}
    groups = WorkingGroup.objects.in_bulk({int(group) for _kind, _pk, group in parts.values()})
    whom = {PARKED: people, LEADERLESS: groups}
    return {
        thing: Matter((kind, whom.get(kind, organizations)[int(pk)]), groups[int(group)])
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
        HEAD_PARKED: (
            _("Mail to the head does not arrive: %(whom)s"),
            _("The last message could not be delivered. Ask for another address."),
        ),
        LEADERLESS: (
            _("Nobody coordinates: %(whom)s"),
            _("What its members send waits for nobody. Name a coordinator or a deputy."),
        ),
        PARKED: (
            _("Mail does not arrive: %(whom)s"),
            _("The last message could not be delivered. Ask for another address."),
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
