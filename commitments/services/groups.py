from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from commitments.models import ActionPlan, Commitment, Membership, WorkingGroup
from commitments.services import records
from ovp_portal.accounts.models import Organization, User
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.text import slug as slug_of


@transaction.atomic
def create(
    *,
    plan: ActionPlan,
    by: User | None,
    at: datetime,
    slug: str = "",
    commitments: Iterable[Commitment] = (),
    **values: Any,
) -> WorkingGroup:
    """Found a group and give it its commitments."""
    plan = records.locked(plan)
    group = WorkingGroup(plan=plan, **({"language": plan.required_language} | values))
    group.slug = slug or slug_of(group.name_i18n or "", max_length=60, fallback="group")
    group = records.create(record=group, related={}, by=by, at=at, action="group.created")
    _assign(group, commitments, by, at)
    return group


@transaction.atomic
def amend(
    *,
    group: WorkingGroup,
    values: dict[str, Any],
    by: User | None,
    at: datetime,
    commitments: Iterable[Commitment] | None = None,
    seen: str = "",
) -> WorkingGroup:
    """Change a group's name, and with `commitments` what it works on."""
    records.locked(group.plan)
    group = records.amend(record=group, values=values, by=by, at=at, action="group.amended", seen=seen)
    if commitments is not None:
        _assign(group, commitments, by, at)
    return group


@transaction.atomic
def seat(
    *,
    group: WorkingGroup,
    user: User,
    organization: Organization,
    starts_on: date,
    by: User | None,
    at: datetime,
    function: str = "",
    role: str = MemberRole.MEMBER,
    ends_on: date | None = None,
) -> Membership:
    """Give a person a seat for an organization. The group is locked, so two acts at once come one after the other."""
    group = records.locked(group)
    membership = Membership(
        group=group,
        user=user,
        organization=organization,
        function=function,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return records.create(record=membership, related={}, by=by, at=at, action="membership.seated")


@transaction.atomic
def end(*, membership: Membership, ends_on: date, on: date, by: User | None, at: datetime) -> Membership:
    """End a seat with a day that is not past: who sat there until today stays as it was."""
    records.locked(membership.group)
    membership = records.locked(membership)
    if membership.ends_on is not None:
        raise ValidationError(
            _("This seat ends on %(day)s already."), code="ended", params={"day": day_text(membership.ends_on)}
        )
    if ends_on < on - timedelta(days=1):
        raise ValidationError({"ends_on": _("A seat can end yesterday at the earliest: the past is not rewritten.")})
    values = {"ends_on": ends_on}
    return records.amend(record=membership, values=values, by=by, at=at, action="membership.ended")


@transaction.atomic
def replace(
    *,
    membership: Membership,
    user: User,
    starts_on: date,
    on: date,
    by: User | None,
    at: datetime,
    function: str = "",
) -> Membership:
    """Let somebody else take a seat over: the old one ends the day before, the organization and the role stay."""
    group = records.locked(membership.group)
    if user.pk == membership.user_id:
        raise ValidationError({"user": _("This person has the seat already.")})
    _end_before(membership, starts_on, on, by, at)
    return seat(
        group=group,
        user=user,
        organization=membership.organization,
        function=function or membership.function,
        role=membership.role,
        starts_on=starts_on,
        by=by,
        at=at,
    )


@transaction.atomic
def name_coordinator(*, membership: Membership, starts_on: date, on: date, by: User | None, at: datetime) -> Membership:
    """Make a member the coordinator from a day on; the seat of the one before ends the day before."""
    group = records.locked(membership.group)
    if membership.role == MemberRole.COORDINATOR:
        raise ValidationError(_("This person is the coordinator already."))
    holding = Membership.objects.filter(group=group, role=MemberRole.COORDINATOR)
    for coordinator in holding.filter(ends_on__isnull=True):
        _end_before(coordinator, starts_on, on, by, at)
    _end_before(membership, starts_on, on, by, at)
    return seat(
        group=group,
        user=membership.user,
        organization=membership.organization,
        function=membership.function,
        role=MemberRole.COORDINATOR,
        starts_on=starts_on,
        by=by,
        at=at,
    )


def _end_before(membership: Membership, starts_on: date, on: date, by: User | None, at: datetime) -> None:
    if starts_on <= membership.starts_on:
        message = _("The seat of %(person)s began on %(day)s, so the change takes effect later than that day.")
        params = {"person": membership.user, "day": day_text(membership.starts_on)}
        raise ValidationError({"starts_on": ValidationError(message, code="too_early", params=params)})
    if starts_on < on:
        raise ValidationError({"starts_on": _("The change takes effect today or later: the past is not rewritten.")})
    end(membership=membership, ends_on=starts_on - timedelta(days=1), on=on, by=by, at=at)


def _assign(group: WorkingGroup, commitments: Iterable[Commitment], by: User | None, at: datetime) -> None:
    wanted = list(commitments)
    if any(commitment.plan_id != group.plan_id for commitment in wanted):
        raise ValidationError({"commitments": _("The commitment belongs to another plan.")})
    for commitment in wanted:
        _give(commitment, group, by, at)
    for commitment in group.commitments.exclude(pk__in=[commitment.pk for commitment in wanted]):
        _give(commitment, None, by, at)


def _give(commitment: Commitment, group: WorkingGroup | None, by: User | None, at: datetime) -> None:
    records.amend(record=commitment, values={"group": group}, by=by, at=at, action="commitment.given_to_a_group")
