"""Sentences of a running text that say when a meeting was held or who came, where no heading does."""

from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.dates_in_text import find_dates
from ovp_portal.lib.reading.words import find_phrase, phrase_at, vocabulary, words_of

_LONGEST = 250
"""Longer ones say more than this, and stay where they stand."""
_FIRST_WORDS = 8


def is_held(sentence: str) -> bool:
    """“On 7 December 2022 the working group met …”"""
    if len(sentence) > _LONGEST or cues.says_one_of(sentence, cues.RUNS_ON):
        return False
    has_day = any(day.starts_on and not day.is_month for day in find_dates(sentence))
    return has_day and (cues.says_one_of(sentence, cues.HELD) or cues.says_one_of(sentence, cues.CONSULTED))


def who_attended(sentence: str) -> str:
    """The list behind “were present”; nothing where nobody is named, or the sentence goes on to what they said."""
    words = words_of(sentence)
    cue = find_phrase(words[:_FIRST_WORDS], vocabulary(cues.ATTENDED))
    if len(sentence) > 2 * _LONGEST or cue is None or cue[1] >= len(words) or cues.says_one_of(sentence, cues.RUNS_ON):
        return ""
    after = sentence[words[cue[1]].start :]
    head, colon, rest = after.partition(":")
    if colon and len(words_of(head)) <= 3:
        after = rest.strip()
    rest_words = words_of(after)
    also = phrase_at(rest_words, 0, vocabulary(cues.PRESENT_AS))
    if also and also < len(rest_words):
        after = after[rest_words[also].start :]
    return after if after[:1].isupper() else ""
