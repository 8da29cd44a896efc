"""The rows of a note's payload as words of the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.enums import MemberRole
from meetings.enums import Answer, ConclusionKind, Mode, Presence, Subject, Verdict
from ovp_portal.lib.dates import day_short, months_text, range_text
from ovp_portal.lib.languages import chosen
from ovp_portal.lib.numbers import NO_BREAK_SPACE

Payload = dict[str, Any]
PRESENCE_MARKS = {
    Presence.PRESENT: "done",
    Presence.CONSULTED: "done",
    Presence.EXCUSED: "draft",
    Presence.ABSENT: "none",
    Presence.REPLACED: "draft",
}
ANSWER_MARKS = {Answer.ANSWERED: "done", Answer.REACHED: "sent", Answer.NOT_REACHED: "none"}


def days_words(said: Payload) -> str:
    """4–5 October 2022; March 2020 where only the month is known."""
    return (months_text if said["is_month_only"] else range_text)(said["starts_on"], said["ends_on"])


def joined_modes(modes: list[str]) -> str:
    """by e-mail and by telephone"""
    words = [str(Mode(mode).label) for mode in modes]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def attendance_words(row: Payload) -> Payload:
    count = row["head_count"]
    people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count} if count else ""
    role = MemberRole(row["role"]).label if row["role"] else _("guest")
    return {
        "organization": row["organization"],
        "person": row.get("person", ""),
        "function": row["function"] or people or _("representative"),
        "people": people if row["function"] else "",
        "role": role,
        "mark": ANSWER_MARKS[row["answer"]] if row["answer"] else PRESENCE_MARKS[row["presence"]],
        "presence": sentence_case((Answer(row["answer"]) if row["answer"] else Presence(row["presence"])).label),
        "how": _how_asked(row),
        "instead": _instead(row),
    }


def _how_asked(row: Payload) -> str:
    """by telephone, 4 Oct. 2022"""
    day = day_short(row["consulted_on"]) if row["consulted_on"] else ""
    return ", ".join(part for part in (joined_modes(row["channels"]), day) if part)


def _instead(row: Payload) -> str:
    if row.get("substitute"):
        named = ", ".join(filter(None, (row["substitute"], row["substitute_function"])))
        return _("Instead: %(function)s") % {"function": named}
    if row["substitute_function"]:
        return _("Instead: %(function)s") % {"function": row["substitute_function"]}
    return _("Somebody else came instead.") if row["has_substitute"] else ""


def conclusion_words(row: Payload) -> Payload:
    return {
        **row,
        "is_decision": row["kind"] == ConclusionKind.DECISION,
        "kind": sentence_case(ConclusionKind(row["kind"]).label),
        "owner": _owner(row["owner"]),
        "verdict": sentence_case(Verdict(row["verdict"]).label) if row["verdict"] else "",
        "votes": _votes(row["votes"]),
        "upon": _upon(row["subject"]),
    }


def _votes(votes: Payload | None) -> str:
    """5 for, 1 against, 2 abstained"""
    if votes is None or None in votes.values():
        return ""
    text = _("%(for)s for, %(against)s against, %(abstained)s abstained") % votes
    return ", ".join(part.replace(" ", NO_BREAK_SPACE) for part in text.split(", "))


def _upon(subject: Payload) -> Payload | None:
    if not subject["what"]:
        return None
    if subject["what"] == Subject.WORK_PLAN:
        return {"text": str(Subject.WORK_PLAN.label), "address": ""}
    days = days_words(subject) if subject["starts_on"] else ""
    return {"text": ", ".join(part for part in (subject["reference"], days) if part), "address": subject["address"]}


def _owner(owner: Payload) -> str:
    if owner["who"] == "everyone":
        return _("All members")
    organization = chosen(owner.get("organization", {})).text
    if owner["who"] == "member" and owner["role"] in MemberRole.coordinating():
        return f"{sentence_case(MemberRole(owner['role']).label)}, {organization}"
    return organization


def sentence_case(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
