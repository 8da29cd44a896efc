"""What the portal proposes for a report, out of what was accepted: a level and sentences for each milestone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from commitments.enums import CompletionLevel
from commitments.models import Milestone
from reports.enums import Outcome, SubmissionStatus
from reports.models import MilestoneUpdate, Submission

LOWEST_FIRST = (
    CompletionLevel.NOT_STARTED,
    CompletionLevel.LIMITED,
    CompletionLevel.SUBSTANTIAL,
    CompletionLevel.COMPLETED,
)
AT_WORK = (Outcome.PROGRESS, Outcome.DONE)


class Proposal(NamedTuple):
    level: str
    text: str


def propose(milestone: Milestone, submissions: Sequence[Submission], language: str) -> Proposal:
    """The level and the sentences for a milestone, in the language of the report."""
    answers = [
        (row, update) for row in submissions for update in row.updates.all() if update.milestone_id == milestone.pk
    ]
    accepted = [update for row, update in answers if row.status == SubmissionStatus.ACCEPTED]
    with translation.override(language):
        lines = [_sentence(row, update) for row, update in answers]
        text = "\n".join(lines) or _("Nobody was asked to report on this milestone.")
    return Proposal(proposed_level(milestone, accepted), text)


def proposed_level(milestone: Milestone, accepted: Iterable[MilestoneUpdate]) -> str:
    """The lowest level that the members see; where nobody names one, the level last published stays.

    "No evidence" is no step of the ladder: it is proposed only where all who name a level say so.
    """
    named = {CompletionLevel.COMPLETED if update.outcome == Outcome.DONE else update.level for update in accepted}
    named.discard("")
    on_ladder = [level for level in LOWEST_FIRST if level in named]
    if on_ladder:
        return on_ladder[0]
    return CompletionLevel.NO_EVIDENCE if named else milestone.completion


def propose_summary(submissions: Sequence[Submission], language: str) -> str:
    """Who made progress, who did not, and who is missing; every organization is named once."""
    accepted = [row for row in submissions if row.status == SubmissionStatus.ACCEPTED]
    active = [row for row in accepted if any(update.outcome in AT_WORK for update in row.updates.all())]
    idle = [row for row in accepted if row not in active]
    waiting = [row for row in submissions if row.status == SubmissionStatus.SUBMITTED]
    missing = [row for row in submissions if row not in accepted and row not in waiting]
    with translation.override(language):
        parts = [
            (active, _("Progress was reported by: %(organizations)s.")),
            (idle, _("No progress was reported, with the reasons, by: %(organizations)s.")),
            (waiting, _("Handed in, not yet accepted: %(organizations)s.")),
            (missing, _("No data were handed in by: %(organizations)s.")),
        ]
        return "\n\n".join(words % {"organizations": _names(rows)} for rows, words in parts if rows)


def _names(rows: Iterable[Submission]) -> str:
    return ", ".join(str(row.organization) for row in rows)


def _sentence(row: Submission, update: MilestoneUpdate) -> str:
    return f"{row.organization.label}: {_what(row, update)}"


def _what(row: Submission, update: MilestoneUpdate) -> str:
    if row.status == SubmissionStatus.SUBMITTED:
        return _("the data are handed in and wait for acceptance.")
    if row.status != SubmissionStatus.ACCEPTED:
        return _("no data were handed in.")
    reason = _closed(update.reason or row.nothing_done_reason)
    match update.outcome:
        case Outcome.PROGRESS:
            return _closed(update.progress)
        case Outcome.DONE:
            return _closed(update.progress) or _("completed.")
        case Outcome.NOTHING_DONE:
            return _("no progress. Reason: %(reason)s") % {"reason": reason}
        case Outcome.NOT_APPLICABLE:
            return _("not applicable in this period. Planned for: %(when)s") % {"when": _closed(update.applicable_when)}
        case Outcome.NOT_AVAILABLE:
            return _("the figure is not available. Reason: %(reason)s") % {"reason": reason}
    return _("no answer.")


def _closed(text: str) -> str:
    """The text as a sentence that ends."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…:;" else f"{text}."
