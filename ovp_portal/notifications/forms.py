"""The reminder steps as a form: one row a step, a row without anything in it is none."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import PortalFormMixin, TidyCharField
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.models import LadderVersion, ReminderStep
from ovp_portal.notifications.sources import Place

EMPTY_ROWS = 2
MOST = 40


class LadderForm(PortalFormMixin, forms.Form):
    """What holds for the whole ladder, and on which version the form was opened."""

    is_in_working_days = forms.BooleanField(
        label=_("Count working days: weekends and holidays are left out"), required=False
    )
    note = TidyCharField(label=_("What was changed"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, version: LadderVersion | None, **kwargs: Any) -> None:
        initial = {
            "is_in_working_days": bool(version and version.is_in_working_days),
            "seen": version.number if version else 0,
        }
        super().__init__(*args, initial=initial, **kwargs)


class StepForm(PortalFormMixin, forms.Form):
    is_opening = forms.BooleanField(label=_("When it begins"), required=False)
    day = forms.IntegerField(
        label=_("Days from the due day"),
        required=False,
        min_value=-90,
        max_value=180,
        help_text=_("Before the due day with a minus."),
    )
    repeat_days = forms.IntegerField(label=_("Then every so many days"), required=False, min_value=0, max_value=90)
    repeats = forms.IntegerField(label=_("At most so many times"), required=False, min_value=0, max_value=52)
    audiences = forms.MultipleChoiceField(
        label=_("Who is written to"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, languages: Sequence[str] = (), **kwargs: Any) -> None:
        self.languages = languages
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for code in languages:
            field = TidyCharField(label=names.get(code, code), max_length=500, required=False)
            self.fields[f"text_{code}"] = field

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code in self.languages]

    @property
    def is_kept(self) -> bool:
        return bool(self.cleaned_data) and not self.cleaned_data.get("DELETE") and self.has_changed_or_initial

    @property
    def has_changed_or_initial(self) -> bool:
        return bool(self.initial) or self.has_changed()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("DELETE") or not self.has_changed_or_initial or self.errors:
            return said
        if said.get("day") is None and not said.get("is_opening"):
            self.add_error("day", _("Enter a day, or choose “when it begins”."))
        if said.get("day") is not None and said.get("is_opening"):
            self.add_error("day", _("Enter a day, or choose “when it begins”."))
        if not said.get("audiences"):
            self.add_error("audiences", _("Choose who is written to."))
        if said.get("repeats") and (not said.get("repeat_days") or said.get("is_opening")):
            self.add_error("repeat_days", _("A step that is repeated needs a day and a pause in days."))
        return said

    def step(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "day": said["day"],
            "repeat_days": said["repeat_days"] or 0,
            "repeats": said["repeats"] or 0,
            "audiences": said["audiences"],
            "texts": {code: text for code in self.languages if (text := said[f"text_{code}"])},
        }


def step_forms(place: Place, steps: Sequence[ReminderStep], data: Any) -> forms.BaseFormSet:
    """A form a step, and some empty ones."""
    initial = [
        {
            "is_opening": step.day is None,
            "day": step.day,
            "repeat_days": step.repeat_days,
            "repeats": step.repeats,
            "audiences": step.audiences,
            **{f"text_{code}": text for code, text in step.texts.items()},
        }
        for step in steps
    ]
    rows = forms.formset_factory(StepForm, extra=EMPTY_ROWS, can_delete=True, max_num=MOST, validate_max=True)
    return rows(data, initial=initial, prefix="steps", form_kwargs={"languages": place.languages})
