"""Which working group a text is about."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from commitments.models import WorkingGroup
from meetings.queries import group_label
from meetings.reading.result import Sureness
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.outline import Piece
from ovp_portal.lib.reading.words import has_phrase, words_of
from ovp_portal.lib.text import fold

_NUMBER = re.compile(r"(?<![\d.,])(\d{1,2}\.\d{1,2})(?![\d]|\.\d)")
_NAMES_A_GROUP = "рг|wg|grupit punues|grupi punues|работна* група*|радна* груп*|radn* grup*|grupi i punës|grupit të punës|working group|заложба*|заложбата|commitment|zotim*|obavez*"  # noqa: E501


class GroupFound(NamedTuple):
    """The group that a text names, or none; `numbers` are those it names, whoever's they are."""

    group: WorkingGroup | None
    sentence: str = ""
    sureness: Sureness = Sureness.CHECK
    numbers: tuple[str, ...] = ()


def find_group(pieces: Iterable[Piece], groups: Iterable[WorkingGroup]) -> GroupFound:
    """By its number where the text says one: under its heading, in the title, or after “working group”.

    A number of no group of this person finds nothing: somebody decides. Without a number the name of
    the group or the title of its commitment is enough.
    """
    groups, pieces = list(groups), list(pieces)
    by_number = {number: group for group in groups for number in group_label(group).split(", ")}
    for texts, sureness in _places(pieces):
        numbers = tuple(dict.fromkeys(number for text in texts for number in _NUMBER.findall(text)))
        found = {by_number[number] for number in numbers if number in by_number}
        if len(found) == 1:
            sentence = next(text for text in texts if any(number in text for number in numbers))
            return GroupFound(found.pop(), sentence, sureness, numbers)
        if numbers:
            return GroupFound(None, numbers=numbers)
    return _by_name(pieces, groups)


def _places(pieces: list[Piece]) -> list[tuple[list[str], Sureness]]:
    headed = [piece.text for piece in pieces if piece.part is Part.GROUP]
    titles = [piece.text for piece in pieces if piece.part in (Part.TITLE, Part.KIND) and _says_group(piece.text)]
    said = [piece.text for piece in pieces if piece.part not in (Part.GROUP, Part.LABEL) and _says_group(piece.text)]
    return [(headed, Sureness.SURE), (titles, Sureness.LIKELY), (said, Sureness.CHECK)]


def _says_group(text: str) -> bool:
    return bool(_NUMBER.search(text)) and has_phrase(text, _NAMES_A_GROUP)


def _by_name(pieces: list[Piece], groups: list[WorkingGroup]) -> GroupFound:
    texts = [(piece.text, f" {fold(piece.text)} ") for piece in pieces if piece.part is not Part.RESIDUE]
    found: dict[int, tuple[WorkingGroup, str]] = {}
    for group in groups:
        titles = [commitment.title_i18n for commitment in group.commitments.all()]
        for name in [group.name_i18n, *titles]:
            if len(words_of(name or "")) < 3:
                continue  # “Working group” names nobody
            key = f" {fold(name)} "
            hit = next((text for text, plain in texts if key in plain), None)
            if hit is not None:
                found.setdefault(group.pk, (group, hit))
    if len(found) == 1:
        group, sentence = next(iter(found.values()))
        return GroupFound(group, sentence, Sureness.LIKELY)
    return GroupFound(None)
