"""What changed between two versions of a report that were sent to the members, in the words in which they read it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ovp_portal.lib.languages import chosen
from ovp_portal.lib.text_changes import Change, changed
from ovp_portal.templatetags.marks import LEVEL_WORDS
from reports.enums import SubmissionStatus
from reports.rendering import organization_text, report_context


def frozen_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return changed(frozen_lines(before), frozen_lines(after))


def frozen_lines(frozen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every field and row of the page under its name there, in its order."""
    page = report_context(frozen)
    yield _("Summary"), frozen["summary"]
    for row in page["milestones"]:
        # Its number stands in the text too: what two milestones say alike is not taken for the other's.
        name = _("Milestone %(number)s") % {"number": row["number"]}
        yield name, "\n".join([row["number"], str(LEVEL_WORDS[row["level"]]), row["text"], *_figures(row)])
    for number, row in enumerate(page["activities"], start=1):
        yield _("Activity %(number)s") % {"number": number}, _activity(row)
    for row in [*frozen["answered"], *frozen["missing"]]:
        said = SubmissionStatus(row["status"]).label
        yield _("Who reported"), f"{organization_text(row['organization'])} – {said}"


def _figures(row: Mapping[str, Any]) -> Iterator[str]:
    for one in row["figures"]:
        notes = f" ({one['notes']})" if one["notes"] else ""
        yield f"{chosen(one['name']).text}: {one['words']}{notes}"


def _activity(row: Mapping[str, Any]) -> str:
    numbers = [str(row[name]) for name in ("held", "participants", "women") if row[name] is not None]
    words = (row["kind"], row["topic"], chosen(row["organization"]).text, *numbers, row["groups"])
    return " · ".join(word for word in (*words, row["when_and_where"], row["funding"]) if word)
