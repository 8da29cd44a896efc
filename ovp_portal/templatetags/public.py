"""What public pages need beyond the small helpers. `{% load public %}`"""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.conf import settings
from django.urls import LocalePrefixPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ovp_portal.lib import languages
from ovp_portal.lib.dates import local_date, time_text

register = template.Library()


@register.filter
def local_day(value: datetime | None, zone: str = "") -> date | None:
    """The calendar day of a moment, in the portal's zone when none is named."""
    return local_date(value, zone or settings.TIME_ZONE) if value else None


@register.filter
def in_language(address: str) -> str:
    """An address as editions keep it, in the reader's language."""
    return f"/{LocalePrefixPattern(prefix_default_language=False).language_prefix}{address.lstrip('/')}"


@register.filter
def hour(value: time) -> str:
    """12.00 часот"""
    return time_text(value)


@register.filter
def digits(value: int) -> str:
    """A number for an address: plain digits, whatever the language."""
    return str(value)


@register.simple_tag
def organizations(*several: Any) -> SafeString:
    """Organizations by their full names, the short one in brackets; takes organizations or lists of them."""
    rows = [one for item in several for one in (item if isinstance(item, list) else [item])]
    return format_html_join(", ", "{}", ((_organization(one),) for one in rows))


def _organization(organization: Any) -> SafeString:
    name, short = languages.said(organization, "name"), languages.said(organization, "short_name").text
    words = f"{name.text} ({short})" if short and short != name.text else name.text
    if not name.is_fallback:
        return format_html("{}", words)
    return format_html('<span lang="{}">{}</span>', languages.html_tag(name.language), words)
