"""How a task is said on a page: who owes it, how each part stands, since when it is open."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.enums import MemberRole
from meetings.follow_up_enums import Standing
from meetings.models import FollowUp, FollowUpPart
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.languages import said

MARKS = {
    Standing.KEPT: "done",
    Standing.DONE_LATE: "done",
    Standing.OVERDUE: "draft",
    Standing.OPEN: "draft",
    Standing.DROPPED: "draft",
}


@dataclass(frozen=True)
class PartShown:
    """One line of a task: the organization, how it stands, and its dates. No person's name: the public reads it."""

    part: FollowUpPart
    organization: str
    standing: Standing
    mark: str
    word: str
    days_late: int
    days_left: int | None
    """Until its day, while it is open and its day is not over."""

    @property
    def moved_from(self) -> date | None:
        return self.part.first_due_on if self.part.is_moved else None


@dataclass(frozen=True)
class TaskShown:
    task: FollowUp
    number: int
    text: str
    parts: list[PartShown]
    days_open: int

    @property
    def owner(self) -> str:
        """ "All members" where it is everyone's; else the organization that owes it."""
        if self.task.conclusion.is_for_everyone:
            return _("All members")
        return ", ".join(row.organization for row in self.parts)

    @property
    def open_count(self) -> int:
        return sum(row.part.is_open for row in self.parts)

    @property
    def days_late(self) -> int:
        """Of the open part that is latest."""
        return max((row.days_late for row in self.parts if row.part.is_open), default=0)

    @property
    def days_left(self) -> int | None:
        """Of the open part that is due first, where none is late."""
        left = [row.days_left for row in self.parts if row.days_left is not None]
        return min(left) if left and not self.days_late else None

    @property
    def due_on(self) -> date | None:
        """The nearest date among the open parts."""
        return min((row.part.due_on for row in self.parts if row.part.is_open), default=None)

    @property
    def age(self) -> str:
        return ngettext("open for %(days)s day", "open for %(days)s days", self.days_open) % {"days": self.days_open}


def part_shown(part: FollowUpPart, on: date) -> PartShown:
    standing = part.standing(on)
    word = {
        Standing.KEPT: _("done, in time"),
        Standing.DONE_LATE: _("done"),
        Standing.OVERDUE: _("open"),
        Standing.OPEN: _("open"),
        Standing.DROPPED: _("no longer needed"),
    }[standing]
    name = said(part.organization, "name").text
    left = (part.due_on - on).days if part.is_open and part.due_on >= on else None
    return PartShown(part, name, standing, MARKS[standing], word, part.days_late(on), left)


def task_shown(task: FollowUp, on: date) -> TaskShown:
    """From a task loaded by `queries_of_tasks.with_matter`; asks nothing."""
    opened_on = local_date(task.opened_at, task.group.plan.time_zone)
    parts = [part_shown(part, on) for part in task.parts.all()]
    return TaskShown(task, task.conclusion.position, task.conclusion.text, parts, max(0, (on - opened_on).days))


def seat_words(part: FollowUpPart) -> str:
    """For the group alone: the member who owns it himself."""
    if part.seat is None:
        return ""
    role = MemberRole(part.seat.role)
    return f"{part.seat.user}, {role.label}" if part.seat.role in MemberRole.coordinating() else str(part.seat.user)
