"""Tasks of meeting notes as the public reads them: live, beside what was frozen; of published notes alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from meetings.models import FollowUpPart, MeetingNote
from meetings.queries_of_tasks import tasks_of_note
from meetings.tasks_shown import PartShown, TaskShown, part_shown, task_shown

MOST_SHOWN = 20


@dataclass(frozen=True)
class TasksOfGroup:
    """How many stand how, and the open ones that are due first; `hidden` counts those for which there is no room."""

    counts: dict[str, int]
    open: list[PartShown]

    @property
    def hidden(self) -> int:
        return self.counts["open"] + self.counts["overdue"] - len(self.open)


def tasks_under_note(note: MeetingNote, on: date) -> list[TaskShown]:
    """What became of a note's tasks; two queries."""
    return [task_shown(task, on) for task in tasks_of_note(note)]


def tasks_of_group(group: int | None, on: date) -> TasksOfGroup:
    """Two queries, however many tasks there are."""
    parts = _published(group)
    shown = parts.open().select_related("organization", "follow_up__conclusion__note__meeting")
    rows = [part_shown(part, on) for part in shown.order_by("due_on", "pk")[:MOST_SHOWN]]
    return TasksOfGroup(parts.counts(on), rows)


def _published(group: int | None) -> QuerySet[FollowUpPart]:
    notes = MeetingNote.objects.published()
    return FollowUpPart.objects.filter(follow_up__group=group, follow_up__conclusion__note__in=notes)
