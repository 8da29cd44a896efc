"""A correction beside the published note: how far it goes, and what it may not touch."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.drafts import NoteDraft
from meetings.enums import NoteStatus
from meetings.gaps import Gap
from meetings.models import Conclusion, FollowUp, MeetingNote
from meetings.queries import draft_of

WORDS = ("title", "purpose", "discussion", "nothing_done_reason")
"""The texts of a note that state no fact of their own."""


def open_correction_of(note: MeetingNote) -> MeetingNote | None:
    return note.corrections.filter(status__in=[NoteStatus.DRAFT, NoteStatus.CIRCULATED], deleted_at=None).first()


def is_wording_alone(correction: MeetingNote) -> bool:
    """Whether nothing but words was changed: no number, no status, no date and no conclusion.

    The database asks the same of two editions (meetings.models.edition_guards). A month in words is a
    word to both: the coordinator may send any correction to the members, and does so where it matters.
    """
    before, after = draft_of(correction.corrects), draft_of(correction)
    return before != after and _facts(before) == _facts(after)


def _facts(draft: NoteDraft) -> tuple[NoteDraft, list[list[str]]]:
    """The note without its words, and the numbers that stood in them."""
    texts = [getattr(draft, name) for name in WORDS]
    for row in draft.agenda:
        texts += [row.text, row.discussion]
    texts += [row.text for row in draft.priorities]
    bare = replace(
        draft,
        **dict.fromkeys(WORDS, ""),
        guests=_unnumbered(draft.guests),
        agenda=_unnumbered(draft.agenda, text="", discussion=""),
        conclusions=_unnumbered(draft.conclusions),
        priorities=_unnumbered(draft.priorities, text=""),
    )
    return bare, [re.findall(r"\d+", text) for text in texts]


def _unnumbered(rows: tuple, **words: str) -> tuple:
    """The correction has rows of its own, so their ids say nothing."""
    return tuple(replace(row, id=None, **words) for row in rows)


def gaps_of_correction(correction: MeetingNote) -> Iterator[Gap]:
    """What took effect when the note was published is changed where it is followed, not in the note."""
    note = correction.corrects
    if draft_of(note).says_the_same_as(draft_of(correction)):
        yield Gap(_("Nothing is changed yet."), "purpose")
    if _said_of_tasks(note) != _said_of_tasks(correction):
        yield Gap(
            _("What the note says of earlier tasks took effect when it was published: change the task on its page."),
            "tasks",
        )
    now = {row.anchor: (place, row) for place, row in enumerate(correction.conclusions.all())}
    for task in FollowUp.objects.filter(conclusion__note=note).select_related("conclusion").order_by("pk"):
        place, row = now.get(task.conclusion.anchor, (0, None))
        if row is None or _task(row) != _task(task.conclusion):
            message = format_lazy(
                _("The task “{text}” is followed already: its owner and its date are changed on the page of the task."),
                text=str(task),
            )
            yield Gap(message, f"id_conclusion-{place}-text")


def _said_of_tasks(note: MeetingNote) -> set[tuple[Any, ...]]:
    return set(note.task_mentions.values_list("follow_up", "act", "new_due_on", "sentence"))


def _task(row: Conclusion) -> tuple[Any, ...]:
    return row.kind, row.owner_id, row.owner_organization_id, row.is_for_everyone, row.due_on
