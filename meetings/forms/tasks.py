"""What a note says of one task that an earlier note set."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from meetings.drafts import TaskRow
from meetings.follow_up_enums import TaskAct
from meetings.rules import faults_of_task
from meetings.tasks_shown import TaskShown
from ovp_portal.lib.forms import DayField, TidyCharField

NOT_SPOKEN_OF = ("", _("not spoken of"))


class TaskForm(forms.Form):
    """Closed, moved on or left, with a sentence; a task that nobody spoke of stays as it is."""

    use_required_attribute = False
    act = forms.ChoiceField(label=_("What becomes of it"), choices=[NOT_SPOKEN_OF, *TaskAct.choices], required=False)
    new_due_on = DayField(label=_("New date"), required=False, help_text="")
    sentence = TidyCharField(label=_("What was said of it"), max_length=2_000, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, shown: TaskShown, number: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"task-{shown.task.pk}", **kwargs)
        self.shown, self.number = shown, number
        self.summary_name = Truncator(shown.text).chars(60)

    def clean(self) -> dict[str, Any]:
        """Who types a new date moves the task on, though nobody chose it."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["new_due_on"] and not cleaned["act"]:
            cleaned["act"] = TaskAct.MOVED.value
        for name, message in faults_of_task(self.row()):
            self.add_error(name, message)
        return cleaned

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())

    def row(self) -> TaskRow:
        return TaskRow(task=self.shown.task.pk, **self.cleaned_data)
