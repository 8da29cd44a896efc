"""What letters need: mail programs load no style sheet, so the rules stand in the letter's head."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ovp_portal.lib import languages
from ovp_portal.templatetags.marks import LEVEL_WORDS

register = template.Library()


@register.simple_tag
def mail_style() -> SafeString:
    """The rules of mail.css as a style element."""
    return mark_safe(f"<style>{mail_rules()}</style>")  # noqa: S308 – our own file


@register.simple_tag
def said_text(record: Any, field: str) -> str:
    """A record's text in the reader's language, for plain text: `{% said_text commitment "title" %}`"""
    return languages.said(record, field).text


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """Of a text by language, as payloads have it, the one for the reader; else the first that is there."""
    return languages.chosen(texts).text


@register.filter
def level_word(key: str) -> str:
    """The word for a milestone's level."""
    return LEVEL_WORDS[key]


@cache
def mail_rules() -> str:
    """What stands in the style element, to the byte: the page that shows a letter allows exactly this."""
    return (settings.BASE_DIR / "static/css/mail.css").read_text(encoding="utf-8")
