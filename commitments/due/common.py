"""What the sources of all floors share: days in a plan's zone, seats on that day, and who is written to."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower

from commitments.enums import MemberRole
from commitments.models import ActionPlan, Membership
from ovp_portal.accounts.models import Organization, Substitution, User
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Default, Place

OWNER, SUBSTITUTE, NATIONAL = Audience.OWNER, Audience.SUBSTITUTE, Audience.NATIONAL
COORDINATOR_STEPS = (Default(0), Default(1, (OWNER, SUBSTITUTE)), Default(3, (OWNER, SUBSTITUTE, NATIONAL), 7, 4))
"""Shared by all that a coordinator owes: his day, the deputy the day after, then the national coordinator."""


class LocalDay(Func):
    """The calendar day of a moment in the time zone that a column names: one query serves plans of many zones."""

    template = "(timezone(%(expressions)s))::date"
    output_field = DateField()

    def __init__(self, zone: str, at: datetime):
        super().__init__(F(zone), Value(at, output_field=DateTimeField()))


class DayNear(Func):
    """The calendar day of a moment, so many days on: for bounds that need not know the zone.

    Said as an expression, like all that a branch takes from the moment: then its statement is built only once.
    """

    template = "((timezone('UTC', %(expressions)s))::date + %(days)s)"
    output_field = DateField()

    def __init__(self, at: datetime, days: int = 0):
        super().__init__(Value(at, output_field=DateTimeField()), days=int(days))


class MorningOf(Func):
    """The moment at which a plan's mails go out on a day: both are expressions, `plan` the way to the plan."""

    template = "timezone(%(expressions)s)"
    output_field = DateTimeField()

    def __init__(self, day, plan: str):
        local = Func(day, F(f"{plan}__mail_hour"), template="(%(expressions)s)", arg_joiner=")::date + (")
        local.output_field = DateTimeField()
        super().__init__(F(f"{plan}__time_zone"), local)


def thing(name: str, path: str = "pk") -> Concat:
    return Concat(Value(f"{name}:"), F(path), output_field=CharField())


def number_of(thing: str) -> int:
    return int(thing.rpartition(":")[2])


def seated(prefix: str, day: str = "local_day") -> Q:
    """The memberships at the end of a lookup path that are held on the row's day."""
    still = Q(**{f"{prefix}__ends_on__isnull": True}) | Q(**{f"{prefix}__ends_on__gte": F(day)})
    return still & Q(**{f"{prefix}__starts_on__lte": F(day), f"{prefix}__user__is_active": True})


def with_role(rows: QuerySet, group: str, *roles: str) -> QuerySet:
    """Rows for each seat of these roles in the row's group, on the row's day."""
    seats = f"{group}__memberships"
    return rows.filter(seated(seats) & Q(**{f"{seats}__role__in": roles})).annotate(who=F(f"{seats}__user_id"))


def members_of(rows: QuerySet, group: str, organization: str) -> QuerySet:
    """Rows for each person who sits in the row's group for the row's organization, and writes."""
    seats = f"{group}__memberships"
    # One call for all that is said of a seat: a second one would speak of some other seat of the group.
    said = {f"{seats}__role__in": MemberRole.reporting(), f"{seats}__organization": F(organization)}
    return rows.filter(seated(seats), **said).annotate(who=himself_or_substitute(seats))


def himself_or_substitute(seat: str) -> Coalesce:
    """Who is written to about what a seat owes on the row's day: who holds it, or who stands in for him."""
    held = Substitution.objects.filter(
        person=OuterRef(f"{seat}__user_id"),
        starts_on__lte=OuterRef("local_day"),
        ends_on__gte=OuterRef("local_day"),
        substitute__is_active=True,
        substitute__organization=OuterRef(f"{seat}__organization_id"),
    )
    # Hardly anybody ever names a substitute: only for who did is it asked whether he does so on that day.
    stands_in = When(
        **{f"{seat}__user__in": Substitution.objects.order_by().values("person")},
        then=Subquery(held.values("substitute")[:1]),
    )
    return Coalesce(Case(stands_in), F(f"{seat}__user_id"), output_field=BigIntegerField())


