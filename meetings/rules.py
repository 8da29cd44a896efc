"""What the rows of a note must agree in, said beside the field and asked again by the service.

The database's constraints hold the same; asking it row by row would take a query for each.
"""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import ConclusionRow, GuestRow, MemberRow, NoteDraft, TaskRow
from meetings.enums import ConclusionKind, MeetingKind, Presence, Verdict
from meetings.follow_up_enums import TaskAct

Fault = tuple[str, str | Promise]
"""The field that does not fit, and the sentence about it."""

MOST_PEOPLE = 10_000


def faults_of_draft(draft: NoteDraft) -> list[Fault]:
    """Everything that does not fit, for those who come without a form."""
    return [
        *faults_of_round(draft.kind, place=draft.place, starts_at=draft.starts_at, ends_at=draft.ends_at),
        *(fault for row in draft.members for fault in faults_of_member(row)),
        *(fault for row in draft.guests for fault in faults_of_guest(row)),
        *(fault for row in draft.conclusions for fault in faults_of_conclusion(row)),
        *(fault for row in draft.tasks for fault in faults_of_task(row)),
    ]


def faults_of_round(kind: str, **given: object) -> Iterator[Fault]:
    if kind != MeetingKind.CONSULTATION:
        return
    for name, value in given.items():
        if value:
            yield (
                name,
                _("A consultation round has no place and no hour: empty this field, or choose another kind."),
            )


def _faults_of_asking(row: MemberRow | GuestRow) -> Iterator[Fault]:
    if row.presence != Presence.CONSULTED and (row.channels or row.consulted_on or row.answer):
        yield "presence", _("The way, the day and the answer are for somebody who was consulted.")


def faults_of_member(row: MemberRow) -> Iterator[Fault]:
    yield from _faults_of_asking(row)
    if row.presence != Presence.REPLACED and (row.substitute or row.substitute_function):
        yield "presence", _("Somebody came instead: choose “replaced by somebody”, or empty that field.")


def faults_of_guest(row: GuestRow) -> Iterator[Fault]:
    yield from _faults_of_asking(row)
    if row.presence == Presence.REPLACED:
        yield "presence", _("Only a member of the group is replaced.")
    if row.head_count is not None and row.person:
        yield "head_count", _("A row with a number of people names nobody: leave one of the two empty.")
    if row.head_count is not None and not 1 <= row.head_count <= MOST_PEOPLE:
        yield "head_count", _("This is no number of people.")


def faults_of_task(row: TaskRow) -> Iterator[Fault]:
    if row.new_due_on and row.act != TaskAct.MOVED:
        yield "new_due_on", _("A new date is for a task that is moved on: choose that, or empty this field.")


def faults_of_conclusion(row: ConclusionRow) -> Iterator[Fault]:
    votes = (row.votes_for, row.votes_against, row.votes_abstained)
    has_votes = any(count is not None for count in votes)
    if row.kind != ConclusionKind.DECISION:
        if row.verdict or row.subject or has_votes:
            yield "kind", _("Votes, how it ended and what it was upon are for a decision only.")
        return
    if None not in votes and not any(votes):
        yield "votes_for", _("Enter at least one vote, or none of the counts.")
    elif row.votes_for == 0 and row.verdict == Verdict.APPROVED:
        yield "votes_for", _("Nothing is approved without a vote for it.")
    if any(count is not None and not 0 <= count <= MOST_PEOPLE for count in votes):
        yield "votes_for", _("This is no number of votes.")
    if row.milestone and row.indicator:
        yield "about", _("Choose a milestone or an indicator, not both.")
