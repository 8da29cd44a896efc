"""A text as folded words that know where they stood, so that what is recognised can be shown as it was written."""

import re
from functools import lru_cache
from typing import NamedTuple

from ovp_portal.lib.text import fold

WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A folded word and the place of the original."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """One word as search knows it: without case, script or marks."""
    return fold(word).replace(" ", "")


def words_of(text: str) -> list[Word]:
    return [Word(folded(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


@lru_cache(maxsize=2_000)
def vocabulary(phrases: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a text, one a line or parted by "|", folded; a star ends a word that may go on."""
    said = re.split(r"[|\n]", phrases)
    return tuple(words for phrase in said if (words := tuple(_pattern(word) for word in phrase.split())))


def _pattern(word: str) -> str:
    return folded(word.rstrip("*")) + ("*" if word.endswith("*") else "")


def says(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def phrase_at(words: list[Word], place: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many words the longest of the phrases takes at this place; 0 where none stands there."""
    longest = 0
    for phrase in phrases:
        run = words[place : place + len(phrase)]
        if len(run) == len(phrase) > longest and all(map(_says, run, phrase)):
            longest = len(phrase)
    return longest


def _says(word: Word, pattern: str) -> bool:
    return says(word.text, pattern)


def find_phrase(words: list[Word], phrases: tuple[tuple[str, ...], ...]) -> tuple[int, int] | None:
    """The first place (word from, word to) where one of the phrases stands."""
    for place in range(len(words)):
        if length := phrase_at(words, place, phrases):
            return place, place + length
    return None


def has_phrase(text: str, phrases: str) -> bool:
    return find_phrase(words_of(text), vocabulary(phrases)) is not None
