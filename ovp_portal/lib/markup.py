"""Typed plain text as safe HTML: paragraphs, lists and links, and nothing else."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import urlsplit

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ovp_portal.lib.text import tidy

_ADDRESS = re.compile(r"https?://[^\s<>\"„“”«»]+", re.IGNORECASE)
_BULLET = re.compile(r"^(?:- |[·•] ?)(?=\S)")


def paragraphs(text: str) -> SafeString:
    """The text in `<p>` and `<ul>`; everything typed is escaped.

    An empty line parts paragraphs, a single line end stays one. Lines that begin
    with “- ”, “· ” or “•” are a list. Addresses with http or https are links that
    lend no standing to where they lead.
    """
    blocks = (block for block in tidy(text).split("\n\n") if block)
    return _joined("\n", (part for block in blocks for part in _block(block.split("\n"))))


def _block(lines: list[str]) -> Iterator[SafeString]:
    """One paragraph's lines, with the lists inside it on their own."""
    for is_list, run in groupby(lines, key=lambda line: bool(_BULLET.match(line))):
        if is_list:
            items = (format_html("<li>{}</li>", _line(_BULLET.sub("", line, count=1))) for line in run)
            yield format_html("<ul>{}</ul>", _joined("", items))
        else:
            yield format_html("<p>{}</p>", _joined("<br>", (_line(line) for line in run)))


def _line(line: str) -> SafeString:
    """One line, escaped, with its addresses linked."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = without_closing_signs(found[0])
        parts += [escape(line[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return _joined("", [*parts, escape(line[end:])])


def _joined(between: str, parts: Iterable[SafeString]) -> SafeString:
    return format_html_join(SafeString(between), "{}", ((part,) for part in parts))


def _link(address: str) -> SafeString:
    """A link, unless the address has no host or hides it behind a name (https://bank@elsewhere)."""
    try:
        target = urlsplit(address)
    except ValueError:
        return escape(address)
    if not target.hostname or "@" in target.netloc:
        return escape(address)
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', address, address)


def without_closing_signs(address: str) -> str:
    """The address without the sentence's own full stop or bracket after it."""
    while address:
        last = address[-1]
        if last in ".,;:!?'’*_" or (last == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address
