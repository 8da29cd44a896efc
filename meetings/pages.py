"""The public page of a note, made from its payload alone, so that it can be frozen with it.

A payload that was frozen already is thawed first (ovp_portal.editions.payloads).
"""

from datetime import time
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from commitments.enums import MemberRole
from meetings.enums import ConclusionKind, Mode, Presence
from meetings.payloads import Payload, kind_title, note_title
from ovp_portal.lib.dates import range_text, time_text
from ovp_portal.lib.languages import chosen, html_tag

TEMPLATE = "public/note_body.html"


def note_pages(payload: Payload) -> dict[str, str]:
    """The page in every language of the interface."""
    pages = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pages[code] = note_page(payload)
    return pages


def note_page(payload: Payload) -> str:
    """The page in the active language."""
    return render_to_string(TEMPLATE, note_context(payload))


def note_context(payload: Payload) -> dict[str, Any]:
    """What the template shows: the payload's values as words of the reader's language."""
    active = translation.get_language()
    return {
        "note": payload,
        "kind_title": kind_title(payload["meeting_kind"]),
        "title": note_title(payload),
        "is_title_typed": bool(payload["title"]),
        "numbers": ", ".join(row["number"] for row in payload["commitments"] if row["number"]),
        "when_and_how": when_and_how(payload),
        "text_lang": html_tag(payload["language"]),
        "foreign_language": payload["language"] if payload["language"] != active else "",
        "attendance": [_attendance(row) for row in payload["attendance"]],
        "conclusions": [_conclusion(row) for row in payload["conclusions"]],
    }


def when_and_how(payload: Payload) -> str:
    """4–5 October 2022, by e-mail and by telephone"""
    words = []
    if payload["starts_on"]:
        words.append(range_text(payload["starts_on"], payload["ends_on"]))
    modes = [str(Mode(mode).label) for mode in payload["modes"]]
    if len(modes) > 1:
        last = modes.pop()
        modes = [_("%(first)s and %(last)s") % {"first": ", ".join(modes), "last": last}]
    words += modes
    if payload["place"]:
        words.append(payload["place"])
    hours = [time_text(time.fromisoformat(hour)) for hour in (payload["from_hour"], payload["to_hour"]) if hour]
    if hours:
        words.append(" – ".join(hours))
    return ", ".join(words)


PRESENCE_MARKS = {
    Presence.PRESENT: "done",
    Presence.CONSULTED: "done",
    Presence.EXCUSED: "draft",
    Presence.ABSENT: "none",
}


def _attendance(row: Payload) -> dict[str, Any]:
    role = MemberRole(row["role"]).label if row["role"] else _("guest")
    return {
        "organization": row["organization"],
        "function": row["function"] or _("representative"),
        "role": role,
        "mark": PRESENCE_MARKS[row["presence"]],
        "presence": _sentence_case(Presence(row["presence"]).label),
    }


def _conclusion(row: Payload) -> dict[str, Any]:
    return {
        "kind": _sentence_case(ConclusionKind(row["kind"]).label),
        "text": row["text"],
        "owner": _owner(row["owner"]),
        "due_on": row["due_on"],
    }


def _owner(owner: Payload) -> str:
    if owner["who"] == "everyone":
        return _("All members")
    organization = chosen(owner.get("organization", {})).text
    if owner["who"] == "member" and owner["role"] in MemberRole.coordinating():
        return f"{_sentence_case(MemberRole(owner['role']).label)}, {organization}"
    return organization


def _sentence_case(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
