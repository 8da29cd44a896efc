from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Milestone, MilestoneCompletion
from commitments.services import records
from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.services import record


@transaction.atomic
def add(
    *,
    commitment: Commitment,
    by: User | None,
    at: datetime,
    responsible: Iterable[Organization] = (),
    **values: Any,
) -> Milestone:
    """Add a step to a commitment, with the organizations that answer for it."""
    commitment = _touch(commitment, at)
    values = {"language": commitment.language} | values
    milestone = Milestone(commitment=commitment, **values)
    return records.create(
        record=milestone, related={"responsible": list(responsible)}, by=by, at=at, action="milestone.added"
    )


@transaction.atomic
def amend(
    *, milestone: Milestone, values: Mapping[str, Any], by: User | None, at: datetime, seen: str = ""
) -> Milestone:
    """Change what a milestone says, when it is due or who answers for it; never its level."""
    if "completion" in values:
        raise ValidationError(_("Only a published report sets the level of a milestone."))
    commitment = records.locked(milestone.commitment)
    return records.amend(
        record=milestone, values=values, by=by, at=at, action="milestone.amended", seen=seen, within=commitment
    )


@transaction.atomic
def withdraw(*, milestone: Milestone, reason: str, by: User | None, at: datetime) -> Milestone:
    """Take a milestone out of the counters; what was reported on it stays."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the milestone is withdrawn.")})
    milestone = records.locked(milestone)
    if milestone.is_withdrawn:
        raise ValidationError(_("The milestone is withdrawn already."))
    _touch(milestone.commitment, at)
    milestone.is_withdrawn = True
    milestone.full_clean()
    milestone.save(update_fields=["is_withdrawn"])
    record(actor=by, action="milestone.withdrawn", target=milestone, at=at, reason=reason)
    return milestone


@transaction.atomic
def set_completion(
    *, milestone: Milestone, level: str, on: date, source: str, at: datetime, by: User | None = None
) -> MilestoneCompletion:
    """Keep the level that a published report says for the end of its period.

    The milestone itself shows the level of the latest period: a correction of
    an earlier quarter does not put it back. Publishing again corrects the row.
    """
    milestone = records.locked(milestone)
    row = MilestoneCompletion.objects.select_for_update().filter(milestone=milestone, on=on).first()
    before = row.level if row else None
    row = row or MilestoneCompletion(milestone=milestone, on=on)
    row.level, row.published_at, row.source = level, at, source
    row.full_clean()
    row.save()
    milestone.completion = milestone.completions.order_by("-on").values_list("level", flat=True)[0]
    milestone.save(update_fields=["completion"])
    _touch(milestone.commitment, at)
    data = {"on": on.isoformat(), "before": before, "after": str(level), "source": source}
    record(actor=by, action="milestone.level_published", target=milestone, at=at, **data)
    return row


def _touch(commitment: Commitment, at: datetime) -> Commitment:
    """The commitment, locked: its milestones change one after another, and its last change is now."""
    commitment = records.locked(commitment)
    records.touch(commitment, at)
    return commitment
