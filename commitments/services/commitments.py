from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.enums import CommitmentStatus
from commitments.models import ActionPlan, Commitment, FormerNumber, PriorityArea
from commitments.services import records
from commitments.workflow import COMMITMENT_MOVES
from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.services import record
from ovp_portal.lib.text import slug as slug_of


@transaction.atomic
def propose(
    *,
    plan: ActionPlan,
    by: User | None,
    at: datetime,
    slug: str = "",
    partners: Iterable[Organization] = (),
    **values: Any,
) -> Commitment:
    """Put a promise into a plan, with an address of its own that no later act changes."""
    plan = records.locked(plan)
    commitment = Commitment(plan=plan, **({"language": plan.required_language} | values))
    _check_area(commitment)
    if _is_there(commitment):
        raise ValidationError(_("The plan has this commitment already."))
    commitment.slug = slug or _free_slug(commitment)
    return records.create(
        record=commitment, related={"partners": list(partners)}, by=by, at=at, action="commitment.proposed"
    )


@transaction.atomic
def amend(
    *, commitment: Commitment, values: Mapping[str, Any], by: User | None, at: datetime, seen: str = ""
) -> Commitment:
    """Correct texts, dates and organizations. Number and area have an act of their own."""
    if set(values) & {"area", "number", "status", "slug"}:
        raise ValueError("Numbers and statuses are changed by renumber and by the moves.")
    return records.amend(record=commitment, values=values, by=by, at=at, action="commitment.amended", seen=seen)


@transaction.atomic
def renumber(
    *,
    commitment: Commitment,
    area: PriorityArea | None,
    number: int | None,
    on: date,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Commitment:
    """Give another number; the old one is kept, because people still look for it."""
    commitment = records.locked(commitment)
    records.locked(commitment.plan)
    former = commitment.full_number
    commitment.area, commitment.number = area, number
    _check_area(commitment)
    commitment = records.amend(
        record=commitment,
        values={"area": area, "number": number},
        by=by,
        at=at,
        action="commitment.renumbered",
    )
    if former and former != commitment.full_number:
        keep_former_number(commitment=commitment, number=former, changed_on=on, note=note, by=by, at=at)
    return commitment


@transaction.atomic
def keep_former_number(
    *,
    commitment: Commitment,
    number: str,
    by: User | None,
    at: datetime,
    changed_on: date | None = None,
    note: str = "",
) -> FormerNumber:
    """Keep a number that the commitment had, such as in the proposal."""
    former = FormerNumber(commitment=commitment, number=number, changed_on=changed_on, note=note)
    former.full_clean()
    former.save()
    record(actor=by, action="commitment.former_number_kept", target=commitment, at=at, number=number)
    return former


def accept(*, commitment: Commitment, by: User | None, at: datetime) -> Commitment:
    return _move(commitment, CommitmentStatus.ACCEPTED, "commitment.accepted", by, at)


def decline(*, commitment: Commitment, reason: str, by: User | None, at: datetime) -> Commitment:
    """Leave a proposal out of the plan; the proposal stays readable, with the reason."""
    _check_reason(reason)
    return _move(commitment, CommitmentStatus.UNACCEPTED, "commitment.declined", by, at, reason)


def propose_again(*, commitment: Commitment, by: User | None, at: datetime) -> Commitment:
    return _move(commitment, CommitmentStatus.PROPOSED, "commitment.proposed_again", by, at)


def withdraw(*, commitment: Commitment, reason: str, by: User | None, at: datetime) -> Commitment:
    """Take a promise back, in the open: it keeps its address and says why."""
    _check_reason(reason)
    return _move(commitment, CommitmentStatus.WITHDRAWN, "commitment.withdrawn", by, at, reason)


def close(*, commitment: Commitment, by: User | None, at: datetime) -> Commitment:
    return _move(commitment, CommitmentStatus.CLOSED, "commitment.closed", by, at)


def reopen(*, commitment: Commitment, by: User | None, at: datetime) -> Commitment:
    return _move(commitment, CommitmentStatus.ACCEPTED, "commitment.reopened", by, at)


def _move(
    commitment: Commitment, to: CommitmentStatus, action: str, by: User | None, at: datetime, reason: str = ""
) -> Commitment:
    return records.move(
        record=commitment, moves=COMMITMENT_MOVES, to=to, by=by, at=at, action=action, status_reason=reason
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})


def _check_area(commitment: Commitment) -> None:
    if commitment.area is not None and commitment.area.plan_id != commitment.plan_id:
        raise ValidationError({"area": _("The area belongs to another plan.")})


def _is_there(commitment: Commitment) -> bool:
    """Whether the same was proposed already, such as by a second click."""
    place = {"plan": commitment.plan, "area": commitment.area, "number": commitment.number}
    same = Commitment.objects.filter(title=commitment.title, **place)
    if not commitment.title:
        same = same.filter(i18n=commitment.i18n)
    return same.exclude(status__in=[CommitmentStatus.WITHDRAWN, CommitmentStatus.UNACCEPTED]).exists()


def _free_slug(commitment: Commitment) -> str:
    """An address out of the title, numbered where another commitment has it already."""
    start = slug_of(commitment.title_i18n or "", max_length=70, fallback="commitment")
    taken = set(Commitment.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    counted = (f"{start}-{count}" for count in range(2, len(taken) + 3))
    return start if start not in taken else next(slug for slug in counted if slug not in taken)
