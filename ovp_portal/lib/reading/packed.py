"""The text of Word (.docx) and OpenDocument (.odt) files: paragraphs, list items and tables.

Only their XML is read, by a parser that refuses every declaration. No macro, no picture and no
document inside the document is opened, and nothing is fetched.
"""

import re
from typing import NamedTuple
from xml.parsers import expat

from ovp_portal.lib.reading.archives import Archive
from ovp_portal.lib.reading.refusals import DocumentRefused, refused
from ovp_portal.lib.reading.relations import refuse_fetching

MOST_LETTERS = 400_000
"""Letters of one document before it is tidied; a note is far shorter."""
MOST_ELEMENTS = 600_000
_W = "wordprocessingml"
_BULLET = "• "
_MOST_SPACES = 100
_MOST_RELATIONS = 50


class Extracted(NamedTuple):
    """A document as text; `aside` is what stands beside it: headers, footers and footnotes."""

    text: str
    aside: str = ""


def read_docx(archive: Archive) -> Extracted:
    main = [name for name in archive.names if re.fullmatch(r"word/document\d*\.xml", name)]
    if not main:
        raise refused("not_what_it_says")
    beside = [name for name in archive.names if re.fullmatch(r"word/(header|footer|footnotes|endnotes)\d*\.xml", name)]
    for name in [name for name in archive.names if name.endswith(".rels")][:_MOST_RELATIONS]:
        refuse_fetching(archive.read(name))
    text = _DocxReader().read(archive.read(main[0]))
    aside = [_DocxReader().read(archive.read(name)) for name in sorted(beside)[:20]]
    return Extracted(text, "\n".join(part for part in aside if part.strip()))


def read_odt(archive: Archive) -> Extracted:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise refused("protected")
    return Extracted(_OdtReader().read(archive.read("content.xml")))


class _XmlText:
    """Reads paragraphs out of XML. A table's row is one line, its cells parted by tabs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.paragraph: list[str] | None = None
        self.rows: list[list[str]] = []
        self.cells: list[list[str]] = []
        self.outer: list[list[str] | None] = []
        self.skipped = self.elements = self.letters = 0

    def read(self, data: bytes) -> str:
        if not data:
            return ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_declarations
        parser.ExternalEntityRefHandler = parser.UnparsedEntityDeclHandler = _refuse_declarations
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._said
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            if isinstance(error, DocumentRefused):
                raise
            raise refused("broken") from error
        return "\n".join(self.lines)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise refused("bomb")
        space, _blank, local = name.rpartition(" ")
        if self.skipped or self.is_skipped(space, local):
            self.skipped += 1
        else:
            self.start(space, local, attributes)

    def _end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        else:
            space, _blank, local = name.rpartition(" ")
            self.end(space, local)

    def _said(self, text: str) -> None:
        if not self.skipped and self.paragraph is not None and self.takes_text():
            self.add(text)

    def add(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise refused("too_long")
        if self.paragraph is not None:
            self.paragraph.append(text)

    def begin_paragraph(self) -> None:
        self.outer.append(self.paragraph)
        self.paragraph = []

    def end_paragraph(self, sign: str = "") -> None:
        text = "".join(self.paragraph or [])
        self.paragraph = self.outer.pop() if self.outer else None
        line = sign + text if sign and text.strip() and not re.match(r"\s*[·•▪–—-]", text) else text
        if self.cells:
            self.cells[-1].append(line)
        else:
            self.lines.append(line)

    def begin_cell(self) -> None:
        self.cells.append([])

    def end_cell(self) -> None:
        cell = [line.strip() for line in (self.cells.pop() if self.cells else []) if line.strip()]
        text = "\n".join(cell)
        if self.rows:
            self.rows[-1].append(text)

    def begin_row(self) -> None:
        self.rows.append([])

    def end_row(self) -> None:
        cells = [cell for cell in (self.rows.pop() if self.rows else []) if cell]
        line = "\t".join(cells)
        if self.cells:
            self.cells[-1].append(line)
        else:
            self.lines.append(line)

    def is_skipped(self, space: str, local: str) -> bool:
        raise NotImplementedError

    def takes_text(self) -> bool:
        raise NotImplementedError

    def start(self, space: str, local: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, space: str, local: str) -> None:
        raise NotImplementedError


def _refuse_declarations(*_given: object) -> int:
    raise refused("entities")


class _DocxReader(_XmlText):
    """Deleted and moved text is skipped, and the second copy that Word keeps of a text box."""

    def __init__(self) -> None:
        super().__init__()
        self.is_text = 0
        self.signs: list[str] = []

    def is_skipped(self, space: str, local: str) -> bool:
        return local == "Fallback" or (_W in space and local in ("moveFrom", "del"))

    def takes_text(self) -> bool:
        return self.is_text > 0

    def start(self, space: str, local: str, attributes: dict[str, str]) -> None:
        if _W not in space:
            return
        if local == "p":
            self.begin_paragraph()
            self.signs.append("")
        elif local == "t":
            self.is_text += 1
        elif local in ("tab", "ptab") and self.paragraph:
            self.add(" ")
        elif local in ("br", "cr"):
            self.add("\n")
        elif local == "noBreakHyphen":
            self.add("-")
        elif local == "numPr" and self.signs:
            self.signs[-1] = _BULLET
        elif local == "tr":
            self.begin_row()
        elif local == "tc":
            self.begin_cell()

    def end(self, space: str, local: str) -> None:
        if _W not in space:
            return
        if local == "p":
            self.end_paragraph(self.signs.pop() if self.signs else "")
        elif local == "t":
            self.is_text -= 1
        elif local == "tc":
            self.end_cell()
        elif local == "tr":
            self.end_row()


class _OdtReader(_XmlText):
    """Tracked deletions, remarks and the numbers of footnotes are skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[bool] = []

    def is_skipped(self, space: str, local: str) -> bool:
        skipped = ("tracked-changes", "annotation", "note-citation", "forms", "automatic-styles", "font-face-decls")
        return local in skipped or (local in ("title", "desc") and "svg" in space)

    def takes_text(self) -> bool:
        return True

    def start(self, space: str, local: str, attributes: dict[str, str]) -> None:
        is_text = space.endswith(":text:1.0")
        if is_text and local in ("p", "h"):
            self.begin_paragraph()
        elif is_text and local == "list-item":
            self.items.append(True)
        elif is_text and local == "s":
            count = next((value for name, value in attributes.items() if name.endswith(" c")), "1")
            self.add(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif is_text and local == "tab":
            self.add(" ")
        elif is_text and local == "line-break":
            self.add("\n")
        elif local == "table-row" and space.endswith(":table:1.0"):
            self.begin_row()
        elif local == "table-cell" and space.endswith(":table:1.0"):
            self.begin_cell()

    def end(self, space: str, local: str) -> None:
        is_text = space.endswith(":text:1.0")
        if is_text and local in ("p", "h"):
            is_first = bool(self.items) and self.items[-1]
            self.end_paragraph(_BULLET if is_first else "")
            if self.items:
                self.items[-1] = False
        elif is_text and local == "list-item" and self.items:
            self.items.pop()
        elif local == "table-cell" and space.endswith(":table:1.0"):
            self.end_cell()
        elif local == "table-row" and space.endswith(":table:1.0"):
            self.end_row()
