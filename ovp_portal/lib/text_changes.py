"""What changed between two papers of any kind, given as lines with a label each: by label and word by word."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ovp_portal.lib.rich_text import plain
from ovp_portal.lib.word_diff import Part, paired, word_parts


class Change(NamedTuple):
    label: str
    parts: list[Part]


def changed(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> list[Change]:
    """Rows are paired by what they say and not by their number: a point put first leaves the others as they were."""
    old, new = _grouped(before), _grouped(after)
    found = []
    for kind in {**new, **old}:
        left, right = old.get(kind, []), new.get(kind, [])
        for one, other in paired([text for _label, text in left], [text for _label, text in right]):
            before_text = left[one][1] if one is not None else ""
            after_text = right[other][1] if other is not None else ""
            label = right[other][0] if other is not None else left[one][0]
            if before_text != after_text:
                found.append(Change(label, word_parts(*_readable(before_text, after_text))))
    return found


def _readable(before: str, after: str) -> tuple[str, str]:
    """The words without the signs of bold and links, unless nothing but these signs changed."""
    words = plain(before), plain(after)
    return words if words[0] != words[1] else (before, after)


def _grouped(lines: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The lines by their label without its number: all points together, all guests together."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for label, text in lines:
        groups.setdefault(re.sub(r"\d+", "#", label), []).append((label, text))
    return groups
