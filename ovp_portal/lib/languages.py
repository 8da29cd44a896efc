"""Languages of pages and of texts: how they are written, and what to show when a translation is missing."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, to_locale


@dataclass(frozen=True)
class Said:
    """A text as it can be shown: the words, their language, and whether that is not the one asked for."""

    text: str
    language: str
    is_fallback: bool


def html_tag(code: str) -> str:
    """The code as HTML's `lang` wants it: `sr-latn` becomes `sr-Latn`."""
    return to_locale(code).replace("_", "-")


def active_language() -> str:
    """The language of the page or mail that is being made."""
    return get_language() or settings.LANGUAGE_CODE


def content_language(record: Any) -> str:
    """The language a record was written in: its own, or the portal's."""
    return getattr(record, "content_language", "") or settings.LANGUAGE_CODE


def text_in(record: Any, field: str, language: str) -> str:
    """A record's text in exactly one language, or nothing.

    As django-modeltrans keeps it: the portal's own language in the field itself, every other
    in the `i18n` column. Asks the database nothing.
    """
    if language == settings.LANGUAGE_CODE:
        return getattr(record, field) or ""
    return (getattr(record, "i18n", None) or {}).get(f"{field}_{language.replace('-', '_')}") or ""


def said(record: Any, field: str, language: str | None = None) -> Said:
    """A record's text in a language; where it was not translated, in the language it was written in."""
    wanted = language or active_language()
    for code in dict.fromkeys([wanted, content_language(record), settings.LANGUAGE_CODE]):
        if text := text_in(record, field, code):
            return Said(text, code, is_fallback=code != wanted)
    return Said("", wanted, is_fallback=False)
