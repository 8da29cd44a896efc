"""Texts as they come: tidied for keeping, folded for search, keyed for order."""

import re
import unicodedata

from ovp_portal.lib.letters import READABLE, in_one_script, without_marks
from ovp_portal.lib.sorting import sort_key

__all__ = ["fold", "is_list", "slug", "sort_key", "split_list", "tidy"]

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_READ = ("Cc", "Cf", "Cs")
_SYMBOL_FONT_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•"})


def tidy(text: str) -> str:
    """A pasted text with its words and paragraphs, without the residue of where it came from.

    Line ends become LF; spaces of every kind become one plain space; characters
    without a shape (zero-width, control, NUL, halves of characters) go; at most
    one empty line stands between paragraphs. In Unicode's composed form.
    """
    text = _LINE_END.sub("\n", text).translate(_SYMBOL_FONT_BULLETS)
    lines = [_SPACES.sub(" ", line).strip(" ") for line in text.translate(_SHOWN).split("\n")]
    joined = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return unicodedata.normalize("NFC", joined)


class _Shown(dict[int, str]):
    """How each letter is kept, found out once for those of our scripts."""

    def __missing__(self, code: int) -> str:
        shown = _shown(chr(code))
        if code < _OUR_SCRIPTS_END:
            self[code] = shown
        return shown


_OUR_SCRIPTS_END = 0x3000
_SHOWN = _Shown()
_SPACES = re.compile("  +")


def _shown(letter: str) -> str:
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if letter == "\t" or category == "Zs":
        return " "
    return "" if category in _NOT_READ else letter


def fold(text: str) -> str:
    """One ASCII form for all spellings of a word, so that search and pickers meet.

    Case, script and look-alike letters are evened out: “lugje” is луѓе, “ljudi”
    is lјudi and људи, and zaklucoci, zaklučoci and заклучоци are one. The English
    way (zh, sh, ch, dzh) comes to the same as ž, š, č, dž. Punctuation becomes a
    space, except the point between digits, so that 3.6 is not 3 and 6. Letters of
    further scripts stay. Folding what is folded changes nothing.
    """
    text = _case_folded(in_one_script(tidy(text)))
    text = without_marks(text).translate(READABLE)
    text = re.sub(r"(?<=[csz])h+", "", text)
    text = re.sub(r"(?<![0-9])\.|\.(?![0-9])|[^\w.]|_", " ", text)
    return " ".join(text.split())


def _case_folded(text: str) -> str:
    """Unicode's compatibility case folding, which one pass does not reach."""
    for _pass in range(4):
        text, before = unicodedata.normalize("NFKC", text).casefold(), text
        if text == before:
            break
    return text


def slug(text: str, *, max_length: int = 60, fallback: str = "text") -> str:
    """Lower-case ASCII words with hyphens for an address, cut at a word where one ends.

    Cyrillic is written as read in English (заложба: zalozhba). Where nothing is
    left, `fallback`; never empty, never longer than `max_length`.
    """
    text = without_marks(_case_folded(in_one_script(tidy(text)))).translate(READABLE)
    words = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if len(words) > max_length:
        cut = words[: max_length + 1].rpartition("-")[0]
        words = (cut or words[:max_length]).strip("-")
    return words or fallback[:max_length]


_SIGN = re.compile(r"(?:[·•▪‣◦●○■□➢]\s*|[-–—*]\s+|\(?[^\W\d_]\)\s+)")
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+")
_INLINE_SIGN = re.compile(r"\s+[·•]\s+")


def split_list(text: str) -> list[str]:
    """The items of a pasted list, without their bullets, numbers and closing semicolons.

    Bullets inside a line part it when it starts with one. A line that goes on in
    small letters belongs to the item above. Numbers are taken for numbering only
    where they count 1, 2, …, so that “3. октомври 2022” keeps its day.
    """
    lines = [part for line in tidy(text).split("\n") if line for part in _inline(line)]
    counted = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    is_numbered = len(counted) > 1 and counted == list(range(1, len(counted) + 1))
    has_signs = is_numbered or any(_SIGN.match(line) for line in lines)
    items: list[str] = []
    for line in lines:
        sign = _SIGN.match(line) or (is_numbered and _NUMBER.match(line)) or None
        words = line[sign.end() :] if sign else line
        goes_on = not sign and has_signs and words[:1].islower()
        if goes_on and items and items[-1][-1:] not in (";", ".", ":"):
            items[-1] += " " + words
        elif words:
            items.append(words)
    return [item for line in items if (item := line.rstrip("; "))]


def _inline(line: str) -> list[str]:
    return _INLINE_SIGN.sub("\n• ", line).split("\n") if line[0] in "·•" else [line]


def is_list(text: str) -> bool:
    """Whether a text is clearly a list: it starts with a bullet, counts from 1, or its lines end with semicolons."""
    lines = [line for line in tidy(text).split("\n") if line]
    if not lines:
        return False
    counted = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    if _SIGN.match(lines[0]) or (len(counted) > 1 and counted == list(range(1, len(counted) + 1))):
        return True
    return len(lines) > 1 and all(line.endswith(";") for line in lines[:-1])
