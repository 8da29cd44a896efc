"""Points and conclusions of a note as plain data, each with the anchor that it can be cited by."""

from typing import Any

from meetings.models import AgendaItem, Conclusion
from ovp_portal.lib.languages import in_languages

ABOUT = ("milestone__commitment__area", "indicator__milestone__commitment__area")
OF_CONCLUSIONS = (
    *ABOUT,
    "owner__organization",
    "owner_organization",
    "subject_note__meeting",
    "subject_note__reference",
)


def agenda_payload(row: AgendaItem) -> dict[str, Any]:
    return {"anchor": row.anchor, "text": row.text, "discussion": row.discussion, **_about(row)}


def conclusion_payload(row: Conclusion) -> dict[str, Any]:
    return {
        "anchor": row.anchor,
        "kind": row.kind,
        "text": row.text,
        "due_on": row.due_on,
        "owner": _owner(row),
        **_about(row),
        "verdict": row.verdict,
        "votes": _votes(row),
        "subject": _subject(row),
    }


def _about(row: AgendaItem | Conclusion) -> dict[str, Any]:
    """The milestone by its number, and the indicator by its name where it is about one."""
    milestone = row.indicator.milestone if row.indicator else row.milestone
    return {
        "milestone": milestone.full_number if milestone else "",
        "indicator": in_languages(row.indicator, "name") if row.indicator else {},
    }


def _owner(row: Conclusion) -> dict[str, Any]:
    """Everyone, an organization, or a member by his role and organization."""
    if row.is_for_everyone:
        return {"who": "everyone"}
    if row.owner:
        organization = in_languages(row.owner.organization, "name")
        return {"who": "member", "role": row.owner.role, "organization": organization}
    if row.owner_organization:
        return {"who": "organization", "organization": in_languages(row.owner_organization, "name")}
    return {"who": ""}


def _votes(row: Conclusion) -> dict[str, int | None] | None:
    """All three counts; only a draft's preview may lack one."""
    votes = {"for": row.votes_for, "against": row.votes_against, "abstained": row.votes_abstained}
    return votes if any(count is not None for count in votes.values()) else None


def _subject(row: Conclusion) -> dict[str, Any]:
    """A work plan, or an earlier note by its reference and day; its address only while anybody may read it."""
    note = row.subject_note
    if note is None:
        return {"what": row.subject}
    return {
        "what": row.subject,
        "reference": note.reference_text,
        "starts_on": note.meeting.starts_on,
        "ends_on": note.meeting.ends_on,
        "is_month_only": note.meeting.is_month_only,
        "address": note.address if note.is_published else "",
    }
