"""Who is named where: the group reads the names on its list, the public only those that the plan's rule lets it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from commitments.enums import NamesRule
from commitments.models import Membership
from meetings.models import MeetingNote
from meetings.payloads import Payload, note_payload
from meetings.publication import SENT_UNDER, rules_of
from ovp_portal.circulation.models import Circulation, Opinion
from ovp_portal.circulation.payloads import circulation_data, opinion_data

PEOPLE = "people"
"""The names beside the list: in what the members are sent, never in what is published."""


def group_payload(note: MeetingNote) -> Payload:
    """The note as its group reads it: what the public reads, the names in the order of the list, the rules of today."""
    rows = note.attendances.select_related("membership__user")
    people = [
        {
            "person": str(row.membership.user) if row.membership_id else row.person,
            "substitute": row.substitute,
            "seat": row.membership_id,
        }
        for row in rows
    ]
    rules = rules_of(note.meeting.group.plan)
    changed = {"change_note": note.change_note} if note.is_correction else {}
    return note_payload(note) | changed | {"address": note.address, PEOPLE: people, SENT_UNDER: rules}


def for_the_group(payload: Mapping[str, Any]) -> Payload:
    """With every name on the list."""
    return _named(payload, [True] * len(payload[PEOPLE]), NamesRule.ALL)


def for_the_public(payload: Mapping[str, Any], *, rule: str, agreed: Collection[int] = ()) -> Payload:
    """With the names that the rule lets out; `agreed` are the seats of who said that he may be named."""
    is_named = [
        rule == NamesRule.ALL or (rule == NamesRule.AGREED and row["seat"] is not None and row["seat"] in agreed)
        for row in payload[PEOPLE]
    ]
    return _named(payload, is_named, rule)


def _named(payload: Mapping[str, Any], is_named: list[bool], rule: str) -> Payload:
    rows = []
    for row, person, is_let_out in zip(payload["attendance"], payload[PEOPLE], is_named, strict=True):
        names = {key: person[key] for key in ("person", "substitute") if is_let_out and person[key]}
        # Who came instead of somebody did not agree to anything.
        if rule != NamesRule.ALL:
            names.pop("substitute", None)
        rows.append(row | names)
    kept = {key: value for key, value in payload.items() if key not in (PEOPLE, SENT_UNDER)}
    return kept | {"attendance": rows, "names_rule": str(rule)}


def agreed_seats(payload: Mapping[str, Any]) -> set[int]:
    """The seats on the list whose members said that they may be named."""
    seats = [row["seat"] for row in payload[PEOPLE] if row["seat"] is not None]
    return set(Membership.objects.filter(pk__in=seats, user__may_be_named=True).values_list("pk", flat=True))


def public_payload(payload: Mapping[str, Any], *, rule: str) -> Payload:
    """As the public will read it, by the plan's rule and by what people say of themselves today."""
    agreed = agreed_seats(payload) if rule == NamesRule.AGREED else ()
    return for_the_public(payload, rule=rule, agreed=agreed)


def final_payload(
    frozen: Mapping[str, Any],
    *,
    rule: str,
    circulation: Circulation,
    opinions: Collection[Opinion],
    at: datetime,
    zone: str,
) -> Payload:
    """What the members saw, with their answers beside it: nothing gets into a note after its circulation."""
    return public_payload(frozen, rule=rule) | {
        "published_at": at,
        "circulation": circulation_data(circulation, zone, with_remarks=True),
        "opinions": [opinion_data(opinion, zone) for opinion in opinions],
    }
