"""What forms need beyond crispy's tags."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext

register = template.Library()

Row = tuple[str, str]


@register.inclusion_tag("components/error_summary.html")
def error_summary(*sources: Any, heading: str = "", footer: str = "") -> dict:
    """Everything that keeps a page from being sent, with links to the fields.

    Takes forms, formsets, lists of either, or a list of pairs (href, text):
    `{% error_summary form trainings %}`. A form's `summary_name` stands before
    its sentences; rows of a formset without one are numbered.
    """
    return {
        "rows": [row for source in sources if source for row in _rows(source)],
        "heading": heading or gettext("The form was not sent. Correct what is listed here."),
        "footer": footer or gettext("Everything you entered is kept."),
    }


def _rows(source: Any) -> Iterator[Row]:
    if isinstance(source, BaseFormSet):
        yield from _of_formset(source)
    elif isinstance(source, BaseForm):
        yield from _of_form(source, getattr(source, "summary_name", ""))
    else:
        yield from _of_list(source)


def _of_list(source: Iterable[Any]) -> Iterator[Row]:
    for item in source:
        if isinstance(item, BaseForm | BaseFormSet):
            yield from _rows(item)
        else:
            yield item


def _of_formset(formset: BaseFormSet) -> Iterator[Row]:
    if not formset.is_bound:
        return
    for error in formset.non_form_errors():
        yield "", str(error)
    for number, form in enumerate(formset.forms, start=1):
        name = getattr(form, "summary_name", "") or gettext("row %(number)s") % {"number": number}
        yield from _of_form(form, name)


def _of_form(form: BaseForm, name: str) -> Iterator[Row]:
    for error in form.non_field_errors():
        yield "", f"{name}: {error}" if name else str(error)
    for field in form:
        for error in field.errors:
            where = ", ".join(part for part in (name, str(field.label)) if part)
            yield f"#{_first_id(field)}", f"{where}: {error}"


def _first_id(field: BoundField) -> str:
    """The element that can take the focus: for a group of radios, the first of them."""
    return field.id_for_label or f"{field.auto_id}_0"
