"""The page of answers before sharing: every part of a note as it is shared, with the field that changes it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from meetings.comparison import placed_lines
from meetings.drafts import NoteDraft
from meetings.queries import Choices


class Answer(NamedTuple):
    """A field in words; `anchor` is its id in the form."""

    label: str
    text: str
    anchor: str


class Section(NamedTuple):
    anchor: str
    name: str
    nothing: str
    answers: list[Answer]


def sections_of(draft: NoteDraft, choices: Choices) -> list[Section]:
    """In the order of the form; a section without answers says so."""
    sections = {
        "when": Section("when", _("When and how"), "", []),
        "attendance": Section("attendance", _("Attendance"), _("Nobody is on the list."), []),
        "tasks": Section("tasks", _("Tasks from earlier meetings"), "", []),
        "agenda": Section("agenda", _("Agenda"), _("No points."), []),
        "course": Section("course", _("Course of the meeting"), "", []),
        "conclusions": Section("conclusions", _("Conclusions"), _("No conclusions."), []),
        "priorities": Section("priorities", _("Priorities"), "", []),
    }
    for line in placed_lines(draft, choices):
        sections[line.section].answers.append(Answer(line.label, line.text, line.anchor))
    return [one for one in sections.values() if one.answers or one.nothing]
