"""The row of one member of the group: how he took part, and of whom was asked or replaced a little more."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from commitments.models import Membership
from meetings.drafts import MemberRow
from meetings.enums import Answer, Mode, Presence
from meetings.rules import faults_of_member
from ovp_portal.lib.forms import DayField, SharedChoices, TidyCharField

NOT_SAID = ("", _("not said"))
NOT_MENTIONED = ("", _("not mentioned"))
_BOTH = format_lazy(_("{first} and {last}"), first=Mode.EMAIL.label, last=Mode.TELEPHONE.label)
CHANNELS = [
    NOT_SAID,
    (Mode.EMAIL.value, Mode.EMAIL.label),
    (Mode.TELEPHONE.value, Mode.TELEPHONE.label),
    (f"{Mode.EMAIL} {Mode.TELEPHONE}", _BOTH),
    (Mode.ONLINE.value, Mode.ONLINE.label),
    (Mode.IN_PERSON.value, Mode.IN_PERSON.label),
]


OF_ROUND = ("channels", "consulted_on", "answer")
"""What is said of whom a round of consultations asked, member or guest."""


def member_choices() -> dict[str, SharedChoices]:
    """What can be chosen of every member, in the language of the request."""
    return {
        "presence": SharedChoices([NOT_MENTIONED, *Presence.choices]),
        "channels": SharedChoices(CHANNELS),
        "answer": SharedChoices([NOT_SAID, *Answer.choices]),
    }


class ChannelsField(forms.ChoiceField):
    """One choice that may stand for two ways: by e-mail and by telephone."""

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(super().clean(value).split())

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, tuple) else value


def is_asked(form: forms.Form) -> bool:
    return any(form[name].value() or form[name].errors for name in OF_ROUND)


class MemberForm(forms.Form):
    """How one member of the group took part. Who is not mentioned is not absent."""

    use_required_attribute = False
    presence = forms.ChoiceField(label=_("Part taken"), required=False)
    channels = ChannelsField(label=_("Asked"), required=False)
    consulted_on = DayField(label=_("Day"), required=False, help_text="")
    answer = forms.ChoiceField(label=_("Answer"), required=False)
    substitute = TidyCharField(label=_("Who came instead, for the group only"), max_length=200, required=False)
    substitute_function = TidyCharField(label=_("Function"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        seat: Membership,
        number: int,
        is_of_these_days: bool,
        choices: Mapping[str, SharedChoices],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=f"member-{seat.pk}", **kwargs)
        for name, shared in choices.items():
            self.fields[name].choices = shared
        self.seat, self.number, self.is_of_these_days = seat, number, is_of_these_days
        self.summary_name = str(seat.user)

    def clean(self) -> dict[str, Any]:
        """Who is asked was consulted, and who has a substitute was replaced, though nobody chose it."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not cleaned["presence"] and any(cleaned[name] for name in OF_ROUND):
            cleaned["presence"] = Presence.CONSULTED
        if not cleaned["presence"] and any(cleaned[name] for name in _OF_SUBSTITUTE):
            cleaned["presence"] = Presence.REPLACED
        for name, message in faults_of_member(self.row()):
            self.add_error(name, message)
        return cleaned

    def mark(self, presence: str) -> bool:
        """Say how he took part where nobody said it; what was typed of him stays. The coordinator of a round asks."""
        if self["presence"].value() or not self.is_of_these_days:
            return False
        if presence == Presence.CONSULTED and self.seat.role == MemberRole.COORDINATOR:
            presence = Presence.PRESENT
        self.data = {**dict(self.data.items()), self.add_prefix("presence"): str(presence)}
        return True

    def row(self) -> MemberRow:
        return MemberRow(membership=self.seat.pk, **self.cleaned_data)

    @property
    def is_asked(self) -> bool:
        """Whether anything of a round is said of him: then its fields are shown, whatever the kind."""
        return is_asked(self)

    @property
    def is_replaced(self) -> bool:
        return any(self[name].value() or self[name].errors for name in _OF_SUBSTITUTE)


_OF_SUBSTITUTE = ("substitute", "substitute_function")
