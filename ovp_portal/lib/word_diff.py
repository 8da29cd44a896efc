"""Two texts word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

MOST_WORDS = 3_000
"""Beyond so many words in one changed place they are not paired one by one, which would take long."""


class Part(NamedTuple):
    kind: str
    """same, removed or added"""
    text: str


def word_parts(before: str, after: str) -> list[Part]:
    """What stayed, what went and what came, in reading order.

    Lines are paired first and words only inside lines that are not the same, so a long text takes no long time.
    """
    parts = []
    for same, left, right in _runs(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        parts += [Part("same", "".join(left))] if same else _words("".join(left), "".join(right))
    return [
        Part(kind, "".join(part.text for part in run))
        for kind, run in groupby((part for part in parts if part.text), key=lambda part: part.kind)
    ]


def paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which row is which, by what they say: places in both, None where a row went or came. Equal ones are left out."""
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(last - first, end - start)):
            left, right = first + step, start + step
            yield (left if left < last else None), (right if right < end else None)


def _words(before: str, after: str) -> list[Part]:
    left, right = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    if len(left) > MOST_WORDS or len(right) > MOST_WORDS:
        return [Part("removed", before), Part("added", after)]
    parts = []
    for same, gone, new in _runs(left, right):
        parts += (
            [Part("same", "".join(gone))] if same else [Part("removed", "".join(gone)), Part("added", "".join(new))]
        )
    return parts


def _runs(left: list[str], right: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    for tag, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield tag == "equal", left[first:last], right[start:end]
