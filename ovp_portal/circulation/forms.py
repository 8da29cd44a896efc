"""The closing date that a coordinator sets, and what a member answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ovp_portal.circulation.enums import Answer, Verdict
from ovp_portal.circulation.papers import Part
from ovp_portal.lib.forms import DayField, PortalFormMixin, TidyTextField

LONGEST_REMARK = 5_000


class CirculateForm(PortalFormMixin, forms.Form):
    closes_on = DayField(label=_("Closing date for positions"))


class RecallForm(PortalFormMixin, forms.Form):
    """Why a draft is called back: everybody to whom it was sent reads it."""

    reason = TidyTextField(label=_("Why it is called back"), rows=2, max_length=LONGEST_REMARK)


class GoOnForm(PortalFormMixin, forms.Form):
    """Why a draft goes on although somebody may still change his answer, or remarked; the history keeps it."""

    prefix = "go-on"  # it stands on one page with the reason of a recall
    reason = TidyTextField(label=_("Why it goes on now"), rows=2, max_length=LONGEST_REMARK)

    def takes(self, act: Callable[[str], object]) -> bool:
        """Act with what was typed. Only the service knows whether it asks for a reason: then it stands at the field."""
        if not self.is_valid() and self.data.get(self.add_prefix("reason"), "").strip():
            return False
        try:
            act(self.cleaned_data.get("reason", ""))
        except ValidationError as refusal:
            if getattr(refusal, "code", "") != "reason":
                raise
            self.errors.clear()
            self.add_error("reason", refusal.messages)
            return False
        return True


class PositionForm(PortalFormMixin, forms.Form):
    """A member's answer; where the paper has parts, each may have a remark of its own."""

    answer = forms.ChoiceField(
        label=_("Your position"),
        choices=[
            (Answer.AGREE, _("I agree")),
            (Answer.REMARK, _("I agree, with a remark")),
            (Answer.OBJECT, _("I object")),
            (Answer.NOTHING, _("I have nothing to add")),
        ],
        widget=forms.RadioSelect,
    )
    text = TidyTextField(
        label=_("Remark or reason"),
        required=False,
        max_length=LONGEST_REMARK,
        help_text=_("Needed for a remark and for an objection."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Sequence[Part] = (), said: Mapping[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            initial = (said or {}).get(part.key, "")
            self.fields[_name(part)] = TidyTextField(
                label=part.title, required=False, max_length=LONGEST_REMARK, rows=2, initial=initial
            )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        says_nothing = not said.get("text") and not self._on_parts()
        if said.get("answer") in (Answer.REMARK, Answer.OBJECT) and says_nothing and "text" not in self.errors:
            self.add_error("text", _("Write what should be changed, or why you object."))
        if said.get("answer") == Answer.NOTHING and not says_nothing:
            self.add_error("answer", _("You wrote a remark. Choose another position, or take the remark out."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes."""
        named = {name: self.cleaned_data[name] for name in ("answer", "text", "seen")}
        return named | {"parts": self._on_parts()}

    @property
    def on_parts(self) -> list[tuple[Part, BoundField]]:
        return [(part, self[_name(part)]) for part in self.parts]

    @property
    def says_something_of_parts(self) -> bool:
        return any(field.value() or field.errors for _part, field in self.on_parts)

    def _on_parts(self) -> dict[str, str]:
        return {part.key: text for part in self.parts if (text := self.cleaned_data.get(_name(part)))}


def _name(part: Part) -> str:
    return f"on-{part.key}"


class OpinionForm(PortalFormMixin, forms.Form):
    prefix = "opinion"

    text = TidyTextField(label=_("Opinion of your organization"), rows=8, max_length=20_000)
    language = forms.ChoiceField(label=_("Language of the opinion"), choices=settings.LANGUAGES)


class DispositionForm(PortalFormMixin, forms.Form):
    """What becomes of one remark."""

    verdict = forms.ChoiceField(label=_("What becomes of the remark"), choices=Verdict, widget=forms.RadioSelect)
    reason = TidyTextField(label=_("Reason"), required=False, rows=2, max_length=LONGEST_REMARK)
    part = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("verdict") in (Verdict.IN_PART, Verdict.NOT) and not said.get("reason"):
            self.add_error("reason", _("Say why it is not taken up, or only in part."))
        return said
