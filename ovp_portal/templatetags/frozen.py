"""What a frozen payload says: texts by language. `{% load frozen %}`"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ovp_portal.lib import languages

register = template.Library()


@register.simple_tag
def said_in(texts: dict[str, str], original: str = "") -> SafeString | str:
    """A text of a payload in the reader's language; in another one it carries its `lang`. `{% said_in row.name %}`"""
    words = languages.chosen(texts, original)
    if not words.is_fallback:
        return words.text
    return format_html('<span lang="{}">{}</span>', languages.html_tag(words.language), words.text)
