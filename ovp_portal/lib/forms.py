"""Fields and a mixin for every form of the portal: typed generously, read strictly, answered beside the field."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise, cached_property, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ovp_portal.lib import dates, numbers, text

_number = lazy(numbers.number_text, str)


class PortalFormMixin:
    """What all forms share: crispy's markup without its own form tag, and the word "(optional)".

    `summary_name` names the form in an error summary, where a page has several.
    """

    summary_name = ""

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy lays the form out; made when it is shown."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def __init__(self, *args: Any, summary_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.summary_name = summary_name or self.summary_name
        for name, field in self.fields.items():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _what_to_do(field.widget)
            if not field.required and _asks_for_an_answer(field.widget):
                label = field.label or pretty_name(name)
                field.label = format_lazy(_("{label} (optional)"), label=label)


def _what_to_do(widget: forms.Widget) -> Promise:
    """A refusal says what to do, shortly: in a row of a table it has the width of a number."""
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose one.")
    if isinstance(widget, forms.FileInput):
        return _("Choose a file.")
    return _("Fill this in.")


def _asks_for_an_answer(widget: forms.Widget) -> bool:
    """A tick that may stay away and a field that nobody sees need no "(optional)"."""
    return not (isinstance(widget, forms.CheckboxInput) or widget.is_hidden)


class SharedChoices(BaseChoiceIterator):
    """Choices that hundreds of rows share: put in order once, and written as options once.

    `also` has, by key, words by which a choice is found beside its label (static/js/picker.js).
    """

    def __init__(self, pairs: Iterable[tuple[str, str | Promise]], *, also: Mapping[str, str] | None = None) -> None:
        self.pairs = [(key, str(label)) for key, label in pairs]
        self.also = also or {}

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    @cached_property
    def options(self) -> dict[str, str]:
        """Each option as HTML by its key, none of them selected."""
        return {key: self._option(key, label) for key, label in self.pairs}

    def _option(self, key: str, label: str) -> str:
        also = f' data-also="{escape(self.also[key])}"' if key in self.also else ""
        return f'<option value="{escape(key)}"{also}>{escape(label)}</option>'


class DayField(forms.CharField):
    """A day typed as text, because a browser's own date field speaks the browser's language."""

    widget = forms.TextInput(attrs={"class": "is-date"})
    default_error_messages = {"required": _("Enter the date, for example 3.10.2022.")}

    def __init__(self, *, help_text: str = _("Example: 3.10.2022"), **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        return dates.read_day(str(value)) if str(value).strip() else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class DayOrMonthField(DayField):
    """A day, or a month where no day is known: “март 2020”, “03.2020”. A month comes as its first and last day."""

    def __init__(
        self, *, help_text: str = _("Example: 3.10.2022. Where only the month is known: 10.2022"), **kwargs: Any
    ) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> date | tuple[date, date] | None:
        if isinstance(value, tuple):
            return value
        month = dates.read_month(value) if isinstance(value, str) else None
        return month or super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return dates.months_text(*value) if isinstance(value, tuple) else super().prepare_value(value)


class DecimalTextField(forms.CharField):
    """A number typed in any of the usual ways: 1234,5 · 1.234,5 · 1 234.5."""

    widget = forms.TextInput(attrs={"class": "is-number", "inputmode": "decimal"})
    default_error_messages = {
        "required": _("Enter a number."),
        "min_value": _("Enter %(limit)s or more."),
        "max_value": _("Enter %(limit)s or less."),
        "whole": _("Enter a whole number."),
        "places": ngettext_lazy(
            "Enter at most %(places)d decimal place.", "Enter at most %(places)d decimal places.", "places"
        ),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        places: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.min_value, self.max_value, self.places = min_value, max_value, places
        super().__init__(**kwargs)
        if places == 0:
            self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return numbers.read_decimal(str(value)) if str(value).strip() else None

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.places is not None and value != round(value, self.places):
            key = "places" if self.places else "whole"
            raise ValidationError(self.error_messages[key], code=key, params={"places": self.places})
        for key, limit, is_broken in (
            ("min_value", self.min_value, self.min_value is not None and value < self.min_value),
            ("max_value", self.max_value, self.max_value is not None and value > self.max_value),
        ):
            if is_broken:
                params = {"limit": numbers.number_text(limit)}
                raise ValidationError(self.error_messages[key], code=key, params=params)

    def run_validators(self, value: Decimal | None) -> None:
        """The validators of text (length, null characters) have nothing to say about a number."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return numbers.number_text(value).replace(numbers.NO_BREAK_SPACE, "")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class TidyCharField(forms.CharField):
    """One line of text, as tidy as it can be made without asking.

    Too long a text is refused with a sentence, never cut by the browser.
    """

    def to_python(self, value: Any) -> str:
        return text.tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class TidyTextField(TidyCharField):
    """Several lines of text, with the most letters said under the field."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, max_length: int | None = 20_000, help_text: str = "", rows: int = 4, **kwargs: Any) -> None:
        if max_length:
            limit = format_lazy(_("At most {count} letters."), count=_number(max_length))
            help_text = format_lazy("{} {}", help_text, limit) if help_text else limit
        super().__init__(max_length=max_length, help_text=help_text, **kwargs)
        self.widget.attrs["rows"] = rows


class HintedRadioSelect(forms.RadioSelect):
    """Radios with a line of explanation under each. Hints by value."""

    def __init__(self, *args: Any, hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value), "")
        if hint:
            option["hint"] = hint
            option["hint_id"] = f"{option['attrs'].get('id', name)}_hint"
            option["attrs"]["aria-describedby"] = option["hint_id"]
        return option


def _has_changed(field: forms.Field, initial: Any, data: Any) -> bool:
    """Whether something else was typed; what cannot be read is a change, so that it is answered."""
    try:
        return field.to_python(data) != (initial if initial not in field.empty_values else None)
    except ValidationError:
        return True
