"""What must be known to begin a note, or one for each of several groups."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.models import WorkingGroup
from meetings.common_text import FIELDS
from meetings.enums import MeetingKind
from meetings.forms.notes import DaysMixin, DraftFormMixin
from meetings.queries import group_label
from ovp_portal.lib.forms import TidyTextField
from ovp_portal.lib.text import is_list, split_list


class NewNoteForm(DraftFormMixin, DaysMixin):
    """The group or groups, and what kind of meeting it was; what is common to several may be written once."""

    needed = ("starts_on", "ends_on")
    group = forms.MultipleChoiceField(
        label=_("Working groups"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each chosen group gets a note of its own; what is written here stands in all of them."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    is_from_last = forms.BooleanField(
        label=_("Begin from the group's last note"),
        required=False,
        initial=True,
        help_text=_("Its standing points come along, and how and where it was held. Open tasks always do."),
    )
    purpose = TidyTextField(label=_("Purpose"), rows=3, max_length=5_000, required=False)
    points = TidyTextField(
        label=_("Points of the agenda"),
        rows=4,
        max_length=20_000,
        required=False,
        help_text=_("One in a line, or a pasted list."),
    )
    field_order = ["group", "kind", "starts_on", "ends_on", "is_from_last", "purpose", "points"]

    def __init__(self, *args: Any, groups: Iterable[WorkingGroup], **kwargs: Any) -> None:
        self.groups = {str(group.pk): group for group in groups}
        super().__init__(*args, **kwargs)
        choices = [(pk, f"{group_label(group)} · {group}") for pk, group in self.groups.items()]
        if not self.has_several:
            self.fields["group"] = forms.ChoiceField(label=_("Working group"))
            del self.fields["purpose"], self.fields["points"]
        self.fields["group"].choices = choices

    @property
    def has_several(self) -> bool:
        """Whether there is a choice of several groups, and so something that may be common to them."""
        return len(self.groups) > 1

    @property
    def chosen_groups(self) -> list[WorkingGroup]:
        typed = self.cleaned_data["group"]
        return [self.groups[pk] for pk in (typed if self.has_several else [typed])]

    @property
    def days(self) -> tuple | None:
        first, last = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        return (first, last) if first else None

    @property
    def common(self) -> dict[str, Any]:
        """The purpose and the points that all the notes begin with."""
        text = self.cleaned_data.get("points", "")
        lines = split_list(text) if is_list(text) else [line.strip() for line in text.splitlines()]
        return {"purpose": self.cleaned_data.get("purpose", ""), "points": [line for line in lines if line]}


class CopyForm(forms.Form):
    """Which common fields are copied to the other notes."""

    use_required_attribute = False
    fields_to_copy = forms.MultipleChoiceField(
        label=_("What is copied"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is copied.")},
    )

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_to_copy"].choices = [(name, FIELDS[name].label) for name in names]
