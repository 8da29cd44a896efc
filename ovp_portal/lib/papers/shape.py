"""What a paper is, whatever it is a paper of: a title, facts, and parts of paragraphs, lists and tables.

Everything here is plain text with its language; nothing is markup, so nothing typed can become any.
"""

import re
from dataclasses import dataclass, field
from typing import Union

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text without what has no shape on paper: control characters, marks of direction, halves of characters."""
    return _UNPRINTABLE.sub("", str(text))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words, in the paper's language where none is named. A line end in it is a line end on paper."""

    text: str
    is_bold: bool = False
    link: str = ""
    lang: str = ""


Runs = tuple[Run, ...]
Block = Union["Paragraph", "Heading", "Items", "Table"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`tone` is empty, or `quiet` for what is of second rank. An opinion has the tone of the report."""

    runs: Runs
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[tuple[Block, ...], ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. `right` are the columns of numbers, `widths` their shares of the line."""

    caption: Runs
    heads: tuple[Runs, ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Part:
    name: Runs
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a page says, without what stands around it."""

    lang: str
    title: Runs
    kind: str = ""
    lead: Runs = ()
    opening: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around it: facts under the title, how to check it at the end, and the foot of every page.

    `draft` is the word that is written across a draft. `signatures` are for the file that is edited and signed.
    """

    facts: tuple[tuple[str, str], ...] = ()
    check_name: str = ""
    check: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, ...] = ()
    page_word: str = ""
    draft: str = ""
    author: str = ""
    signatures: tuple[str, ...] = ()
    on: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    content: Content
    frame: Frame = field(default_factory=Frame)

    @property
    def title(self) -> str:
        return words_of(self.content.title)


def words_of(runs: Runs) -> str:
    """The words alone, in one line."""
    return " ".join("".join(run.text for run in runs).split())
