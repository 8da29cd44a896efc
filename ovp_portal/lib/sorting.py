"""Alphabetical order that is the same on every server, whatever its collation."""

import re
import unicodedata

from ovp_portal.lib.letters import READABLE, in_one_script, without_marks

_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
_MACEDONIAN = "а б в г д ѓ ђ е є ж з ѕ и і ї й ј к л љ м н њ о п р с т ќ ћ у ў ф х ц ч џ ш щ ъ ы ь э ю я"
_ALBANIAN = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh"
_SERBIAN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
ALPHABETS = {
    "mk": _MACEDONIAN.split(),
    "sq": _ALBANIAN.split(),
    "sr": _SERBIAN.split(),
    "en": _LATIN.split(),
}

_SERBIAN_CYRILLIC = READABLE | str.maketrans("đђжћчш", "đđžćčš") | {ord("џ"): "dž"}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def sort_key(text: str, language: str, *, max_length: int = 400) -> str:
    """A key of digits and small ASCII letters; their order is the alphabet's order.

    Two signs a letter, so that even a server that sorts by a locale orders them
    alike. Case and signs do not count, numbers go by their size (3.10 after 3.6),
    spaces come first, letters of the other script last. Serbian Cyrillic sorts
    with its Latin. Texts that differ in case or signs alone share a key.
    Cut at `max_length` signs, so that it fits its column whatever the text.
    """
    language = language.split("-")[0]
    text = in_one_script(text).casefold()
    if language == "sr":
        text = text.translate(_SERBIAN_CYRILLIC)
    codes, pattern = _TABLES.get(language, _TABLES["en"])
    found = pattern.findall(" ".join(re.sub(r"[\W_]+", " ", _composed(text, codes)).split()))
    return "".join(_code(piece, codes) for piece in found)[:max_length]


def _composed(text: str, codes: dict[str, str]) -> str:
    """Letters of the two scripts as they are, any other as the nearest of them."""
    return "".join(_nearest(letter, codes) for letter in unicodedata.normalize("NFC", text))


def _nearest(letter: str, codes: dict[str, str]) -> str:
    if letter in codes:
        return letter
    bare = without_marks(letter)
    return bare if bare in codes else bare.translate(READABLE)


def _code(piece: str, codes: dict[str, str]) -> str:
    if piece in codes:
        return codes[piece]
    if piece[0] in "0123456789":
        digits = piece.lstrip("0")[:99]
        return f"02{len(digits):02}{digits}"
    return f"z{ord(piece):06x}"


def _table(alphabet: list[str]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Each letter's two signs, and the pattern that takes the longest letter first."""
    other = _LATIN.split() if "а" in alphabet else _MACEDONIAN.split()
    letters = [*alphabet, *other]
    codes = {letter: _pair(36 + place) for place, letter in enumerate(letters)} | {" ": "01"}
    longest_first = sorted(letters, key=len, reverse=True)
    return codes, re.compile("|".join([*longest_first, "[0-9]+", "."]), re.DOTALL)


def _pair(number: int) -> str:
    return _DIGITS[number // 36] + _DIGITS[number % 36]


_TABLES = {language: _table(alphabet) for language, alphabet in ALPHABETS.items()}