def heads_of(rows: QuerySet, organization: str) -> QuerySet:
    """Rows for the head of the row's organization, who gets one mail a day.

    A head who has an account is that person; who heads several organizations is the head of the first of them.
    """
    people = User.objects.filter(is_active=True).annotate(folded=Lower("email"))
    same = people.filter(folded=OuterRef("head_address"))
    # Hardly any head has one: the addresses are looked through once, and only who is among them is asked for.
    has_account = When(head_address__in=people.values("folded"), then=Subquery(same.values("pk")[:1]))
    rows = with_head(rows, organization)
    return rows.annotate(
        who=Coalesce(Case(has_account), Value(0) - F("headed_first"), output_field=BigIntegerField()),
    )


def with_head(rows: QuerySet, organization: str) -> QuerySet:
    """Rows whose organization's head has an address, with it and the first organization that it is the head's of."""
    headed = Organization.objects.exclude(head_email="").annotate(folded=Lower("head_email")).order_by()
    several = headed.values("folded").annotate(count=Count("pk")).filter(count__gt=1).values("folded")
    first = headed.filter(folded=OuterRef("head_address")).order_by("pk").values("pk")[:1]
    # Hardly any address is of several: as above.
    has_several = When(head_address__in=several, then=Subquery(first))
    return (
        rows.exclude(**{f"{organization}__head_email": ""})
        .annotate(head_address=Lower(f"{organization}__head_email"))
        .annotate(headed_first=Coalesce(Case(has_several), F(f"{organization}_id"), output_field=BigIntegerField()))
    )


def owed_by_members(rows: QuerySet, *, group: str, organization: str) -> list[Branch]:
    """What an organization owes, with all who may be written to about it."""
    return [
        Branch(Audience.OWNER, members_of(rows, group, organization)),
        Branch(Audience.HEAD, heads_of(rows, organization)),
        *escalations(rows, group=group),
    ]


def owed_by_coordinators(rows: QuerySet, *, group: str) -> list[Branch]:
    """What a group's coordinator owes; where there is none, the deputy owes it, else the deputy is the substitute."""
    led = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("local_day")),
        group=OuterRef(f"{group}_id"),
        role=MemberRole.COORDINATOR,
        starts_on__lte=OuterRef("local_day"),
        user__is_active=True,
    )
    deputies = with_role(rows, group, MemberRole.DEPUTY)
    return [
        Branch(Audience.OWNER, with_role(rows, group, MemberRole.COORDINATOR)),
        Branch(Audience.OWNER, deputies.filter(~Exists(led))),
        Branch(Audience.SUBSTITUTE, deputies.filter(Exists(led))),
        Branch(Audience.NATIONAL, rows),
    ]


def escalations(rows: QuerySet, *, group: str) -> list[Branch]:
    return [
        Branch(Audience.SUBSTITUTE, with_role(rows, group, MemberRole.DEPUTY)),
        Branch(Audience.COORDINATOR, with_role(rows, group, MemberRole.COORDINATOR)),
        Branch(Audience.NATIONAL, rows),
    ]


def coordinators_of(groups: Collection[int], at: datetime) -> dict[int, str]:
    """The address of each group's coordinator of that day, or of the deputy where there is none."""
    rows = Membership.objects.filter(group__in=groups, role__in=MemberRole.coordinating())
    rows = rows.annotate(local_day=LocalDay("group__plan__time_zone", at))
    rows = rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=F("local_day")), starts_on__lte=F("local_day"), user__is_active=True
    )
    # "deputy" sorts after "coordinator", so the coordinator is written last and stays.
    return dict(rows.order_by("-role", "-pk").values_list("group_id", "user__email"))


def plan_places() -> Iterable[Place]:
    """Each plan has a ladder of its own, by its address. One query."""
    for plan in ActionPlan.objects.all():
        yield Place(
            plan.slug,
            plan,
            plan.time_zone,
            plan.mail_hour,
            plan.holiday_country,
            tuple(plan.languages),
            plan.required_language,
        )
