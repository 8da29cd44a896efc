"""A page that was made for reading on a screen, read into a paper: what the page says, the file says.

It knows the house's own marks (templates/components) and no others: of a tag that it does not know it
keeps the words, and a link that leads elsewhere than to the web or to a mailbox is words too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from ovp_portal.lib.papers.shape import Block, Content, Heading, Items, Paragraph, Part, Run, Runs, Table, printable
from ovp_portal.lib.papers.shape import words_of as one_line
from ovp_portal.lib.papers.widths import shares

_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNSAID = {"svg", "script", "style", "template", "form", "button", "input", "select", "textarea", "nav", "iframe"}
_BOLD = {"b", "strong", "summary"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_OWN_LINE = {"p", "div", "section", "article", "blockquote", "details", "figure", "figcaption", "summary"}
_QUIET = {"sub", "quiet", "small", "empty", "voice__by", "sum-note"}
_SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class _Way:
    """How the words stand at a place: what holds for all inside it."""

    base: str
    page_lang: str
    lang: str = ""
    is_bold: bool = False
    link: str = ""
    tone: str = ""
    is_whole: bool = False


def content_of(page: str, *, lang: str, base: str) -> Content:
    """The content of a page in `lang`; `base` is where addresses without a host lead."""
    from lxml import html as parser  # 8 MB that only papers need

    root = parser.fragment_fromstring(printable(page), create_parent="div")
    way = _Way(base, lang)
    found = {"title": (), "kind": "", "lead": ()}
    opening: list[Block] = []
    parts: list[Part] = []
    for child in _elements(root):
        marks = _marks(child)
        if "head" in marks:
            found, more = _head(child, way)
            opening += more
        elif child.tag == "section" and "part" in marks:
            parts.append(_part(child, way))
        elif parts:
            parts.append(Part((), _blocks(child, way)))
        else:
            opening += _blocks(child, way)
    shown = tuple(part for part in parts if part.name or part.blocks)
    return Content(lang, opening=tuple(opening), parts=shown, **found)


def safe_link(address: str, base: str = "") -> str:
    """The whole address where a reader may be led there; otherwise nothing."""
    address = printable(address).strip()
    try:
        if base and address.startswith("/"):
            address = urljoin(base, address)
        target = urlsplit(address)
    except ValueError:
        return ""
    if target.scheme not in _SCHEMES or "@" in target.netloc or re.search(r"\s", address):
        return ""
    return address if target.netloc or (target.scheme == "mailto" and target.path) else ""


def _head(element, way: _Way) -> tuple[dict, list[Block]]:
    """Title, the line above it and the sentence under it; what else stands in the head comes after."""
    found, more = {"title": (), "kind": "", "lead": ()}, []
    for child in _elements(element):
        marks = _marks(child)
        if child.tag == "h1":
            found["title"] = _line(child, way)
        elif "head__kind" in marks:
            found["kind"] = one_line(_line(child, way))
        elif "lead-text" in marks:
            found["lead"] = _line(child, way)
        else:
            more += _blocks(child, way)
    return found, more


def _part(element, way: _Way) -> Part:
    name: Runs = ()
    blocks: list[Block] = []
    for child in _elements(element):
        if "part__name" not in _marks(child):
            blocks += _blocks(child, _in(child, way))
            continue
        for one in _elements(child):
            if one.tag == "h2":
                name = _line(one, way)
            else:
                blocks += _blocks(one, replace(way, tone="quiet"))
    return Part(name, tuple(blocks))


def _elements(element) -> Iterator:
    return (child for child in element if isinstance(child.tag, str) and not _is_unsaid(child))


def _marks(element) -> set[str]:
    return set((element.get("class") or "").split())


def _is_unsaid(element) -> bool:
    is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return element.tag in _UNSAID or is_hidden or ("visually-hidden" in _marks(element) and element.tag != "caption")


def _in(element, way: _Way) -> _Way:
    """The way inside an element."""
    lang = element.get("lang")
    if lang is not None:
        way = replace(way, lang="" if lang == way.page_lang else lang)
    if element.tag in _BOLD:
        way = replace(way, is_bold=True)
    if element.tag == "a":
        way = replace(way, link=safe_link(element.get("href") or "", way.base))
    marks = _marks(element)
    if "nowrap" in marks:
        way = replace(way, is_whole=True)
    return replace(way, tone="quiet") if marks & _QUIET else way


def _blocks(element, way: _Way) -> tuple[Block, ...]:
    flow = _Flow()
    flow.say(element, way)
    flow.end_line(way)
    return tuple(flow.blocks)


def _line(element, way: _Way) -> Runs:
    """The words of what is one line whatever it holds."""
    flow = _Flow(is_line=True)
    flow.inside(element, _in(element, way))
    return _trimmed(flow.runs)


@dataclass
class _Flow:
    """Words as they come, parted into blocks."""

    is_line: bool = False
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def say(self, element, way: _Way) -> None:
        here = _in(element, way)
        if element.tag == "br":
            self.runs.append(Run("\n"))
        elif self.is_line:
            self.inside(element, here)
            if "head__no" in _marks(element):
                self.text(" ", here)
        elif element.tag in ("ul", "ol"):
            self.own(Items(tuple(_blocks_inside(one, here) for one in _elements(element)), element.tag == "ol"), way)
        elif element.tag == "table":
            self.own(_table(element, here), way)
        elif element.tag == "dl":
            self.end_line(way)
            self.blocks += _pairs(element, here)
        elif element.tag in _HEADINGS:
            self.own(Heading(_line(element, way)), way)
        elif element.tag in _OWN_LINE or _marks(element) & {"sub", "d-block"}:
            self.end_line(way)
            self.inside(element, here)
            self.end_line(here)
        else:
            self.inside(element, here)

    def inside(self, element, way: _Way) -> None:
        self.text(element.text, way)
        for child in element:
            if isinstance(child.tag, str) and not _is_unsaid(child):
                self.say(child, way)
            self.text(child.tail, way)

    def text(self, words: str | None, way: _Way) -> None:
        shown = _SPACES.sub(" ", printable(words or ""))
        if not self.runs or self.runs[-1].text[-1:] in (" ", "\n"):
            shown = shown.lstrip(" ")
        if way.is_whole:
            shown = shown.replace(" ", "\N{NO-BREAK SPACE}")
        if shown:
            self.runs.append(Run(shown, way.is_bold, way.link, way.lang))

    def own(self, block: Block, way: _Way) -> None:
        """A block of its own: the words before it end."""
        self.end_line(way)
        self.blocks.append(block)

    def end_line(self, way: _Way) -> None:
        runs, self.runs = _trimmed(self.runs), []
        if runs:
            self.blocks.append(Paragraph(runs, way.tone))


def _blocks_inside(element, way: _Way) -> tuple[Block, ...]:
    flow = _Flow()
    flow.inside(element, _in(element, way))
    flow.end_line(way)
    return tuple(flow.blocks)


def _trimmed(runs: list[Run]) -> Runs:
    """Without empty ends; a paragraph of spaces is none."""
    runs = list(runs)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)


def _pairs(element, way: _Way) -> Iterator[Paragraph]:
    """Names and values, each pair a line."""
    name: Runs = ()
    for one in element.iter("dt", "dd"):
        if one.tag == "dt":
            name = _line(one, replace(way, is_bold=True))
        else:
            yield Paragraph((*name, Run(": ", is_bold=True), *_line(one, way)))


def _table(element, way: _Way) -> Table:
    """The grid is always whole: cells that a row lacks are empty."""
    caption = next((_line(one, way) for one in element.iter("caption")), ())
    lines = [[cell for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
    in_head = [row.getparent().tag == "thead" for row in element.iter("tr")]
    heads = next((cells for cells, is_head in zip(lines, in_head, strict=True) if is_head), [])
    body = [cells for cells, is_head in zip(lines, in_head, strict=True) if not is_head]
    columns = max([len(heads), *(len(cells) for cells in body)], default=0)
    named = [_line(cell, way) for cell in heads]
    rows = [[_blocks_inside(cell, way) for cell in cells] for cells in body]
    right = ["num" in _marks(cell) for cell in heads]
    whole = [tuple(row + [()] * (columns - len(row))) for row in rows]
    return Table(
        caption,
        tuple(named + [()] * (columns - len(named))),
        tuple(whole),
        shares(named, whole, columns),
        tuple(right + [False] * (columns - len(right))),
    )
