"""Translations: what the code asks for goes into the catalogues, what they say is compiled."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import to_locale

from ovp_portal.lib.messages import Message, messages

PLURALS = {
    "mk": "nplurals=2; plural=(n % 10 == 1 && n % 100 != 11) ? 0 : 1;",
    "sq": "nplurals=2; plural=(n != 1);",
    "sr_Latn": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
"""As Django has them, or the numbers of its own sentences would be read by our rule."""


class Command(BaseCommand):
    help = "Write new sentences into the translations, drop those that nobody asks for, and compile."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import polib
        except ImportError:
            raise CommandError("The package polib is missing: install requirements/dev.txt first.") from None
        asked = messages(settings.BASE_DIR)
        for locale in locales():
            path = catalogue(locale)
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
            po = _filled(polib, locale, asked, kept)
            po.save(str(path))
            po.save_as_mofile(str(path.with_suffix(".mo")))
            waiting = len(po.untranslated_entries()) + len(po.fuzzy_entries())
            self.stdout.write(f"{locale}: {len(po)} sentences, {waiting} without a translation")


def _filled(polib: Any, locale: str, asked: dict[Message, list[str]], kept: dict[Message, Any]) -> Any:
    """A catalogue of what is asked for, with the translations there are; names of files, but no numbers of lines."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[locale],
    }
    for message, files in asked.items():
        entry = polib.POEntry(msgctxt=message.context, msgid=message.id, msgid_plural=message.plural or "")
        entry.occurrences = [(name, "") for name in files]
        if message.plural is not None:
            entry.msgstr_plural = dict.fromkeys(range(forms(locale)), "")
        if same := kept.get(message):
            entry.msgstr, entry.msgstr_plural = same.msgstr, same.msgstr_plural
            entry.flags, entry.tcomment = same.flags, same.tcomment
        po.append(entry)
    return po


def forms(locale: str) -> int:
    """How many plural forms a language has."""
    return int(PLURALS[locale].removeprefix("nplurals=")[0])


def locales() -> list[str]:
    """Where catalogues are kept. English has none: it is what the code says, and Django falls back on nothing else."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]


def catalogue(locale: str) -> Path:
    """The catalogue that translators edit."""
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def key(entry: Any) -> Message:
    """The sentence that an entry of a catalogue translates."""
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)
