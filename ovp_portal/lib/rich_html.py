"""HTML that an editor or a clipboard sent, as the notation of `rich_text`. Whatever is not in it is dropped."""

from html.parser import HTMLParser

import nh3

from ovp_portal.lib.rich_text import Block, Run, written

_PARTING = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr", "ul", "ol", "li"}
_READ = _PARTING | {"a", "b", "br", "strong", "td", "th"}
_DROPPED_WHOLE = {"script", "style", "template", "title", "textarea", "noscript", "iframe", "object", "svg", "math"}


def notation_of(html: str) -> str:
    """The text of this HTML with its paragraphs, bold words, lists and links on the web; never any HTML."""
    clean = nh3.clean(
        html,
        tags=_READ,
        clean_content_tags=_DROPPED_WHOLE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
        generic_attribute_prefixes=set(),
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return written(reader.blocks())


class _Reader(HTMLParser):
    """Collects lines of runs; each knows the list it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[Block] = []
        self._lines: list[list[Run]] = [[]]
        self._lists: list[str] = []
        self._is_item = False
        self._bold = 0
        self._href = ""

    def blocks(self) -> list[Block]:
        self._part()
        return self._done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARTING and not (tag == "p" and self._is_item and not self._lines[-1]):
            self._part()
        if tag in ("ul", "ol"):
            self._lists.append("bullets" if tag == "ul" else "numbers")
            self._done.append(Block(self._lists[-1], ()))
        elif tag == "li":
            self._is_item = True
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
        elif tag == "br":
            self._lines.append([])
        elif tag in ("td", "th"):
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARTING:
            self._part()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._done.append(Block("paragraph", ()))
        if tag == "li":
            self._is_item = False
        elif tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        elif tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        self._add(data.replace("\n", " "))

    def _add(self, words: str) -> None:
        if words.strip() or self._lines[-1]:
            self._lines[-1].append(Run(words, self._bold > 0, self._href))

    def _part(self) -> None:
        """What was collected becomes a paragraph, or an item of the list around it; an item has one line."""
        lines = [tuple(line) for line in self._lines if any(run.text.strip() for run in line)]
        self._lines = [[]]
        if not lines:
            return
        kind = self._lists[-1] if self._lists else "paragraph"
        if kind == "paragraph":
            self._done.append(Block(kind, tuple(lines)))
            return
        item = tuple(run for number, line in enumerate(lines) for run in ((Run(" "), *line) if number else line))
        last = self._done[-1] if self._done else None
        if last and last.kind == kind:
            self._done[-1] = Block(kind, (*last.lines, item))
        else:
            self._done.append(Block(kind, (item,)))
