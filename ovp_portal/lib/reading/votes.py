"""How a decision ended, as its sentence says it. A count that is not said is not made up."""

import re
from typing import NamedTuple

from ovp_portal.lib.reading import cues
from ovp_portal.lib.text import fold

_SIDES = {
    "for": r"za|for|per|in favour|in favor|pro",
    "against": r"protiv|against|kunder",
    "abstained": r"(?:vo)?zdrzan\w*|suzdrzan\w*|uzdrzan\w*|abstained|abstentions?|abstenim\w*|abstenuar\w*",
}
_SIDE = "|".join(f"(?P<{side}>{words})" for side, words in _SIDES.items())
_OF_VOTES = r"(?: (?:glas\w*|votes?|vota|voted|clen\w*|anetare?|members?|were|bea|bilo))*"
_ORDERS = (
    re.compile(rf"\b(?P<count>\d{{1,3}}){_OF_VOTES} (?:{_SIDE})\b"),
    re.compile(rf"\b(?:{_SIDE}){_OF_VOTES} (?P<count>\d{{1,3}})\b"),
)
"""The numbers stand before their words, or behind them; in a sentence all of them do the same."""


class Votes(NamedTuple):
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None

    @property
    def is_whole(self) -> bool:
        return None not in self

    @property
    def text(self) -> str:
        return " : ".join("–" if count is None else str(count) for count in self)


def votes_in(sentence: str) -> Votes | None:
    """The counts of a vote: “со 5 гласа за, 1 против и 2 воздржани”, “for 5, against 1, abstained 0”; or nothing.

    A text that counts only one side tells of no vote that was counted: “for 5 years”.
    """
    plain = fold(sentence[:2_000])
    before, behind = (_counts(plain, order) for order in _ORDERS)
    counts = behind if len(behind) > len(before) else before
    return Votes(*(counts.get(side) for side in _SIDES)) if len(counts) >= 2 else None


def _counts(plain: str, order: re.Pattern[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for found in order.finditer(plain):
        side = next(side for side in _SIDES if found[side])
        counts.setdefault(side, int(found["count"]))
    return counts


def verdict_in(sentence: str) -> str:
    """approved or rejected, where the sentence says so."""
    if cues.says_one_of(sentence, cues.REJECTED):
        return "rejected"
    return "approved" if cues.says_one_of(sentence, cues.APPROVED) else ""
