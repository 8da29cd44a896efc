"""What all forms of the register share: texts in the plan's languages, and the sign of what the person saw."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info

from commitments.models import ActionPlan
from commitments.services.records import ChangedMeanwhile, fingerprint
from ovp_portal.lib.forms import DayField, DecimalTextField, PortalFormMixin, TidyCharField, TidyTextField
from ovp_portal.lib.languages import html_tag, text_field, text_in

LONGEST_TEXT = 20_000


class WholeNumberField(DecimalTextField):
    """A number without decimals, typed in any of the usual ways."""

    def __init__(self, *, max_value: int = 32_767, **kwargs: Any) -> None:
        super().__init__(places=0, max_value=max_value, **kwargs)

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)


def field_for(field: models.Field, **given: Any) -> forms.Field | None:
    """The portal's own form field for a model's field: typed generously, read strictly."""
    if field.choices or field.is_relation:
        return field.formfield(**given)
    common = {"label": field.verbose_name, "required": not field.blank, "initial": given.get("initial")}
    if field.has_default() and not callable(field.default):
        common["initial"] = field.default
    if isinstance(field, models.TextField):
        return TidyTextField(max_length=LONGEST_TEXT, **common)
    if isinstance(field, models.CharField):
        return TidyCharField(max_length=field.max_length, **common)
    if isinstance(field, models.DateField):
        return DayField(**common)
    if isinstance(field, models.TimeField):
        return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"class": "is-number"}), **common)
    if isinstance(field, models.DecimalField):
        largest = 10 ** (field.max_digits - field.decimal_places) - 1
        return DecimalTextField(places=field.decimal_places, min_value=-largest, max_value=largest, **common)
    if isinstance(field, models.PositiveSmallIntegerField):
        return WholeNumberField(min_value=0, **common)
    return field.formfield(**given)


class _RecordFields(forms.ModelForm):
    """The fields themselves; the mixin in front of it words their labels."""

    texts: tuple[str, ...] = ()
    """Texts that may have a translation; the field of the record's own language comes first."""
    headed: Mapping[str, Any] = {}
    """Headings of a long form, each by the field that it stands above."""

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if not self.instance.pk and hasattr(self.instance, "language"):
            self.instance.language = plan.required_language
        self.languages = _languages(self.instance.content_language, plan)
        own = {}
        for name in self.texts:
            for language in self.languages:
                own[text_field(name, language)] = self._text(name, language)
        self.fields = {**own, **self.fields}
        for field in self.fields.values():
            field.label = capfirst(field.label)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
        self.sign()

    def sign(self) -> None:
        """Remember in the form what the person sees; asked again where a form drops fields."""
        if self.instance.pk:
            self.initial["seen"] = fingerprint(self.instance, self._names())

    def _text(self, name: str, language: str) -> forms.Field:
        field = self.instance._meta.get_field(name)
        is_own = language == self.languages[0]
        made = field_for(field)
        made.required = is_own and name in self.instance.required_texts
        made.initial = text_in(self.instance, name, language)
        made.widget.attrs["lang"] = html_tag(language)
        if not is_own:
            made.label = format_lazy("{label} – {language}", label=made.label, language=language_name(language))
        return made

    def _post_clean(self) -> None:
        """The service fills the record and checks it, under a lock; here nothing is touched."""

    def _names(self) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    @property
    def seen(self) -> str:
        return self.cleaned_data.get("seen", "")

    def values(self) -> dict[str, Any]:
        """What was typed, as a service takes it; an empty unique text is none."""
        values = {name: self.cleaned_data[name] for name in self._names()}
        for name, value in values.items():
            if value == "" and self.instance._meta.get_field(name).null:
                values[name] = None
        return values

    def refuse(self, refusal: ValidationError) -> None:
        """Put a service's refusal beside its fields; what belongs to none stands above them."""
        if isinstance(refusal, ChangedMeanwhile):
            self._show_newest()
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            place = text_field(name, self.languages[0]) if name in self.texts else name
            self.add_error(place if place in self.fields else None, errors)

    def _show_newest(self) -> None:
        """Sending the same form again is then a choice, made with the newest state in sight."""
        self.instance.refresh_from_db()
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = fingerprint(self.instance, self._names())

    def shown(self) -> Iterator[BoundField]:
        """The fields of the record's own language, then the others."""
        translations = {field.name for field in self.translations()}
        return (self[name] for name in self.fields if name != "seen" and name not in translations)

    def sections(self) -> list[tuple[Any, list[BoundField]]]:
        """The shown fields under the headings of `headed`; those before the first heading stand under none."""
        found: list[tuple[Any, list[BoundField]]] = []
        for field in self.shown():
            if field.name in self.headed or not found:
                found.append((self.headed.get(field.name, ""), []))
            found[-1][1].append(field)
        return found

    def translations(self) -> list[BoundField]:
        return [self[text_field(name, language)] for language in self.languages[1:] for name in self.texts]

    @property
    def has_translation_errors(self) -> bool:
        return any(field.errors for field in self.translations())


class RecordForm(PortalFormMixin, _RecordFields):
    """Checks what was typed; a service saves it."""


def language_name(code: str) -> str:
    """A language in its own words."""
    return dict(settings.LANGUAGES).get(code) or get_language_info(code)["name_local"]


def _languages(first: str, plan: ActionPlan) -> list[str]:
    return [code for code in dict.fromkeys([first, *plan.languages]) if code in settings.MODELTRANS_AVAILABLE_LANGUAGES]
