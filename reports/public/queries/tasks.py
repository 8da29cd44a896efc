"""Tasks of meeting notes as the public reads them: live, beside what was frozen; of published notes alone."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, QuerySet, When, Window

from meetings.follow_up_enums import FollowUpStatus
from meetings.models import FollowUpPart, MeetingNote
from meetings.models.follow_ups import standings
from meetings.queries_of_tasks import tasks_of_note
from meetings.tasks_shown import PartShown, TaskShown, part_shown, task_shown

MOST_SHOWN = 20


@dataclass(frozen=True)
class OpenTask:
    """A task with those who still owe it for one day."""

    parts: list[PartShown]

    @property
    def first(self) -> PartShown:
        return self.parts[0]

    @property
    def organizations(self) -> str:
        return "; ".join(row.organization for row in self.parts)


@dataclass(frozen=True)
class TasksOfGroup:
    """How many stand how, and the open ones that are due first; `hidden` counts those for which there is no room."""

    counts: dict[str, int]
    open: list[OpenTask]

    @property
    def hidden(self) -> int:
        shown = sum(len(row.parts) for row in self.open)
        return self.counts["open"] + self.counts["overdue"] - shown


def tasks_under_note(note: MeetingNote, on: date) -> list[TaskShown]:
    """What became of a note's tasks; two queries."""
    return [task_shown(task, on) for task in tasks_of_note(note)]


def tasks_of_group(group: int | None, on: date) -> TasksOfGroup:
    """One query, however many tasks there are: each row brings along how many of all stand how."""
    every = {"total": Window(Count("pk"))}
    every |= {standing: Window(Count("pk", filter=rule)) for standing, rule in standings(on).items()}
    counted = {f"{name}_count": count for name, count in every.items()}
    parts = _published(group).select_related("organization", "follow_up__conclusion__note__meeting")
    is_closed = Case(When(status=FollowUpStatus.OPEN, then=0), default=1)
    order = is_closed, "due_on", "follow_up", "organization__sort_key", "pk"
    first = list(parts.annotate(**counted).order_by(*order)[:MOST_SHOWN])
    counts = {name: getattr(first[0], f"{name}_count") if first else 0 for name in every}
    shown = (part_shown(part, on) for part in first if part.is_open)
    by_task = groupby(shown, key=lambda row: (row.part.due_on, row.part.follow_up_id))
    return TasksOfGroup(counts, [OpenTask(list(same)) for _key, same in by_task])


def _published(group: int | None) -> QuerySet[FollowUpPart]:
    notes = MeetingNote.objects.published()
    return FollowUpPart.objects.filter(follow_up__group=group, follow_up__conclusion__note__in=notes)
