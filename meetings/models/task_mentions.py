import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.follow_up_enums import TaskAct
from meetings.models.follow_ups import FollowUp
from meetings.models.notes import MeetingNote
from meetings.models.rows import fixed_with_its_note
from ovp_portal.audit.history import tracked

OF_THE_SAME_GROUP = """
    IF NOT EXISTS (
        SELECT 1 FROM meetings_followup f, meetings_meetingnote n JOIN meetings_meeting m ON m.id = n.meeting_id
        WHERE f.id = NEW.follow_up_id AND n.id = NEW.note_id AND m.group_id = f.group_id
    ) THEN
        RAISE EXCEPTION 'A note speaks of the tasks of its own group.';
    END IF;
    RETURN NEW;
"""


@tracked()
class TaskMention(models.Model):
    """What a note says of a task that an earlier one set. It takes effect when the note is published, not before."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="task_mentions")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="mentions", verbose_name=_("task"))
    position = models.PositiveSmallIntegerField(default=1)
    act = models.CharField(_("what becomes of it"), max_length=8, choices=TaskAct, blank=True)
    new_due_on = models.DateField(_("new date"), null=True, blank=True)
    sentence = models.TextField(_("what was said of it"), blank=True)

    class Meta:
        verbose_name = _("task that came up again")
        verbose_name_plural = _("tasks that came up again")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "follow_up"], name="a_note_speaks_once_of_a_task"),
            models.CheckConstraint(
                condition=Q(new_due_on__isnull=True) | Q(act="moved"),
                name="only_a_moved_task_has_a_new_date",
                violation_error_message=_("A new date is for a task that is moved on."),
            ),
        ]
        triggers = [
            fixed_with_its_note(),
            pgtrigger.Trigger(
                name="a_note_speaks_of_its_groups_tasks",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=OF_THE_SAME_GROUP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.follow_up}"
