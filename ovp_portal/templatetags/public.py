"""What public pages need beyond the small helpers. `{% load public %}`"""

from datetime import date, datetime, time

from django import template
from django.conf import settings
from django.urls import LocalePrefixPattern

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
