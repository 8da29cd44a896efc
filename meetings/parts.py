"""The parts of a note that a member may remark on, each by a key that is good for one frozen text."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ovp_portal.circulation.papers import Part

SHOWN = 160


def parts_of(payload: Mapping[str, Any]) -> list[Part]:
    """In the order of the page; what the note does not have has no part."""
    found = []
    if payload.get("purpose"):
        found.append(Part("purpose", _("Purpose"), _short(payload["purpose"])))
    if payload["attendance"]:
        found.append(Part("attendance", _("Attendance")))
    for number, row in enumerate(payload["agenda"], start=1):
        found.append(Part(f"agenda-{number}", _("Point %(number)s") % {"number": number}, _short(row["text"])))
    for number, row in enumerate(payload.get("tasks", ()), start=1):
        title = _("Task from an earlier meeting %(number)s") % {"number": number}
        found.append(Part(f"task-{number}", title, _short(row["text"])))
    if payload.get("discussion"):
        found.append(Part("discussion", _("What was said"), _short(payload["discussion"])))
    if payload.get("nothing_done_reason"):
        found.append(Part("reason", _("Why nothing was realized"), _short(payload["nothing_done_reason"])))
    for number, row in enumerate(payload["conclusions"], start=1):
        title = _("Conclusion %(number)s") % {"number": number}
        found.append(Part(f"conclusion-{number}", title, _short(row["text"])))
    return found


def _short(text: str) -> str:
    return Truncator(" ".join(strip_tags(text).split())).chars(SHOWN)
