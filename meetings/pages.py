"""The public page of a note, made from its payload alone, so that it can be frozen with it.

A payload that was frozen already is thawed first (ovp_portal.editions.payloads).
"""

from datetime import time
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from meetings.circulation_words import circulation_words, opinion_words
from meetings.old_payloads import current
from meetings.payloads import Payload, kind_title, note_title
from meetings.row_words import attendance_words, conclusion_words, days_words, joined_modes
from meetings.task_payloads import task_words
from ovp_portal.lib.dates import time_text
from ovp_portal.lib.languages import html_tag

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
    payload = current(payload)
    active = translation.get_language()
    return {
        "note": payload,
        "kind_title": kind_title(payload["meeting_kind"]),
        "title": note_title(payload),
        "reference": payload["reference"],
        "is_title_typed": bool(payload["title"]),
        "numbers": ", ".join(row["number"] for row in payload["commitments"] if row["number"]),
        "when_and_how": when_and_how(payload),
        "text_lang": html_tag(payload["language"]),
        "foreign_language": payload["language"] if payload["language"] != active else "",
        "attendance": [attendance_words(row) for row in payload["attendance"]],
        "agenda": payload["agenda"],
        "conclusions": [conclusion_words(row) for row in payload["conclusions"]],
        "priorities": payload["priorities"],
        "circulation": circulation_words(payload),
        "opinions": opinion_words(payload),
        "tasks": [task_words(row) for row in payload["tasks"]],
    }


def when_and_how(payload: Payload) -> str:
    """4–5 October 2022, by e-mail and by telephone"""
    payload = current(payload)
    words = []
    if payload["starts_on"]:
        words.append(days_words(payload))
    if payload["modes"]:
        words.append(joined_modes(payload["modes"]))
    if payload["place"]:
        words.append(payload["place"])
    hours = [time_text(time.fromisoformat(hour)) for hour in (payload["from_hour"], payload["to_hour"]) if hour]
    if hours:
        words.append(" – ".join(hours))
    return ", ".join(words)
