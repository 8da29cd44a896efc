"""A text as folded words that know where they stood, so that what is recognised can be shown as it was written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ovp_portal.lib.text import fold

WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A folded word and the place of the original."""

    text: str
    start: int
    end: int


MOST_LETTERS = 5_000
"""Words are looked for in so much of a text; no sentence, and no line of a list, is longer."""


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """One word as search knows it: without case, script or marks."""
    return fold(word).replace(" ", "")


def words_of(text: str) -> list[Word]:
    """The words of a sentence or a line; of a longer text those at its beginning."""
    return list(_words_of(text[:MOST_LETTERS]))


@lru_cache(maxsize=2_000)
def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(Word(folded(found[0]), found.start(), found.end()) for found in WORD.finditer(text))


Phrase = tuple[str, ...]


class Vocabulary:
    """Phrases by their first word, so that most words of a text are passed over at once."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._exact: dict[str, list[Phrase]] = {}
        self._begun: list[Phrase] = []
        for phrase in self.phrases:
            if phrase[0].endswith("*"):
                self._begun.append(phrase)
            else:
                self._exact.setdefault(phrase[0], []).append(phrase)
        self._beginnings = tuple(phrase[0][:-1] for phrase in self._begun)

    def __iter__(self) -> Iterator[Phrase]:
        return iter(self.phrases)

    def starting_with(self, word: str) -> list[Phrase]:
        exact = self._exact.get(word, [])
        return [*exact, *self._begun] if word.startswith(self._beginnings) else exact


@lru_cache(maxsize=500)
def vocabulary(phrases: str) -> Vocabulary:
    """The phrases of a text, one a line or parted by "|", folded; a star ends a word that may go on."""
    said = re.split(r"[|\n]", phrases)
    return Vocabulary(words for phrase in said if (words := tuple(_pattern(word) for word in phrase.split())))


def _pattern(word: str) -> str:
    return folded(word.rstrip("*")) + ("*" if word.endswith("*") else "")


def says(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def phrase_at(words: list[Word], place: int, phrases: Vocabulary) -> int:
    """How many words the longest of the phrases takes at this place; 0 where none stands there."""
    if place >= len(words):
        return 0
    longest = 0
    for phrase in phrases.starting_with(words[place].text):
        run = words[place : place + len(phrase)]
        if len(run) == len(phrase) > longest and all(map(_says, run, phrase)):
            longest = len(phrase)
    return longest


def _says(word: Word, pattern: str) -> bool:
    return says(word.text, pattern)


def find_phrase(words: list[Word], phrases: Vocabulary) -> tuple[int, int] | None:
    """The first place (word from, word to) where one of the phrases stands."""
    for place in range(len(words)):
        if length := phrase_at(words, place, phrases):
            return place, place + length
    return None


def has_phrase(text: str, phrases: str) -> bool:
    return find_phrase(words_of(text), vocabulary(phrases)) is not None
