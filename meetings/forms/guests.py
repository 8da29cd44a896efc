"""The row of a guest: who he was, how he took part, and of whom was asked in a round a little more."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.drafts import GuestRow
from meetings.enums import Presence
from meetings.forms.members import OF_ROUND, ChannelsField, is_asked, member_choices
from meetings.forms.rows import CountField, RowForm
from meetings.rules import faults_of_guest
from ovp_portal.lib.forms import DayField, SharedChoices, TidyCharField


def guest_choices() -> dict[str, SharedChoices]:
    """What can be chosen of every guest: as of a member, but that nobody comes in his place."""
    presences = SharedChoices(choice for choice in Presence.choices if choice[0] != Presence.REPLACED)
    return member_choices() | {"presence": presences}


class GuestForm(RowForm):
    """A guest, or an organization with the number of its people."""

    name = _("Guest {number}")
    told_by = ("organization", "person", "function")
    organization = TidyCharField(label=_("Institution or organization"), max_length=300, required=False)
    function = TidyCharField(label=_("Function"), max_length=200, required=False)
    person = TidyCharField(label=_("Name, for the group only"), max_length=200, required=False)
    head_count = CountField(label=_("How many"), min_value=1)
    presence = forms.ChoiceField(label=_("Part taken"), required=False)
    channels = ChannelsField(label=_("Asked"), required=False)
    consulted_on = DayField(label=_("Day"), required=False, help_text="")
    answer = forms.ChoiceField(label=_("Answer"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, SharedChoices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, shared in choices.items():
            self.fields[name].choices = shared

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.is_empty and (cleaned["head_count"] or self.is_asked):
            self.add_error("organization", _("Say whose people they are."))
        if not cleaned["presence"] and self.is_asked:
            cleaned["presence"] = Presence.CONSULTED
        for row in self.rows():
            for name, message in faults_of_guest(row):
                self.add_error(name, message)
        return cleaned

    def rows(self) -> list[GuestRow]:
        values = {name: self.cleaned_data.get(name) for name in (*self.told_by, "head_count", *OF_ROUND)}
        return [GuestRow(id=self.row_id, presence=self.cleaned_data["presence"] or Presence.PRESENT, **values)]

    @property
    def is_asked(self) -> bool:
        """Whether anything of a round is said: then its fields are shown, whatever the part taken."""
        return is_asked(self)
