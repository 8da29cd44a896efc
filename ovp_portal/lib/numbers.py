"""Numbers as people type them and as each language writes them; never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MOST_DIGITS = 15
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SPACES = "[ \t\u00a0\u2007\u2009\u202f]"
_NUMBER = re.compile(rf"(?P<sign>[+\-{MINUS}]?){_SPACES}*(?P<body>[0-9.,]|[0-9.,][0-9.,\s]*[0-9])")
_PLAIN = re.compile(r"[0-9]+|[0-9]*[.,][0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?P<group>[ .,])[0-9]{3}(?:(?P=group)[0-9]{3})*(?:(?!(?P=group))[.,][0-9]+)?")
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")

_NOT_A_NUMBER = _("“%(text)s” is not a number. Type only digits, for example %(example)s.")
_TOO_LONG = _("“%(text)s” has too many digits. At most 15 can be kept.")
_AMBIGUOUS = _("“%(text)s” can be read in two ways. Type it without a sign for thousands, for example %(example)s.")


class NumberNotRead(ValidationError, ValueError):
    """What was typed is no number, or could be two different ones."""


def read_decimal(text: str) -> Decimal:
    """Read a number typed in any of the usual ways: 1234,5 · 1.234,5 · 1 234.5 · −3.

    “1.234” could be a thousand or one and a bit. It is read only when the
    point or comma is how the active language itself writes it, and refused
    otherwise. At most MOST_DIGITS digits. Raises NumberNotRead.
    """
    typed = text.strip()
    found = _NUMBER.fullmatch(typed)
    if not found:
        raise _refused(_NOT_A_NUMBER, typed)
    body = re.sub(_SPACES, " ", found["body"])
    digits = _one_point(body, typed)
    if len(digits.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise _refused(_TOO_LONG, typed)
    number = Decimal(digits)
    return number.copy_negate() if number and found["sign"] in ("-", MINUS) else number


def number_text(number: Decimal | int, places: int | None = None) -> str:
    """The number in the active language's form, without trailing zeros.

    `places` is the most decimals to show; halves are rounded away from zero.
    Raises TypeError for floats and ValueError for endless numbers.
    """
    if isinstance(number, bool | float):
        raise TypeError("Numbers are shown from Decimal or int, never from a float.")
    number = Decimal(number)
    if not number.is_finite():
        raise ValueError("Only finite numbers can be written.")
    return _written(number, places, _is_english())


@lru_cache(maxsize=4096)
def _written(number: Decimal, places: int | None, is_english: bool) -> str:
    """Equal numbers are written alike, so each is written once for a language."""
    if places is not None:
        with localcontext(prec=max(number.adjusted(), 0) + places + MOST_DIGITS):
            number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _point, decimals = plain_digits(number.copy_abs()).partition(".")
    point, group = (".", ",") if is_english else (",", NO_BREAK_SPACE)
    grouped = f"{int(whole):,}".replace(",", group)
    sign = MINUS if number < 0 else ""
    return sign + grouped + (point + decimals if decimals else "")


def plain_digits(number: Decimal) -> str:
    """The number in plain ASCII digits: no exponent, no trailing zeros, no minus zero."""
    if not number.is_finite():
        raise ValueError("Only finite numbers can be written.")
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def _one_point(body: str, typed: str) -> str:
    """The digits with a point as the decimal sign, or a refusal."""
    own_point, own_group = (".", ",") if _is_english() else (",", " ")
    if _TWO_READINGS.fullmatch(body) and own_point not in body:
        if own_group not in body:
            raise _refused(_AMBIGUOUS, typed)
        return body.replace(own_group, "")
    if _PLAIN.fullmatch(body):
        return body.replace(",", ".")
    grouped = _GROUPED.fullmatch(body)
    if not grouped:
        raise _refused(_NOT_A_NUMBER, typed)
    return body.replace(grouped["group"], "").replace(",", ".")


def _refused(message: str, typed: str) -> NumberNotRead:
    example = "1234.5" if _is_english() else "1234,5"
    return NumberNotRead(message, code="number_not_read", params={"text": typed[:40], "example": example})


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")
