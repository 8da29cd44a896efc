"""Paragraphs into sentences, lists into items. No word is lost, and a number only where it counts items."""

import re
from typing import NamedTuple

from ovp_portal.lib.reading.words import folded

_END = re.compile(r"[.!?…]+[\"“”»)]*\s+(?=[\"„“”«»(]?[^\W_])")
_ABBREVIATIONS = frozenset(
    folded(word)
    for word in (
        "г г-ѓа г-дин гѓа гдин д-р др проф бр ул чл ст т тел стр сл пр итн инж м-р "
        "g gđa gdin dr prof br ul čl st tel str sl npr inž mr mrs ms no nr art e z zj znj rr p fq vol etc"
    ).split()
)
_SIGN = re.compile(r"(?:[·•▪‣◦●○■□➢✓–—*]|-(?=\s))\s*")
_NUMBERED = re.compile(r"\(?(\d{1,2}|[^\W\d_]|[ivxIVX]{1,4})[.)]\s+")
_POINT = re.compile(r"((?:точка|тачка|tačka|pika|item|point)\s+\d{1,2})\s*[.:)–-]\s+", re.IGNORECASE)
_ORDERS = (
    tuple(str(number) for number in range(1, 100)),
    tuple("abcdefghijklmnop"),
    tuple("абвгдѓежзѕијкл"),
    tuple("абвгдђежзијкл"),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
)
_INLINE = re.compile(r"\s+[·•▪]\s*")


def sentences(paragraph: str) -> list[str]:
    """A paragraph's sentences; joined by a space they are the paragraph again."""
    found, start = [], 0
    for match in _END.finditer(paragraph):
        if not _is_end(paragraph[start : match.start()], paragraph[match.start()], paragraph[match.end()]):
            continue
        found.append(paragraph[start : match.end()].strip())
        start = match.end()
    rest = paragraph[start:].strip()
    return [*found, rest] if rest else found


def _is_end(before: str, sign: str, after: str) -> bool:
    if after.islower():
        return False
    if sign in "!?…":
        return True
    last = re.search(r"[\w-]+$", before)
    if last is None:
        return True
    word = last[0]
    if word.isdecimal():
        # “20. januara” goes on, “2018.”, “grupe 3.6.” and “14:00.” may end
        return len(word) > 2 or re.search(r"\d[.:]\d{1,2}$", before) is not None
    return (
        len(word) > 1 and folded(word) not in _ABBREVIATIONS and folded(word.rpartition("-")[2]) not in ("dja", "gja")
    )


def parts_of_line(line: str) -> list[str]:
    """A line that starts with a bullet, parted at the bullets inside it."""
    return [part for part in _INLINE.sub("\n• ", line).split("\n") if part] if _SIGN.match(line) else [line]


class Item(NamedTuple):
    """An item of a list: its text, whether a sign or number stood before it, and that number as written."""

    text: str
    is_signed: bool
    number: str = ""


def item_of(line: str, *, is_numbered: bool = False) -> Item:
    """A line without its bullet, and without its number where the list counts."""
    if sign := _SIGN.match(line):
        return Item(line[sign.end() :], is_signed=True)
    if is_numbered and (sign := _NUMBERED.match(line)):
        return Item(line[sign.end() :], is_signed=True, number=sign[1])
    return Item(line, is_signed=False)


def point_of(text: str) -> Item:
    """A point of an agenda without “Point 1:”, with which it may begin."""
    if sign := _POINT.match(text):
        return Item(text[sign.end() :], is_signed=True, number=sign[1])
    return Item(text, is_signed=False)


def is_counted(lines: list[str]) -> bool:
    """Whether the lines that begin with a number or letter count 1, 2, … or a, b, …; one “3. октомври” does not."""
    signs = [found[1].lower() for line in lines if (found := _NUMBERED.match(line))]
    if len(signs) < 2:
        return False
    return any(signs == list(order[: len(signs)]) for order in _ORDERS)
