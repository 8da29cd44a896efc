"""The fields and buttons of long row forms, written in one pass: a page may have a thousand. `{% load rows %}`"""

from collections.abc import Iterable

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ovp_portal.lib.forms import SharedChoices
from ovp_portal.lib.rich_fields import RichTextarea, editor_html

register = template.Library()


@register.simple_tag
def row_field(field: BoundField, focus: str = "", lines: int = 2) -> SafeString:
    """One field of a row in crispy's markup; the row's `summary_name` finishes the label for those who hear it."""
    control_id = field.auto_id
    return format_html(
        '<div id="div_{}" class="mb-3"><label for="{}" class="form-label">{}<span class="visually-hidden"> ({})</span>'
        "</label>{}{}</div>",
        control_id,
        control_id,
        field.label,
        field.form.summary_name,
        _control(field, focus, lines),
        _errors(field),
    )


@register.simple_tag
def row_id(row: forms.Form) -> SafeString:
    """The hidden field that says which saved row this one is."""
    field = row["id"]
    value = field.value()
    return format_html(
        '<input type="hidden" name="{}" value="{}" id="{}">',
        field.html_name,
        "" if value is None else value,
        field.auto_id,
    )


@register.simple_tag
def row_button(row: forms.Form, deed: str, word: str, focus: str = "") -> SafeString:
    """A button that removes or moves a row: it sends act=PREFIX-DEED, such as act=agenda-2-up.

    The row's `summary_name` finishes the word for those who hear it. `{% row_button form "up" _("Up") %}`
    """
    button_id = f"id_{row.prefix}-{deed}"
    return format_html(
        '<button class="btn btn-outline-primary btn-sm" type="submit" name="act" value="{}-{}" id="{}"{}>{}'
        '<span class="visually-hidden">: {}</span></button>',
        row.prefix,
        deed,
        button_id,
        _autofocus(button_id, focus),
        word,
        row.summary_name,
    )


def _control(field: BoundField, focus: str, lines: int) -> SafeString:
    errors = field.errors
    invalid = " is-invalid" if errors else ""
    described = format_html(' aria-describedby="error_1_{}" aria-invalid="true"', field.auto_id) if errors else ""
    common = format_html(
        'name="{}" id="{}"{}{}', field.html_name, field.auto_id, described, _autofocus(field.auto_id, focus)
    )
    value, widget = field.value(), field.field.widget
    if isinstance(widget, forms.Select):
        options = _options(field.field.choices, str("" if value is None else value))
        return format_html('<select class="select form-select{}" {}>{}</select>', invalid, common, options)
    text = "" if value is None else value
    if isinstance(widget, forms.Textarea):
        # The first line end after the tag belongs to the tag, not to the text.
        rich = format_html(' data-rich="{}"', editor_html(text)) if isinstance(widget, RichTextarea) else ""
        area = '<textarea class="textarea form-control{}" rows="{}" {}{}>\n{}</textarea>'
        return format_html(area, invalid, lines, common, rich, text)
    return format_html('<input type="text" class="textinput form-control{}" value="{}" {}>', invalid, text, common)


def _errors(field: BoundField) -> SafeString:
    return format_html_join(
        "",
        '<span id="error_{}_{}" class="invalid-feedback"><strong>{}</strong></span>',
        ((number, field.auto_id, error) for number, error in enumerate(field.errors, start=1)),
    )


def _options(choices: Iterable[tuple[object, object]], value: str) -> SafeString:
    """Joined by hand: a page has tens of thousands of options. Those that rows share are written once."""
    if not isinstance(choices, SharedChoices):
        choices = SharedChoices((str(key), label) for key, label in choices)
    options = choices.options
    if value in options:
        options = options | {value: options[value].replace(">", " selected>", 1)}
    return mark_safe("".join(options.values()))  # noqa: S308 – keys and labels are escaped


def _autofocus(element_id: str, focus: str) -> SafeString:
    return mark_safe(" autofocus") if focus and focus == element_id else mark_safe("")
