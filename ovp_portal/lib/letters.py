"""Letters: between scripts, and the look-alikes that stray from one into the other."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")

# Written in Latin for reading and for addresses. Macedonian first, Serbian where it differs,
# then the letters of other Cyrillic alphabets that turn up in names.
READABLE = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ѓ": "gj", "ђ": "dj", "е": "e",
        "ж": "zh", "з": "z", "ѕ": "dz", "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj",
        "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "ќ": "kj", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "џ": "dzh",
        "ш": "sh", "й": "j", "щ": "sht", "ъ": "a", "ы": "y", "ь": "", "э": "e", "ю": "ju",
        "я": "ja", "і": "i", "ї": "ji", "є": "je", "ґ": "g", "ў": "u",
        "đ": "dj", "ǵ": "gj", "ḱ": "kj", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe",
        "ı": "i", "þ": "th", "ħ": "h",
    }
)  # fmt: skip

_OWN_LETTERS = frozenset("ѓќйїўǵḱЃЌЙЇЎǴḰ")

# Lower-case pairs whose shapes are taken for each other, in capitals or in small letters.
_LATIN = "abcehjkmopstxyi"
_CYRILLIC = "авсенјкморѕтхуі"
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper())


def in_one_script(text: str) -> str:
    """Each word in one script: letters that only look like the others' are replaced.

    “lјudi” with a Cyrillic ј becomes Latin, “Jaкнење” with a Latin Ja becomes
    Cyrillic. The script with more letters wins; where one of the fewer letters is
    like none of it (webстрана), the word stays as it is.
    """
    return WORD.sub(lambda found: _word_in_one_script(found[0]), text)


def without_marks(text: str) -> str:
    """č as c, ë as e; ѓ and й, ǵ and their like are letters of their own and keep their shape."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _OWN_LETTERS:
            kept.append(letter)
        else:
            parts = unicodedata.normalize("NFD", letter)
            kept += [part for part in parts if unicodedata.category(part) != "Mn"]
    return "".join(kept)


def _word_in_one_script(word: str) -> str:
    cyrillic = [letter for letter in word if "\u0400" <= letter <= "\u04ff"]
    if not cyrillic or len(cyrillic) == len(word):
        return word
    latin = [letter for letter in word if not "\u0400" <= letter <= "\u04ff"]
    if len(latin) <= len(cyrillic):
        strays, others = latin, _TO_CYRILLIC
    else:
        strays, others = cyrillic, _TO_LATIN
    return word.translate(others) if all(ord(letter) in others for letter in strays) else word
