"""Days by which something is due, inside a sentence; and the sentence parted where it holds several."""

import re
from itertools import pairwise
from typing import NamedTuple

from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.dates_in_text import FoundDate, find_dates
from ovp_portal.lib.reading.words import phrase_at, vocabulary, words_of

_MAY_STAND_BETWEEN = {
    "na",
    "den",
    "denot",
    "datum",
    "dena",
    "e",
    "je",
    "is",
    "on",
    "the",
    "me",
    "day",
    "for",
    "za",
    "eshte",
    "te",
}
_CLAUSE = re.compile(r"[,;](?=\s)")
_LONGEST_CUE = 4


class Deadline(NamedTuple):
    """A day in a sentence that something is due by; `start` is where “no later than” stands."""

    day: FoundDate
    start: int


def deadlines_in(sentence: str) -> list[Deadline]:
    found = []
    for day in find_dates(sentence):
        if day.is_month or day.starts_on != day.ends_on:
            continue
        start = _cue_before(sentence[: day.start])
        if start is not None:
            found.append(Deadline(day, start))
    return found


def _cue_before(text: str) -> int | None:
    """Where the words that make the next day a deadline begin."""
    words = words_of(text[-80:])
    shift = max(len(text) - 80, 0)
    phrases = vocabulary(cues.DUE)
    while words and words[-1].text in _MAY_STAND_BETWEEN and not phrase_at(words, len(words) - 1, phrases):
        words.pop()
    for length in range(min(_LONGEST_CUE, len(words)), 0, -1):
        place = len(words) - length
        if phrase_at(words, place, phrases) == length:
            return shift + words[place].start
    return None


def parted_by_deadlines(sentence: str) -> list[str]:
    """One text for each deadline, where a clause ends between them; no word is lost."""
    found = deadlines_in(sentence)
    parts, start = [], 0
    for one, following in pairwise(found):
        clause = _CLAUSE.search(sentence, one.day.end, following.start)
        if clause:
            parts.append(sentence[start : clause.end()])
            start = clause.end()
    return [part.strip(" ,;") for part in [*parts, sentence[start:]] if part.strip(" ,;")]
