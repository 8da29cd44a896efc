"""Rich text: paragraphs, bold, lists and links, and nothing else.

It is kept as plain text in a notation that can be typed without any editor, so that it is searched, compared,
printed and read aloud as it stands, and so that what was typed before there was an editor goes on to be read:

    An empty line parts paragraphs; a line end stays one.
    - a line that begins with “- ”, “· ” or “•” is an item of a list
    1. lines that count from 1 are a numbered list
    **bold**, [words of a link](https://example.org); a bare https address is a link too.

A backslash takes its meaning from a sign: \\*\\*. The editor sends HTML; it becomes notation when it is
received (`notation_of`), and HTML again when it is shown (`as_html`), through one allow-list both times.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ovp_portal.lib.markup import without_closing_signs
from ovp_portal.lib.text import tidy


class Run(NamedTuple):
    """Words that look the same."""

    text: str
    is_bold: bool = False
    href: str = ""


Line = tuple[Run, ...]


class Block(NamedTuple):
    """A paragraph with its lines, or a list with its items."""

    kind: str
    """paragraph, bullets or numbers"""
    lines: tuple[Line, ...]


_TAGS = {"p", "br", "strong", "ul", "ol", "li", "a"}
_SCHEMES = {"http", "https"}
_BULLET = re.compile(r"(?:- |[·•] ?)(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)] (?=\S)")
_ADDRESS = r"https?://[^\s<>\"()]+(?:\([^\s<>\"()]*\)[^\s<>\"()]*)*"
_SIGN = re.compile(
    r"\\(?P<escaped>[\\*\[\]()])"
    r"|\*\*(?=\S)(?P<bold>(?:\\.|(?!\*\*)[^\\])+)(?<=\S)\*\*"
    rf"|\[(?P<words>(?:\\.|[^\[\]\\])+)\]\((?P<to>{_ADDRESS})\)"
    r"|(?P<bare>https?://[^\s<>\"„“”«»]+)",
    re.IGNORECASE,
)


def blocks_of(text: str) -> list[Block]:
    """What a text consists of, for whoever lays it out: a page, a PDF, a Word file."""
    parts = (part.split("\n") for part in tidy(text).split("\n\n") if part)
    return [block for lines in parts for block in _blocks(lines)]


def as_html(text: str) -> SafeString:
    """The text as safe HTML; links lend no standing to where they lead."""
    html = "\n".join(_block_html(block) for block in blocks_of(text))
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
        generic_attribute_prefixes=set(),
    )
    return SafeString(clean)


def plain(text: str) -> str:
    """The words alone, for places that know no bold and no links; the address of a link stands behind its words."""
    return "\n\n".join(
        "\n".join(_mark(block, number) + _plain_line(line) for number, line in enumerate(block.lines, start=1))
        for block in blocks_of(text)
    )


def written(blocks: Iterable[Block]) -> str:
    """The notation of these blocks."""
    parts = []
    for block in blocks:
        lines = ((number, _line_notation(line)) for number, line in enumerate(block.lines, start=1))
        parts.append("\n".join(_mark(block, number) + words for number, words in lines if words))
    return tidy("\n\n".join(part for part in parts if part))


# Reading


def _blocks(lines: list[str]) -> Iterator[Block]:
    """The lists inside a paragraph stand on their own."""
    waiting: list[str] = []
    while lines:
        kind, count = _list_at(lines)
        if not count:
            waiting.append(lines.pop(0))
            continue
        if waiting:
            yield Block("paragraph", tuple(_runs(line) for line in waiting))
            waiting = []
        sign = _BULLET if kind == "bullets" else _NUMBER
        yield Block(kind, tuple(_runs(sign.sub("", line, count=1)) for line in lines[:count]))
        del lines[:count]
    if waiting:
        yield Block("paragraph", tuple(_runs(line) for line in waiting))


def _list_at(lines: list[str]) -> tuple[str, int]:
    """The list that begins here and how long it is. A single number is a date or an article, and no list."""
    bullets = 0
    while bullets < len(lines) and _BULLET.match(lines[bullets]):
        bullets += 1
    if bullets:
        return "bullets", bullets
    numbers = 0
    while numbers < len(lines) and (found := _NUMBER.match(lines[numbers])) and int(found[1]) == numbers + 1:
        numbers += 1
    return ("numbers", numbers) if numbers > 1 else ("", 0)


def _runs(line: str, *, is_bold: bool = False) -> Line:
    runs, end, words = [], 0, ""
    for found in _SIGN.finditer(line):
        words += line[end : found.start()]
        end = found.end()
        if found["escaped"]:
            words += found["escaped"]
            continue
        if found["bare"]:
            address = without_closing_signs(found["bare"])
            rest = found["bare"][len(address) :]
            new = [Run(address, is_bold, address if is_safe_address(address) else ""), Run(rest, is_bold)]
        elif found["bold"]:
            new = _runs(found["bold"], is_bold=True)
        else:
            text = re.sub(r"\\([\\*\[\]()])", r"\1", found["words"])
            new = [Run(text, is_bold, found["to"])] if is_safe_address(found["to"]) else [Run(found[0], is_bold)]
        runs += [Run(words, is_bold), *new]
        words = ""
    runs.append(Run(words + line[end:], is_bold))
    return tuple(run for run in runs if run.text)


def is_safe_address(address: str) -> bool:
    """An address on the web whose host is what it seems: https://bank@elsewhere is not."""
    try:
        target = urlsplit(address)
    except ValueError:
        return False
    return target.scheme.lower() in _SCHEMES and bool(target.hostname) and "@" not in target.netloc


# Writing


def _block_html(block: Block) -> str:
    if block.kind == "paragraph":
        return f"<p>{'<br>'.join(_line_html(line) for line in block.lines)}</p>"
    tag = "ul" if block.kind == "bullets" else "ol"
    return f"<{tag}>{''.join(f'<li>{_line_html(line)}</li>' for line in block.lines)}</{tag}>"


def _line_html(line: Line) -> str:
    parts = []
    for run in line:
        html = escape(run.text)
        if run.href:
            html = format_html('<a href="{}">{}</a>', run.href, html)
        parts.append(format_html("<strong>{}</strong>", html) if run.is_bold else html)
    return "".join(parts).replace("</strong><strong>", "")


def _plain_line(line: Line) -> str:
    return "".join(f"{run.text} ({run.href})" if run.href not in ("", run.text) else run.text for run in line)


def _mark(block: Block, number: int) -> str:
    return {"bullets": "- ", "numbers": f"{number}. "}.get(block.kind, "")


def _line_notation(line: Line) -> str:
    """Bold runs stand together; the spaces at their ends belong outside the signs."""
    parts: list[str] = []
    bold: list[str] = []
    for run in (*line, Run("")):
        words = _escaped(run)
        if run.href and run.href != run.text and is_safe_address(run.href):
            words = f"[{words}]({run.href})"
        if run.is_bold:
            bold.append(words)
            continue
        inside = "".join(bold)
        if inside.strip():
            before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
            inside = f"{before}**{inside.strip()}**{after}"
        parts += [inside, words]
        bold = []
    return "".join(parts).strip()


def _escaped(run: Run) -> str:
    if run.href and run.href == run.text:
        return run.text
    text = re.sub(r"\\(?=[\\*\[\]()]|$)", r"\\\\", run.text)
    if run.is_bold or "**" in text or text.startswith("*") or text.endswith("*"):
        text = text.replace("*", r"\*")
    if run.href:
        return re.sub(r"([\[\]])", r"\\\1", text)
    return text.replace("](", r"\](")
