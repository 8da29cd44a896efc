"""One row of what was carried out: a training, a workshop, a purchase…"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import DayField, DecimalTextField, PortalFormMixin, TidyCharField, TidyTextField
from reports.enums import ActivityKind
from reports.models import ActivityRecord
from reports.queries.gaps import more_than_all

MOST = 2_147_483_647
_GROUP = re.compile(r"(?P<who>.*\S)\s*(?:[:=–—]|\s-)\s*(?P<count>\d[\d .]*)")
_REFUSED = _("Write one group a line, with its number: “lawyers: 31”.")
WHOLE = {"places": 0, "min_value": 0, "max_value": MOST, "required": False}


class BreakdownField(TidyTextField):
    """Groups of participants, one a line: "lawyers: 31"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5_000, rows=3, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = super().clean(value).splitlines()
        return [_group(line) for line in lines if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{part['who']}: {part['count']}" for part in value)
        return value


def _group(line: str) -> dict[str, Any]:
    found = _GROUP.fullmatch(line.strip().rstrip(";,."))
    digits = re.sub(r"[ .]", "", found["count"]) if found else ""
    if not found or not digits.isascii() or len(digits) > 9:
        raise ValidationError(_REFUSED, code="breakdown")
    return {"who": found["who"], "count": int(digits)}


class ActivityForm(PortalFormMixin, forms.Form):
    """A draft may leave any field empty; only what contradicts itself is refused."""

    needed = ("topic", "held", "participants", "starts_on")

    topic = TidyCharField(label=_("Topic"), max_length=300, required=False)
    held = DecimalTextField(label=_("Held"), **WHOLE)
    participants = DecimalTextField(label=_("Participants"), **WHOLE)
    women = DecimalTextField(label=_("Of them women"), **WHOLE)
    starts_on = DayField(label=_("Date"), help_text="", required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ActivityKind.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the kinds.")},
    )
    ends_on = DayField(label=_("Last day, if it took several"), help_text="", required=False)
    breakdown = BreakdownField(
        label=_("Participants by group"), help_text=_("One group a line, for example “lawyers: 31”."), required=False
    )
    place = TidyCharField(label=_("Place"), max_length=200, required=False)
    funding = TidyCharField(label=_("Funding"), max_length=200, required=False)

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        for name in (*self.needed, "kind"):
            self.fields[name].label = self.base_fields[name].label

    @classmethod
    def initial_of(cls, row: ActivityRecord) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        participants, women = said.get("participants"), said.get("women")
        if participants is not None:
            if women is not None and women > participants:
                self.add_error("women", more_than_all(int(women), int(participants)))
            counted = sum(part["count"] for part in said.get("breakdown") or [])
            if counted > participants:
                self.add_error("breakdown", more_than_all(counted, int(participants)))
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("The activity ends before it starts."))
        return said

    def said(self) -> dict[str, Any]:
        """What was entered, as the service takes it; nothing for a row that was left empty."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if set(given) <= {"kind"}:
            return {}
        return {name: int(value) if isinstance(value, Decimal) else value for name, value in given.items()}

    @property
    def has_more(self) -> bool:
        """Whether something stands in the fields that are folded away."""
        names = ("ends_on", "breakdown", "place", "funding")
        kind = self["kind"].value() or ActivityKind.TRAINING
        return kind != ActivityKind.TRAINING or any(self[name].value() or self[name].errors for name in names)
