"""An organization's account of one commitment in one period: drafted, then sent to the coordinator."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.enums import CompletionLevel, MemberRole
from commitments.models import Membership
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.text import tidy
from ovp_portal.lib.workflow import check_move
from reports.enums import Outcome, SubmissionStatus
from reports.models import MilestoneUpdate, Submission
from reports.queries.gaps import Gap, gaps, whole_updates
from reports.services import answers
from reports.workflow import SUBMISSION_MOVES


class StaleSubmission(ValidationError):
    """Somebody saved in between: who and when, so that the form can say it and show both texts."""

    def __init__(self, submission: Submission) -> None:
        self.saved_by, self.saved_at = submission.saved_by, submission.saved_at
        self.version = submission.version
        super().__init__(
            _("%(who)s saved this submission while you were writing. Nothing of yours was lost or saved."),
            code="stale",
            params={"who": self.saved_by or _("Somebody")},
        )


class SubmissionLocked(ValidationError):
    """The submission is with the coordinator or accepted: it cannot be changed."""


class SubmissionIncomplete(ValidationError):
    """Why nothing was sent: every gap, each with its place on the form."""

    def __init__(self, found: Iterable[Gap]) -> None:
        self.gaps = list(found)
        super().__init__([ValidationError(gap.message, code="gap", params={}) for gap in self.gaps])


@transaction.atomic
def save_draft(*, submission: Submission, by: User, at: datetime, **said: Any) -> Submission:
    """Keep what was entered so far, however incomplete.

    `data` maps a milestone's key to what was said of it: outcome, level, progress, reason,
    applicable_when; `values`, a mapping of an indicator's key to value, numerator, denominator and
    text; `activities`, a list in order. A milestone or a name that is not there stays as it was;
    `values` and `activities` that are there replace what was. Refused are only contradictions, and
    a save on a `version` that is not the newest (StaleSubmission).

    Who read the `updates` of this very `submission` already may give them: they are read again only
    if something was written since.
    """
    return _keep(submission, by=by, at=at, **said)[0]


def hand_in(*, submission: Submission, by: User, at: datetime, **said: Any) -> Submission:
    """Save and send in one transaction, as the button does; what is incomplete stays saved as a draft.

    Takes what `save_draft` takes. Raises SubmissionIncomplete after the draft was kept.
    """
    with transaction.atomic():
        submission, updates = _keep(submission, by=by, at=at, **said)
        found = gaps(submission, updates=updates)
        if not found:
            _send(submission, updates, by=by, at=at)
    if found:
        raise SubmissionIncomplete(found)
    return submission


@transaction.atomic
def submit(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Hand an organization's data to the coordinator.

    The row is locked before its state is read, so a double click sends once and the second click
    is told why. What belongs to an outcome that was not chosen in the end is taken out (the
    history keeps it), so that nothing is sent which the sender did not see. A coordinator may
    send on behalf of an organization; the audit says so.
    """
    submission = _locked(submission)
    check_move(SUBMISSION_MOVES, submission.status, SubmissionStatus.SUBMITTED)
    updates = whole_updates(submission)
    if found := gaps(submission, updates=updates):
        raise SubmissionIncomplete(found)
    return _send(submission, updates, by=by, at=at)


def _keep(
    submission: Submission,
    *,
    data: Mapping[int, Mapping[str, Any]],
    version: int,
    by: User,
    at: datetime,
    is_nothing_done: bool | None = None,
    nothing_done_reason: str | None = None,
    updates: list[MilestoneUpdate] | None = None,
) -> tuple[Submission, list[MilestoneUpdate]]:
    """Write the draft; the locked submission and its updates as they are kept now."""
    seen, submission = submission, _locked(submission)
    if submission.is_locked:
        raise SubmissionLocked(_locked_sentence(submission), code="locked")
    if version != submission.version:
        raise StaleSubmission(submission)
    if updates is None or not _are_as_read(updates, seen, submission):
        updates = whole_updates(submission)
    answers.write(updates={update.milestone_id: update for update in updates}, data=data)
    if is_nothing_done is not None:
        submission.is_nothing_done = is_nothing_done
    if nothing_done_reason is not None:
        submission.nothing_done_reason = tidy(nothing_done_reason)
    submission.version += 1
    submission.saved_at, submission.saved_by = at, by
    fields = ["is_nothing_done", "nothing_done_reason", "version", "saved_at", "saved_by"]
    submission.save(update_fields=fields)
    record(actor=by, action="submission.saved", target=submission, at=at, version=submission.version)
    return submission, updates


def _are_as_read(updates: list[MilestoneUpdate], seen: Submission, locked: Submission) -> bool:
    """Whether nothing was written between the reading and the lock.

    Every save raises the version and every sending has its moment; only what the register added
    or took back meanwhile is seen in the rows alone.
    """
    marks = [(row.pk, row.version, row.status, row.submitted_at) for row in (seen, locked)]
    if marks[0] != marks[1]:
        return False
    there = MilestoneUpdate.objects.filter(submission=locked.pk).order_by()
    return set(there.values_list("pk", flat=True)) == {update.pk for update in updates}


def _send(submission: Submission, updates: list[MilestoneUpdate], *, by: User, at: datetime) -> Submission:
    """The locked submission, without gaps, goes to the coordinator."""
    if submission.is_nothing_done:
        _nothing_done_everywhere(submission, updates)
    answers.drop_what_was_not_chosen(updates)
    if done := [update.pk for update in updates if update.outcome == Outcome.DONE]:
        MilestoneUpdate.objects.filter(pk__in=done).update(level=CompletionLevel.COMPLETED)
    submission.status = SubmissionStatus.SUBMITTED
    submission.submitted_at, submission.submitted_by = at, by
    submission.save(update_fields=["status", "submitted_at", "submitted_by"])
    on_behalf = _on_behalf_of(submission, by, at)
    record(actor=by, action="submission.submitted", target=submission, at=at, **on_behalf)
    return submission


def _locked(submission: Submission) -> Submission:
    """The row as it is now, held until the end of the transaction, with the names that were read before."""
    fresh = Submission.objects.select_for_update().get(pk=submission.pk)
    for name in ("period", "commitment", "organization"):
        if submission._meta.get_field(name).is_cached(submission):
            setattr(fresh, name, getattr(submission, name))
    return fresh


def _locked_sentence(submission: Submission) -> str:
    if submission.status == SubmissionStatus.ACCEPTED:
        return _("The submission was accepted: it can no longer be changed.")
    return _("The submission was sent to the coordinator: it cannot be changed unless it is returned.")


def _nothing_done_everywhere(submission: Submission, updates: list[MilestoneUpdate]) -> None:
    """One choice and one reason answer all milestones; a milestone's own reason stays."""
    for update in updates:
        update.outcome = Outcome.NOTHING_DONE
        update.reason = update.reason or submission.nothing_done_reason
    MilestoneUpdate.objects.bulk_update(updates, ["outcome", "reason"])


def _on_behalf_of(submission: Submission, by: User, at: datetime) -> dict[str, str]:
    """Who sends for an organization in which he has no seat does it on its behalf."""
    on = local_date(at, submission.commitment.plan.time_zone)
    seats = Membership.objects.on(on).filter(group=submission.commitment.group_id, user=by)
    seats = seats.filter(organization=submission.organization_id).exclude(role=MemberRole.OBSERVER)
    return {} if seats.exists() else {"on_behalf_of": str(submission.organization)}
