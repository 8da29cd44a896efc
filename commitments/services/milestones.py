from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Milestone, MilestoneCompletion
from commitments.services import records
from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.services import line, record, record_all


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


def set_completion(*, milestone: Milestone, level: str, **given: Any) -> MilestoneCompletion:
    """`set_completions` for one milestone."""
    return set_completions(levels={milestone.pk: level}, **given)[0]


@transaction.atomic
def set_completions(
    *, levels: Mapping[int, str], on: date, source: str, at: datetime, by: User | None = None
) -> list[MilestoneCompletion]:
    """Keep the levels, by milestone, that a published report says for the end of its period.

    A milestone itself shows the level of its latest period: a correction of an earlier quarter
    does not put it back. Publishing again corrects the rows. As many statements for one as for many.
    """
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("commitment__area").order_by("pk")
    milestones = {row.pk: row for row in rows.filter(pk__in=levels)}
    said = MilestoneCompletion.objects.filter(milestone__in=milestones)
    before = dict(said.filter(on=on).values_list("milestone_id", "level"))
    kept = records.upsert(
        [
            MilestoneCompletion(milestone=milestones[pk], on=on, level=level, published_at=at, source=source)
            for pk, level in levels.items()
        ],
        by=["milestone", "on"],
        changing=["level", "published_at", "source"],
    )
    latest = dict(said.order_by("on").values_list("milestone_id", "level"))
    for pk, milestone in milestones.items():
        milestone.completion = latest[pk]
    Milestone.objects.bulk_update(milestones.values(), ["completion"])
    for commitment in {row.commitment_id: row.commitment for row in milestones.values()}.values():
        _touch(commitment, at)
    record_all(
        line(
            actor=by,
            action="milestone.level_published",
            target=milestones[pk],
            at=at,
            on=on.isoformat(),
            before=before.get(pk),
            after=str(level),
            source=source,
        )
        for pk, level in levels.items()
    )
    return kept


def _touch(commitment: Commitment, at: datetime) -> Commitment:
    """The commitment, locked: its milestones change one after another, and its last change is now."""
    commitment = records.locked(commitment)
    records.touch(commitment, at)
    return commitment
