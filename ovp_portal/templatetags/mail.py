"""What letters need: mail programs load no style sheet, so the rules stand in the letter's head."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def mail_style() -> SafeString:
    """The rules of mail.css as a style element."""
    return mark_safe(f"<style>{_rules()}</style>")  # noqa: S308 – our own file


@cache
def _rules() -> str:
    return (settings.BASE_DIR / "static" / "css" / "mail.css").read_text(encoding="utf-8")
