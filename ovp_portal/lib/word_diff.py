"""Two texts word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import NamedTuple

MOST_WORDS = 3_000
"""Beyond so many words in one changed place they are not paired one by one, which would take long."""
MOST_PAIRS = 60_000
"""Nor beyond so many ways to pair them: who says the same line a thousand times keeps nobody waiting for minutes."""


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
    for tag, first, last, start, end in _opcodes(before, after):
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
    for tag, first, last, start, end in _opcodes(left, right):
        yield tag == "equal", left[first:last], right[start:end]


def _opcodes(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib says it, in bounded time: same ends first, then the middle, where blanks only go with their words."""
    head = _same(zip(left, right, strict=False))
    tail = min(_same(zip(reversed(left), reversed(right), strict=False)), len(left) - head, len(right) - head)
    middle, other = left[head : len(left) - tail], right[head : len(right) - tail]
    if head:
        yield "equal", 0, head, 0, head
    counts = Counter(other)
    if sum(counts[one] for one in middle if not one.isspace()) > MOST_PAIRS:
        yield "replace", head, head + len(middle), head, head + len(other)
    else:
        for tag, *places in SequenceMatcher(str.isspace, middle, other, autojunk=False).get_opcodes():
            yield tag, *(place + head for place in places)
    if tail:
        yield "equal", len(left) - tail, len(left), len(right) - tail, len(right)


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
