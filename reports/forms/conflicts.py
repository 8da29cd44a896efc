"""Two versions of a submission beside each other: what stands in the portal, and what was typed."""

from typing import Any, NamedTuple

from django import forms

from ovp_portal.lib.text import tidy
from reports.forms.submissions import SubmissionForms


class Difference(NamedTuple):
    """One field that two people filled in differently."""

    label: str
    kept: str
    typed: str


def differences(kept: SubmissionForms, typed: SubmissionForms) -> list[Difference]:
    """Every field whose typed text is not the one that is kept, in the order of the form."""
    here, there = _shown(kept), _shown(typed)
    names = [*there, *(name for name in here if name not in there)]
    found = []
    for name in names:
        label, was = here.get(name, ("", ""))
        said, now = there.get(name, (label, ""))
        if was != now:
            found.append(Difference(said or label, was, now))
    return found


def _shown(all_forms: SubmissionForms) -> dict[str, tuple[str, str]]:
    """Label and text of each field, by its name on the page."""
    shown = {}
    for form in all_forms:
        name = getattr(form, "summary_name", "")
        for field in form:
            label = ", ".join(part for part in (name, str(field.label)) if part)
            shown[field.html_name] = (label, _text(field.field, field.value()))
    return shown


def _text(field: forms.Field, value: Any) -> str:
    """The value in words: a choice by its label, a tick by a sign."""
    if isinstance(field, forms.BooleanField):
        return "✓" if value else ""
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        return labels.get(str(value or ""), tidy(str(value or ""))) if value else ""
    return tidy(str(value)) if value is not None else ""
