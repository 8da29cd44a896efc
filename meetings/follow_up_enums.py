"""The words of tasks that are followed after their note is published."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FollowUpStatus(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("no longer needed")


class Standing(TextChoices):
    """How a task stands on a day: computed from its status, the date that holds and the day it was reported done."""

    KEPT = "kept", _("done in time")
    DONE_LATE = "done_late", _("done late")
    OVERDUE = "overdue", _("late")
    OPEN = "open", _("open")
    DROPPED = "dropped", _("no longer needed")


class EntryKind(TextChoices):
    """What happened to a task. Each line of its history is one of these."""

    OPENED = "opened", _("Set by the group")
    PROGRESS = "progress", _("Progress reported")
    DONE = "done", _("Reported done")
    ASKED = "asked", _("Another date asked for")
    GRANTED = "granted", _("Another date granted")
    REFUSED = "refused", _("Another date refused")
    MOVED = "moved", _("Moved on to another date")
    LEFT = "left", _("Spoken of and left open")
    DROPPED = "dropped", _("No longer needed")
    REOPENED = "reopened", _("Opened again")

    @classmethod
    def told_at_once(cls) -> list[str]:
        """What the owner waits for or must know: it begins a new round of reminders, told without waiting."""
        return [cls.GRANTED, cls.REFUSED, cls.REOPENED]

    @classmethod
    def turns(cls) -> list[str]:
        """What begins a new round of reminders."""
        return [cls.OPENED, cls.MOVED, *cls.told_at_once()]


class RequestStatus(TextChoices):
    WAITING = "waiting", _("waits for the coordinator")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    OVER = "over", _("overtaken by events")


class TaskAct(TextChoices):
    """What a meeting decides about a task that an earlier one set."""

    LEFT = "left", _("left open")
    DONE = "done", _("done")
    MOVED = "moved", _("moved on to a new date")
    DROPPED = "dropped", _("no longer needed")
