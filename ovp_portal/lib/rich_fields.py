"""The field in which rich text is typed: a plain area with a notation, and an editor where scripts run."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ovp_portal.lib import rich_html, rich_text
from ovp_portal.lib.forms import TidyTextField

HTML_SUFFIX = "_html"
"""The editor sends its text under the field's name with this behind it; without scripts the name is the field's own."""


class RichTextarea(forms.Textarea):
    """`data-rich` is the text as the editor begins with it; static/js/rich_text.js does the rest."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-rich"] = editor_html(value or "")
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("{}{}", super().render(name, value, attrs, renderer), notation_hint())

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        return typed_text(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and name + HTML_SUFFIX not in data


class RichTextField(TidyTextField):
    """Paragraphs, bold, lists and links. What is kept is the notation; HTML is read and never kept."""

    widget = RichTextarea(attrs={"rows": 4})


def editor_html(text: str) -> SafeString:
    """The text's HTML for an attribute: its own quotes must not end the attribute."""
    return escape(rich_text.as_html(text))


def typed_text(data: Mapping[str, Any], name: str) -> str | None:
    """What was typed into a rich field, whichever way it was sent."""
    html = data.get(name + HTML_SUFFIX)
    return data.get(name) if html is None else rich_html.notation_of(html)


def notation_hint() -> SafeString:
    """How to write without the editor, for who has no scripts."""
    words = _(
        "An empty line parts paragraphs. Lines that begin with “- ” are a list. "
        "Write bold words as **bold** and links as [words](https://example.org)."
    )
    return format_html('<noscript><p class="form-text">{}</p></noscript>', words)
