"""By which rules a note goes on: its plan's, and those under which it was sent, whichever lets out less.

Who remarked on a note that stays within the group spoke to the group alone. A plan that opens itself
meanwhile does not publish what he said; one that closes itself closes at once.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from commitments.enums import NamesRule, NotesRule
from commitments.models import ActionPlan
from meetings.models import MeetingNote
from ovp_portal.circulation.models import Circulation
from ovp_portal.editions.payloads import thaw

SENT_UNDER = "sent_under"
"""The rules beside the frozen text: in what the members are sent, never in what is published."""

_NARROWEST_FIRST = (NamesRule.NEVER, NamesRule.AGREED, NamesRule.ALL)


def rules_of(plan: ActionPlan) -> dict[str, str]:
    return {"notes_rule": plan.notes_rule, "names_rule": plan.names_rule}


def stays_inside(note: MeetingNote) -> bool:
    """Whether the note ends within its group, by the plan or by what its readers were told."""
    plan = note.meeting.group.plan
    return plan.notes_rule == NotesRule.INTERNAL or was_sent_inside(_frozen(note))


def was_sent_inside(frozen: Mapping[str, Any]) -> bool:
    return frozen.get(SENT_UNDER, {}).get("notes_rule") == NotesRule.INTERNAL


def names_rule_of(note: MeetingNote) -> str:
    """The narrower of the two rules; what was sent before rules were kept has the plan's alone."""
    now = note.meeting.group.plan.names_rule
    sent = _frozen(note).get(SENT_UNDER, {}).get("names_rule", now)
    return min(now, sent, key=_NARROWEST_FIRST.index)


def said_in_public(circulations: Iterable[int]) -> list[int]:
    """Of these versions those whose readers knew that what they say is published."""
    rows = Circulation.objects.filter(pk__in=list(circulations)).values_list("pk", "payload")
    return [pk for pk, payload in rows if not was_sent_inside(thaw(payload))]


def _frozen(note: MeetingNote) -> Mapping[str, Any]:
    return thaw(note.circulation.payload) if note.circulation_id else {}
