"""What changed between two versions of a note that were sent to the members, in the words in which they read it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from meetings.naming import for_the_group
from meetings.pages import note_context
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.languages import chosen
from ovp_portal.lib.text_changes import Change, changed


def frozen_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return changed(frozen_lines(before), frozen_lines(after))


def frozen_lines(frozen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every field and row of the page under its name there, in its order."""
    page = note_context(for_the_group(frozen))
    note = page["note"]
    yield _("Kind"), page["kind_title"]
    yield _("Title"), note["title"]
    yield _("When and how"), page["when_and_how"]
    yield _("What is changed, and why"), note.get("change_note", "")
    yield _("Purpose"), note["purpose"]
    for row in page["attendance"]:
        yield _("Attendance"), _attendance(row)
    for number, row in enumerate(page["agenda"], start=1):
        yield _("Point %(number)s") % {"number": number}, _joined(row["text"], _about(row))
        yield _("What was said on point %(number)s") % {"number": number}, row["discussion"]
    for number, row in enumerate(page["tasks"], start=1):
        yield _("Task from an earlier meeting %(number)s") % {"number": number}, _task(row)
    yield _("What was said"), note["discussion"]
    yield _("Why nothing was realized"), note["nothing_done_reason"]
    for number, row in enumerate(page["conclusions"], start=1):
        yield _("Conclusion %(number)s") % {"number": number}, _conclusion(row)
    for number, row in enumerate(page["priorities"], start=1):
        text = _joined(chosen(row["organization"]).text, row["text"], row["year"])
        yield _("Priority %(number)s") % {"number": number}, text


def _attendance(row: Mapping[str, Any]) -> str:
    who = (chosen(row["organization"]).text, row["person"], row["function"], row["people"], row["role"])
    return _joined(*who, row["presence"], row["how"], row["instead"])


def _task(row: Mapping[str, Any]) -> str:
    return _joined(row["text"], row["owner"], row["act_words"], row["sentence"])


def _conclusion(row: Mapping[str, Any]) -> str:
    due = day_text(row["due_on"]) if row["due_on"] else ""
    upon = row["upon"]["text"] if row["upon"] else ""
    return _joined(row["text"], row["kind"], row["owner"], due, _about(row), row["verdict"], row["votes"], upon)


def _about(row: Mapping[str, Any]) -> str:
    return " – ".join(filter(None, (row["milestone"], chosen(row["indicator"]).text)))


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
