"""Finds in free text what should not be public by chance: e-mail addresses, telephone and personal numbers.

It points out and takes nothing away: an office's own address may well stay. `is_sure` parts what is
certainly one from what only looks so. It knows no model.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    EMAIL = "email"
    TELEPHONE = "telephone"
    PERSONAL_NUMBER = "personal_number"


class Found(NamedTuple):
    """One of them: where it stands, what it is however it is written (`value`), and the sentence around it."""

    kind: Kind
    start: int
    end: int
    text: str
    value: str
    is_sure: bool
    sentence: str


EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}\s?(?:@|\s?[\[(](?:at|кај|ет)[\])]\s?)\s?(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w@])",
    re.I,
)
DIGITS = re.compile(r"(?<![\w.,/-])\d(?:[ ]?\d){12}(?![\w/-])(?!\.\d)")
_APART = r"[ \u00a0\u2009./\-–()]{0,3}"
_START = r"(?<![\w+])(?:\+|00(?=[1-9]))?\(?\d"
NUMBERS = [re.compile(rf"{_START}(?:{_APART}\d){{5,{most}}}(?![\w])") for most in (14, 11, 9, 8)]
"""The longest first: two numbers beside each other are one run of digits, and neither alone."""
CUE = re.compile(
    r"(?:\b(?:тел|моб|мобилен|телефон\w*|контакт|факс|тел\.факс|tel|telefon\w*|mob|mobil\w*|phone|mobile|fax|faks|cel|cell"
    r"|viber|вајбер|whatsapp|kontakt|numri|бројот)\b|☎|✆)[^\d+]{0,25}$",
    re.I,
)
REFERENCE = re.compile(
    r"(?:\b(?:бр|број|арх|br|broj|nr|no|ref|закон|член|сметка|жиро|iban|ж-ска|едб|емб[сс]|депонент)\b\W{0,4}|№\W{0,3})$",
    re.I,
)
DATE = re.compile(
    r"\(?(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{4}|\d{4}-\d{2}-\d{2})(?:\D{1,4}\d{1,2}[./-]\d{1,2}[./-]\d{4})?"
)
YEARS = re.compile(r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d")
ENDS = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-zа-шѓѕјљњќџ])|\n+")
CALLING = ("389", "383", "381", "355")
"""North Macedonia, Kosovo, Serbia and Albania: what follows is nine digits or fewer."""


def find_private(text: str) -> list[Found]:
    """All of them in the order of the text, none within another."""
    taken: list[tuple[int, int]] = []
    found = []
    for run in (_personal_numbers, _emails, _telephones):
        for one in run(text):
            if all(one.end <= start or one.start >= end for start, end in taken):
                taken.append((one.start, one.end))
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def is_personal_number(digits: str) -> bool:
    """Whether digits are a personal number of the region: a day of birth, and the digit that checks the rest."""
    return len(digits) == 13 and _born(digits) and int(digits[12]) == check_digit(digits)


def check_digit(digits: str) -> int:
    """The thirteenth digit by the first twelve."""
    weights = (7, 6, 5, 4, 3, 2)
    total = sum(weight * (int(digits[place]) + int(digits[place + 6])) for place, weight in enumerate(weights))
    rest = 11 - total % 11
    return 0 if rest > 9 else rest


def _born(digits: str) -> bool:
    """DDMMYYY: the year without its first digit, 985 for 1985 and 004 for 2004."""
    short = int(digits[4:7])
    try:
        date(short + (1000 if short >= 800 else 2000), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True


def _personal_numbers(text: str) -> Iterator[Found]:
    for match in DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if is_personal_number(digits):
            yield _found(Kind.PERSONAL_NUMBER, text, match.start(), match.end(), digits, is_sure=True)
        elif _born(digits):
            yield _found(Kind.PERSONAL_NUMBER, text, match.start(), match.end(), digits, is_sure=False)


def _emails(text: str) -> Iterator[Found]:
    for match in EMAIL.finditer(text):
        is_plain = "@" in match[0]
        value = re.sub(r"\s|[\[(](?:at|кај|ет)[\])]", lambda m: "" if m[0].isspace() else "@", match[0], flags=re.I)
        yield _found(Kind.EMAIL, text, match.start(), match.end(), value.lower(), is_sure=is_plain)


def _telephones(text: str) -> Iterator[Found]:
    place = 0
    while match := NUMBERS[0].search(text, place):
        tried = [match, *(shorter.match(text, match.start()) for shorter in NUMBERS[1:])]
        found = next((one for run in tried if run and (one := _telephone(text, run))), None)
        place = found.end if found else match.end()
        if found:
            yield found


def _telephone(text: str, match: re.Match[str]) -> Found | None:
    said, before = match[0], text[max(0, match.start() - 40) : match.start()]
    digits = re.sub(r"\D", "", said)
    has_cue = bool(CUE.search(before))
    is_sure = _is_telephone(said, digits, has_cue)
    is_other = REFERENCE.search(before) or DATE.match(said) or YEARS.match(said)
    if is_sure is None or (is_other and not has_cue):
        return None
    start = match.start() + (said.startswith("(") and ")" not in said)
    return _found(Kind.TELEPHONE, text, start, match.end(), _spelt(said, digits), is_sure=is_sure)


def _is_telephone(said: str, digits: str, has_cue: bool) -> bool | None:
    """True for certain, False for likely, None for no telephone number at all."""
    if said.startswith(("+", "(+", "00")):
        number = digits.removeprefix("00")
        if number.startswith(CALLING):
            return True if 10 <= len(number) <= 12 else None
        return (said.startswith("+") or has_cue) if 8 <= len(number) <= 15 else None
    if has_cue and 6 <= len(digits) <= 12:
        return True
    bare = digits.startswith(CALLING) and len(digits) in (11, 12)
    if bare:
        return False
    if digits.startswith("0") and len(digits) in (9, 10) and digits[1] != "0":
        return bool(re.match(r"\(?0(?:7\d|6\d|2|3[1-48]|4[2-9]|1\d)", said))
    return None


def _spelt(said: str, digits: str) -> str:
    """One number however it is grouped: digits alone, with a plus where it goes abroad."""
    if "+" in said[:2]:
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _found(kind: Kind, text: str, start: int, end: int, value: str, *, is_sure: bool) -> Found:
    return Found(kind, start, end, text[start:end], value, is_sure, sentence_around(text, start, end))


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or the line in which a span stands, whole even where it is long."""
    first = 0
    for match in ENDS.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            return text[first : match.start()].strip()
    return text[first:].strip()


def without(text: str, start: int, end: int) -> str:
    """The text with a span taken out, and no double gap where it was."""
    before, after = text[:start], text[end:]
    if before.endswith(("(", "[")) and after.startswith((")", "]")):
        before, after = before[:-1], after[1:]
    if before[-1:].isspace() and (not after or after[:1].isspace() or after[:1] in ".,;:!?)"):
        before = before.rstrip(" \u00a0")
        if before[-1:].isalnum() and after[:1].isalnum():
            before += " "
    return before + after
