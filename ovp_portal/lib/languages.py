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


def text_field(field: str, language: str) -> str:
    """The name of a field's text in a language: `title` in the portal's own, `title_sr_latn` in another."""
    return field if language == settings.LANGUAGE_CODE else f"{field}_{language.replace('-', '_')}"


def text_in(record: Any, field: str, language: str) -> str:
    """A record's text in exactly one language, or nothing.

    As django-modeltrans keeps it: the portal's own language in the field itself, every other
    in the `i18n` column. Asks the database nothing.
    """
    if language == settings.LANGUAGE_CODE:
        return getattr(record, field) or ""
    return (getattr(record, "i18n", None) or {}).get(text_field(field, language)) or ""


def said(record: Any, field: str, language: str | None = None) -> Said:
    """A record's text in a language; where it was not translated, in the language it was written in."""
    wanted = language or active_language()
    for code in dict.fromkeys([wanted, content_language(record), settings.LANGUAGE_CODE]):
        if text := text_in(record, field, code):
            return Said(text, code, is_fallback=code != wanted)
    return Said("", wanted, is_fallback=False)


def in_languages(record: Any, field: str) -> dict[str, str]:
    """A record's text in every language that it has, the one it was written in first: for what is frozen."""
    codes = dict.fromkeys([content_language(record), *(code for code, _name in settings.LANGUAGES)])
    return {code: text for code in codes if (text := text_in(record, field, code))}


def chosen(texts: dict[str, str], original: str = "") -> Said:
    """What to show of `in_languages`: the reader's language, else the original, else whatever there is."""
    wanted = active_language()
    for code in dict.fromkeys([wanted, original, settings.LANGUAGE_CODE, *texts]):
        if text := texts.get(code):
            return Said(text, code, is_fallback=code != wanted)
    return Said("", wanted, is_fallback=False)
