"""Priorities that a text counts up, each a copy of its words."""

import re
from typing import NamedTuple

from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.words import find_phrase, vocabulary, words_of

_AND = re.compile(r"\s+(?:и|i|and|dhe|si dhe|као и|kao i|како и)\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MOST = 30


class Priorities(NamedTuple):
    items: tuple[str, ...]
    year: int | None


def priorities_in(sentence: str) -> Priorities | None:
    """“Приоритетите вклучуваат а, б и в”: what follows the verb, parted at its commas and the last “and”."""
    words = words_of(sentence)
    cue = find_phrase(words, vocabulary(cues.PRIORITIES))
    verb = find_phrase(words[cue[1] :], vocabulary(cues.INCLUDE)) if cue else None
    if not cue or not verb or cue[1] + verb[1] >= len(words):
        return None
    rest = sentence[words[cue[1] + verb[1]].start :].strip(" .:;")
    parts = [part.strip() for part in re.split(r"[,;]\s+", rest) if part.strip()]
    if len(parts) > 1:
        parts[-1:] = _AND.split(parts[-1], maxsplit=1)
    return Priorities(tuple(parts[:_MOST]), year_of_priorities(sentence))


def year_of_priorities(sentence: str) -> int | None:
    """“своите приоритети за 2024”: the one year that a sentence about priorities names."""
    if not cues.says_one_of(sentence, cues.PRIORITIES):
        return None
    years = set(_YEAR.findall(sentence))
    return int(years.pop()) if len(years) == 1 else None
