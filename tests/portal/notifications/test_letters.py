"""Every reminder, word for word: each kind of due, to everybody who is written to about it, in four languages.

The letters are kept in `letters/`. After a change on purpose they are written anew by

    REWRITE_LETTERS=1 ./run test -m "" tests/portal/notifications tests/reports/demo -k "letters or act_of_the_quarter"

and what changed is read, in all four languages, before it is committed.
"""

import os
import re
from pathlib import Path

import pytest
from django.utils.html import strip_tags

from ovp_portal.notifications import sources
from ovp_portal.notifications.services.letters import Composed
from tests.portal.notifications.letters_world import DAYS, LANGUAGES, audiences_of, letters_of, story_of

pytestmark = pytest.mark.django_db

QUICK = ("submission", "position", "publication")
"""Kinds with a layout of their own, read in every run; the others are laid out alike and read with the slow ones."""
LETTERS = Path(__file__).parent / "letters"
EMPTY = {
    "a value that is none": r"\bNone\b|\bnan\b|\bnull\b",
    "a template's own signs": r"\{\{|\}\}|\{%|%\}|%\(\w+\)|<django|object at 0x",
    "an empty bracket": r"\(\s*\)|\[\s*\]",
    "empty quotation marks": r"„\s*“|“\s*”|\"\s*\"|«\s*»|''",
    "a gap between words": r"\S {2,}\S",
    "a space before a sign": r"\w [,.;:!?](\s|$)",
    "two signs in a row": r"::|,,|;;|: *[.,;]|(?<!\.)\.\.(?!\.)",
    "a list that ends in the air": r": .*,\s*$",
    "a title that ends in the air": r"^\* *$",
    "an address without its page": r"http://testserver(\s|$)",
}
"""What a letter looks like whose name, day or number was not known."""


def _text(composed: Composed) -> str:
    letter = composed.letter
    return f"{letter.subject}\n\n{steady(letter.text)}"


def steady(text: str) -> str:
    """Without what is another one in each database: numbers and signatures in addresses."""
    text = re.sub(r"(http://testserver\S*?/account/reminders/)[^/\s]+/", r"\1…/", text)
    text = re.sub(r"(http://testserver)/go/[^/\s]+", r"\1/go/…", text)
    return re.sub(r"http://testserver\S+", lambda url: re.sub(r"(?<=/)\d+(?=/)", "1", url[0]), text)


def _kept(said: dict[str, Composed]) -> str:
    return "\n".join(f"=== {language} ===\n{_text(composed)}" for language, composed in said.items())


def _assert_nothing_is_empty(composed: Composed, where: str) -> None:
    letter = composed.letter
    assert all([letter.subject.strip(), letter.text.strip(), letter.html.strip()]), where
    for text in (letter.subject, letter.text):
        for what, pattern in EMPTY.items():
            lines = [line.strip() for line in text.splitlines() if line.strip() != "--"]
            hits = [line for line in lines if re.search(pattern, line)]
            assert hits == [], f"{where}: {what}"
    words = strip_tags(re.sub(r"(?s)<(style|title).*?</\1>", "", letter.html))
    for what in ("a value that is none", "a template's own signs", "an empty bracket", "empty quotation marks"):
        assert not re.search(EMPTY[what], words), f"{where}, HTML: {what}"
    assert not re.search(r'href="(http://testserver)?"|<h\d[^>]*>\s*</h\d>|<a [^>]*>\s*</a>|<li>\s*</li>', letter.html)


def _assert_in_its_own_script(composed: Composed, language: str, where: str) -> None:
    """The fixed words of a letter are in its language: the greeting, and why he gets it."""
    greeting = {
        "mk": "Почитувани,",
        "sq": "I nderuar zotëri / E nderuar zonjë,",
        "en": "Dear Sir or Madam,",
        "sr-latn": "Poštovani,",
    }
    assert composed.letter.text.startswith(greeting[language]), where
    assert f'lang="{ {"sr-latn": "sr-Latn"}.get(language, language) }"' in composed.letter.html


@pytest.mark.parametrize(
    "kind", [*QUICK, *(pytest.param(kind, marks=pytest.mark.faults) for kind in DAYS if kind not in QUICK)]
)
def test_each_letter_reads_as_it_was_approved_and_has_no_empty_place(kind):
    story_of(kind)

    letters = letters_of(kind)

    assert letters, "nobody was written to"
    for name, said in letters.items():
        for language, composed in said.items():
            assert composed.letter is not None, (kind, name, language, composed.fault)
        path = LETTERS / f"{kind}-{name}.txt"
        if os.environ.get("REWRITE_LETTERS"):
            path.write_text(_kept(said), encoding="utf-8")
        for language, composed in said.items():
            where = f"{kind}, {name}, {language}"
            _assert_nothing_is_empty(composed, where)
            _assert_in_its_own_script(composed, language, where)
        assert path.read_text(encoding="utf-8") == _kept(said), f"{path.name} reads otherwise now"
    kept = {path.name for path in LETTERS.glob(f"{kind}-*.txt")}
    assert kept == {f"{kind}-{name}.txt" for name in letters}, "a letter is kept that nobody gets any more"


def test_every_kind_of_due_and_everybody_who_may_be_written_to_about_it_has_a_letter():
    """A new kind, or a new audience of an old one, is not sent out before somebody has read its letter."""
    kept = {tuple(path.stem.rsplit("-", 2)[:2]) for path in LETTERS.glob("*.txt")}
    asked = {
        (chase.kind, audience)
        for source in sources.registered()
        for chase in source.chases
        for audience in audiences_of(source)
    }

    assert asked - kept == set()


def test_each_letter_is_kept_in_every_language_that_its_reader_may_choose():
    for path in LETTERS.glob("*.txt"):
        languages = re.findall(r"^=== (.+) ===$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert languages == list(LANGUAGES), path.name
