"""The fields and buttons of long row forms, written in one pass: a page may have a thousand. `{% load rows %}`

They are put together by hand, each value escaped once: Django's `format_html` takes four times as long.
"""

import json
from collections.abc import Iterable
from html import escape

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ovp_portal.lib.forms import SharedChoices
from ovp_portal.lib.letters import READABLE
from ovp_portal.lib.rich_fields import RichTextarea, editor_html

register = template.Library()


@register.simple_tag
def row_field(field: BoundField, focus: str = "", lines: int = 2) -> SafeString:
    """One field of a row in crispy's markup; the row's `summary_name` finishes the label for those who hear it."""
    control_id = field.auto_id
    return SafeString(
        f'<div id="div_{control_id}" class="mb-3"><label for="{control_id}" class="form-label">{_escaped(field.label)}'
        f'<span class="visually-hidden"> ({_escaped(field.form.summary_name)})</span></label>'
        f"{_control(field, focus, lines)}{_errors(field)}</div>"
    )


@register.simple_tag
def letters_in_latin() -> SafeString:
    """The table by which search folds letters, for the script that finds a choice by what is typed (picker.js)."""
    table = {chr(code): latin for code, latin in READABLE.items()}
    return SafeString(escape(json.dumps(table, ensure_ascii=False)))


@register.simple_tag
def row_id(row: forms.Form) -> SafeString:
    """The hidden field that says which saved row this one is."""
    field = row["id"]
    return SafeString(
        f'<input type="hidden" name="{field.html_name}" value="{_escaped(_value(field))}" id="{field.auto_id}">'
    )


@register.simple_tag
def row_button(row: forms.Form, deed: str, word: str, focus: str = "") -> SafeString:
    """A button that removes or moves a row: it sends act=PREFIX-DEED, such as act=agenda-2-up.

    The row's `summary_name` finishes the word for those who hear it. `{% row_button form "up" _("Up") %}`
    """
    button_id = f"id_{row.prefix}-{deed}"
    return SafeString(
        f'<button class="btn btn-outline-primary btn-sm" type="submit" name="act" value="{row.prefix}-{deed}" '
        f'id="{button_id}"{_autofocus(button_id, focus)}>{_escaped(word)}'
        f'<span class="visually-hidden">: {_escaped(row.summary_name)}</span></button>'
    )


@register.simple_tag
def row_buttons(row: forms.Form, focus: str = "", is_last: bool = False) -> SafeString:
    """Move and remove a row; the first does not go up, nor the last down."""
    deeds = [("remove", _("Remove"))]
    if not is_last:
        deeds.insert(0, ("down", pgettext("row", "Down")))
    if row.number != 1:
        deeds.insert(0, ("up", pgettext("row", "Up")))
    return SafeString("".join(row_button(row, deed, word, focus) for deed, word in deeds))


def _control(field: BoundField, focus: str, lines: int) -> str:
    control_id, is_wrong = field.auto_id, bool(field.errors)
    invalid = " is-invalid" if is_wrong else ""
    described = f' aria-describedby="error_1_{control_id}" aria-invalid="true"' if is_wrong else ""
    common = f'name="{field.html_name}" id="{control_id}"{described}{_autofocus(control_id, focus)}'
    text, widget = _value(field), field.field.widget
    if isinstance(widget, forms.Select):
        picker = " data-picker" if widget.attrs.get("data-picker") else ""
        options = _options(field.field.choices, text)
        return f'<select class="select form-select{invalid}" {common}{picker}>{options}</select>'
    if isinstance(widget, forms.Textarea):
        # The first line end after the tag belongs to the tag, not to the text.
        rich = f' data-rich="{editor_html(text)}"' if isinstance(widget, RichTextarea) else ""
        start = f'<textarea class="textarea form-control{invalid}" rows="{lines:d}" {common}{rich}>'
        return f"{start}\n{_escaped(text)}</textarea>"
    return f'<input type="text" class="textinput form-control{invalid}" value="{_escaped(text)}" {common}>'


def _value(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _escaped(text: object) -> str:
    """Everything, also what calls itself safe: no word of a form is meant as HTML."""
    return escape(str(text))


def _errors(field: BoundField) -> str:
    return "".join(
        f'<span id="error_{number}_{field.auto_id}" class="invalid-feedback"><strong>{_escaped(error)}</strong></span>'
        for number, error in enumerate(field.errors, start=1)
    )


def _options(choices: Iterable[tuple[object, object]], value: str) -> str:
    """Joined by hand: a page has tens of thousands of options. Those that rows share are written once."""
    if not isinstance(choices, SharedChoices):
        choices = SharedChoices((str(key), label) for key, label in choices)
    options = choices.options
    if value in options:
        options = options | {value: options[value].replace(">", " selected>", 1)}
    return "".join(options.values())


def _autofocus(element_id: str, focus: str) -> str:
    return " autofocus" if focus and focus == element_id else ""
