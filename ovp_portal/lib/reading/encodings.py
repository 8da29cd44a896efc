"""The letters of a plain text file, whose encoding nobody wrote down."""

import re

from ovp_portal.lib.reading.refusals import refused

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HALF = 0.5


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, otherwise the Windows code page whose letters make words."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _plain(_decoded(data, encoding))
    if (encoding := _without_mark(data)) is not None:
        return _plain(_decoded(data, encoding))
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _plain(_decoded(data, _code_page(data)))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused("letters") from error


def _without_mark(data: bytes) -> str | None:
    """UTF-16 shows by its second bytes: those of our letters are 00, 01 and 04."""
    sample = data[:4_000]
    if len(sample) < 4 or len(data) % 2:
        return None
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[place::2], sample[1 - place :: 2]
        if sum(byte in (0, 1, 4) for byte in high) > 0.9 * len(high) and sum(byte > 8 for byte in low) > 0.9 * len(low):
            return encoding
    return None


def _code_page(data: bytes) -> str:
    """Cyrillic (1251) is nearly all high bytes; Latin with marks (1250) has a few among plain letters."""
    high = sum(byte >= 0x80 for byte in data)
    plain = len(re.findall(rb"[A-Za-z]", data))
    return "windows-1251" if high > _HALF * (high + plain) else "windows-1250"


def _plain(text: str) -> str:
    """A text has no control characters: a program or a picture has."""
    strange = sum(letter < " " and letter not in "\t\n\r\x0b\x0c" for letter in text)
    if "\0" in text or strange > max(2, len(text) // 1_000):
        raise refused("not_what_it_says")
    return text
