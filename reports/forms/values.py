"""The value of one indicator, asked for in the way of its kind."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.enums import IndicatorKind
from commitments.models import Indicator
from ovp_portal.lib.forms import DecimalTextField, PortalFormMixin, TidyTextField
from ovp_portal.lib.numbers import number_text
from reports.models import IndicatorValue

LARGEST = Decimal(10) ** 14 - 1
YES_OR_NO = [("", gettext_lazy("no answer")), ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]


class ValueForm(PortalFormMixin, forms.Form):
    """One field, or the two numbers of a percentage. Empty is no answer, which zero is not."""

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, **kwargs)
        self.fields = self._fields()

    def show_hint(self, so_far: Decimal | None) -> None:
        """Say target and published total under the last field; only a form that is shown needs them."""
        field = self[list(self.fields)[-1]]
        hints = [_target(self.indicator), _so_far(self.indicator, so_far), str(field.help_text)]
        field.help_text = " ".join(filter(None, hints))

    def _fields(self) -> dict[str, forms.Field]:
        name = _with_unit(self.indicator)
        number = {"required": False, "min_value": -LARGEST, "max_value": LARGEST}
        match self.indicator.kind:
            case IndicatorKind.PERCENTAGE:
                above = dict(number, min_value=Decimal(0))
                return {
                    "numerator": DecimalTextField(label=_("%(name)s: how many") % {"name": name}, places=4, **number),
                    "denominator": DecimalTextField(
                        label=_("%(name)s: out of how many") % {"name": name}, places=4, **above
                    ),
                }
            case IndicatorKind.YES_NO:
                refused = {"invalid_choice": gettext_lazy("Choose yes or no.")}
                return {
                    "value": forms.ChoiceField(label=name, choices=YES_OR_NO, required=False, error_messages=refused)
                }
            case IndicatorKind.TEXT:
                return {"text": TidyTextField(label=name, required=False, rows=2)}
            case kind:
                places = 0 if kind == IndicatorKind.COUNT else 4
                return {"value": DecimalTextField(label=name, places=places, **number)}

    def clean_denominator(self) -> Decimal | None:
        denominator = self.cleaned_data["denominator"]
        if denominator == 0:
            raise forms.ValidationError(_("The denominator must be above zero."))
        return denominator

    @classmethod
    def initial_of(cls, value: IndicatorValue | None) -> dict[str, Any]:
        if value is None:
            return {}
        given = {name: getattr(value, name) for name in ("numerator", "denominator", "text")}
        is_yes_or_no = value.indicator.kind == IndicatorKind.YES_NO and value.value is not None
        return given | {"value": str(int(value.value)) if is_yes_or_no else value.value}

    def said(self) -> dict[str, Any]:
        """What was entered, as the service takes it."""
        given = dict(self.cleaned_data)
        if self.indicator.kind == IndicatorKind.YES_NO:
            given["value"] = Decimal(given["value"]) if given["value"] else None
        return given


def _with_unit(indicator: Indicator) -> str:
    name, unit = indicator.name_i18n, indicator.unit_i18n
    return f"{name} ({unit})" if unit and unit.casefold() not in name.casefold() else name


def _target(indicator: Indicator) -> str:
    if indicator.kind == IndicatorKind.YES_NO or indicator.target is None:
        return _("Target: %(target)s.") % {"target": indicator.target_text_i18n} if indicator.target_text_i18n else ""
    words = {"target": number_text(indicator.target), "unit": indicator.unit_i18n}
    return (_("Target: %(target)s %(unit)s.") % words).replace(" .", ".")


def _so_far(indicator: Indicator, total: Decimal | None) -> str:
    if total is None or not indicator.is_numeric:
        return ""
    return _("So far: %(total)s.") % {"total": number_text(total)}
