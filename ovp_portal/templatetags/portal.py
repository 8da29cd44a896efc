"""Dates, numbers and texts in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ovp_portal.lib import dates, languages, markup, rich_text
from ovp_portal.lib.numbers import number_text

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """3 October 2022, in the reader's language; empty for no day."""
    return dates.day_text(value) if value else ""


@register.filter
def day_short(value: date | None) -> str:
    """The day for a table: 15 Oct. 2022."""
    return dates.day_short(value) if value else ""


@register.filter
def weekday_day(value: date | None) -> str:
    """The day with its weekday: Monday, 10 October 2022."""
    return dates.weekday_day_text(value) if value else ""


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """Day and hour in a time zone, the portal's own when none is named."""
    return dates.moment_text(value, zone or settings.TIME_ZONE) if value else ""


@register.filter
def hour(value: datetime | None, zone: str = "") -> str:
    """The hour of a moment in a time zone: 10.42"""
    return dates.clock_text(value, zone or settings.TIME_ZONE) if value else ""


@register.filter
def number(value: Decimal | int | None) -> str:
    """The number as the reader's language writes it; empty for no number."""
    return number_text(value) if value is not None else ""


@register.filter
def paragraphs(value: str) -> SafeString:
    """Typed text as safe paragraphs and lists."""
    return markup.paragraphs(value or "")


@register.filter
def rich(value: str) -> SafeString:
    """Rich text as safe paragraphs, lists, bold words and links."""
    return rich_text.as_html(value or "")


@register.filter
def html_tag(code: str) -> str:
    """A language's code as the `lang` attribute wants it."""
    return languages.html_tag(code)


@register.simple_tag
def day_range(starts_on: date, ends_on: date | None = None) -> str:
    """From one day to another: 4–5 October 2022."""
    return dates.range_text(starts_on, ends_on or starts_on)


@register.simple_tag
def said(record: Any, field: str) -> SafeString | str:
    """A record's text in the reader's language; a text in another one carries its `lang`.

    `{% said commitment "title" %}`
    """
    return _with_language(languages.said(record, field))


@register.simple_tag
def said_paragraphs(record: Any, field: str) -> SafeString | str:
    """The same for a long text: paragraphs and lists."""
    words = languages.said(record, field)
    text = markup.paragraphs(words.text)
    return (
        format_html('<div lang="{}">{}</div>', languages.html_tag(words.language), text) if words.is_fallback else text
    )


def _with_language(words: languages.Said) -> SafeString | str:
    if not words.is_fallback:
        return words.text
    return format_html('<span lang="{}">{}</span>', languages.html_tag(words.language), words.text)


@register.inclusion_tag("components/missing_translation.html")
def missing_translation_notice(record: Any, *fields: str) -> dict:
    """One line that says which language the text below is in, when it is not the reader's.

    `{% missing_translation_notice commitment "title" "problem" %}`
    """
    originals = {words.language for words in (languages.said(record, field) for field in fields) if words.is_fallback}
    return {"language": next(iter(originals), "")}
