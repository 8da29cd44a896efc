"""What changed between two versions of a note, field by field and word by word."""

from meetings.comparison import lines
from meetings.drafts import NoteDraft
from meetings.queries import Choices
from ovp_portal.lib.text_changes import Change, changed


def changes(before: NoteDraft, after: NoteDraft, choices: Choices) -> list[Change]:
    return changed(lines(before, choices), lines(after, choices))
