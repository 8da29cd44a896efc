"""A text parted into what a note is made of. Every word of it stands in exactly one piece."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.dates_in_text import find_dates
from ovp_portal.lib.reading.labels import Label, Part, label_at
from ovp_portal.lib.reading.residue import is_residue, leading_residue
from ovp_portal.lib.reading.running import is_held, who_attended
from ovp_portal.lib.reading.sentences import is_counted, item_of, parts_of_line, point_of, sentences
from ovp_portal.lib.text import tidy

MOST_TITLE = 250
_LONG = 220
_AT_THE_BEGINNING = 4
"""So many sentences at the beginning of a running text say when and who, if any do."""
_ONE_PARAGRAPH = (Part.WHEN, Part.PLACE, Part.WAY, Part.PURPOSE, Part.GROUP)


@dataclass(frozen=True)
class Piece:
    """A run of the text. `label` is the heading it was found under; without one it was told by its words."""

    part: Part
    text: str
    label: str = ""
    number: str = ""
    """The number of a list's item, as it was written."""
    is_item: bool = False
    opens: bool = True
    """Whether it begins a paragraph; the next sentence of one does not."""


def prepare(text: str) -> str:
    """A pasted text made tidy. Cells of a pasted table stand below their heading, or in one line."""
    lines = []
    for line in re.sub("\r\n|\r", "\n", text).split("\n"):
        cells = [cell.strip() for cell in re.split("\t+", line)]
        cells = [cell for cell in cells if cell]
        if len(cells) > 1 and label_at(f"{tidy(cells[0])}:"):
            lines += [cells[0], " | ".join(cells[1:])]
        else:
            lines.append(" | ".join(cells))
    return tidy("\n".join(lines))


def outline(source: str) -> list[Piece]:
    """The pieces of a tidy text, in its order."""
    pieces = [*_read(list(_cleaned(source)))]
    for part, cue in ((Part.PURPOSE, _is_purpose), (Part.CONCLUSIONS, _is_conclusion)):
        if not any(piece.part is part for piece in pieces):
            pieces = [*_lifted(pieces, part, cue)]
    if not any(piece.part is Part.WHEN and piece.label for piece in pieces):
        pieces = [*_lifted(pieces, Part.WHEN, is_held, among_first=_AT_THE_BEGINNING)]
    if not any(piece.part is Part.PEOPLE for piece in pieces):
        pieces = [*_lifted(pieces, Part.PEOPLE, who_attended, among_first=_AT_THE_BEGINNING)]
    return pieces


# Lines, without what the web brought along


@dataclass(frozen=True)
class _Line:
    text: str
    part: Part | None = None
    is_after_space: bool = False


def _cleaned(source: str) -> Iterator[_Line]:
    lines = source.split("\n")
    known, seen = set(lines), Counter[str]()
    is_after_space = True
    for line in lines:
        if not line:
            is_after_space = True
            continue
        if is_residue(line):
            yield _Line(line, Part.RESIDUE)
            continue
        if residue := leading_residue(line, known):
            yield _Line(residue, Part.RESIDUE)
            line = line[len(residue) :].strip()
        if not line:
            continue
        seen[line] += 1
        is_repeated = seen[line] > 1 and 12 < len(line) <= MOST_TITLE and not item_of(line).is_signed
        yield _Line(line, Part.REPEATED if is_repeated and line[-1] not in ";." else None, is_after_space)
        is_after_space = False


# Lines to pieces


class _Reader:
    """Where in the note the reading is, and what was read there."""

    def __init__(self) -> None:
        self.part: Part | None = None
        self.label = ""
        self.count = 0
        self.is_counted = False
        self.has_parts = False
        self.has_title = False

    def begin(self, label: Label, text: str) -> None:
        self.part, self.label, self.count = label.part, text, 0
        self.has_parts = self.has_parts or label.part is not Part.GROUP


def _read(lines: list[_Line]) -> Iterator[Piece]:
    reader = _Reader()
    for place, line in enumerate(lines):
        if line.part is not None:
            yield Piece(line.part, line.text)
            continue
        label = _label(reader, line.text)
        if label is None:
            yield from _unlabelled(reader, line)
            continue
        head, rest = line.text[: label.end].strip(), line.text[label.end :].strip()
        reader.begin(label, head)
        yield Piece(Part.LABEL, head)
        following = [other.text for other in lines[place + 1 : place + 200]]
        reader.is_counted = is_counted(_until_heading([*([rest] if rest else []), *following]))
        if rest:
            yield from _in_part(reader, rest)


def _label(reader: _Reader, line: str) -> Label | None:
    if not reader.has_parts and cues_heading(line):
        return None
    label = label_at(line)
    if label is None:
        return None
    if label.part is Part.GROUP and (
        len(line) > MOST_TITLE + 50 or (reader.has_parts and not _is_number(line[label.end :]))
    ):
        return None
    is_bare_word = label.end == len(line) and not line.rstrip().endswith(":")
    if is_bare_word and reader.part in (Part.PEOPLE, Part.AGENDA) and _is_next_item(line, reader):
        return None  # “· заклучоци” among the points of an agenda
    return label


def _is_next_item(line: str, reader: _Reader) -> bool:
    if item_of(line).is_signed:
        return True
    return reader.is_counted and item_of(line, is_numbered=True).number == str(reader.count + 1)


def cues_heading(line: str) -> bool:
    """“Note of a working meeting”: the heading of a note, which says only what the paper is."""
    return len(line) <= 120 and line[-1] not in ".;:" and cues.says_one_of(line[:40], cues.NOTE_HEADINGS)


def _is_number(rest: str) -> bool:
    """Whether nothing but a number stands after “working group”, or nothing yet."""
    return re.fullmatch(r"[\s\d.,]*", rest) is not None


def _until_heading(lines: list[str]) -> list[str]:
    """The lines of a part. “2. Next steps” behind “1. …” is an item of its list, though it could be a heading."""
    count = 0
    for place, line in enumerate(lines):
        is_next = item_of(line, is_numbered=True).number == str(count + 1) and line[-1] != ":"
        count += is_next
        if place and not (is_next and count > 1) and label_at(line):
            return lines[:place]
    return lines


def _unlabelled(reader: _Reader, line: _Line) -> Iterator[Piece]:
    text = line.text
    if not reader.has_parts and reader.part is None:
        if part := _heading(reader, text):
            yield Piece(part, text)
            return
        reader.has_parts = True
    if _is_dateline(text) and reader.part in (None, Part.DISCUSSION, Part.CONCLUSIONS):
        yield Piece(Part.WHEN, text)
        return
    if _ends_part(reader, line):
        reader.part, reader.label, reader.count = Part.DISCUSSION, "", 0
    reader.part = reader.part or Part.DISCUSSION
    yield from _in_part(reader, text)


def _heading(reader: _Reader, text: str) -> Part | None:
    """What a line above the first part is: the kind of paper, its title, its day, or something else."""
    if len(text) > MOST_TITLE or (text[-1] in ".;" and not _is_dateline(text)) or len(sentences(text)) > 1:
        return None
    if cues_heading(text):
        return Part.KIND
    if _is_dateline(text):
        return Part.WHEN
    if item_of(text).is_signed:
        return None
    if reader.has_title:
        return Part.OTHER if len(text) <= 60 else None
    reader.has_title = True
    return Part.TITLE


def _is_dateline(text: str) -> bool:
    """A short line that is little more than a day and perhaps a place: “Скопје, 12 декември 2023”."""
    if len(text) > 60 or item_of(text).is_signed:
        return False
    found = [day for day in find_dates(text) if day.starts_on and not day.is_month]
    if len(found) != 1:
        return False
    rest = text[: found[0].start] + text[found[0].end :]
    words = re.findall(r"[^\W\d_]+", rest)
    return len(words) <= 4 and sum(word[0].islower() for word in words) <= 1


def _ends_part(reader: _Reader, line: _Line) -> bool:
    """Whether an unlabelled line no longer belongs to the part above it: the discussion often has no heading."""
    if reader.count == 0 or reader.part in (None, Part.DISCUSSION, Part.CONCLUSIONS, Part.OTHER):
        return False
    if item_of(line.text).is_signed:
        return False
    if reader.part is Part.PEOPLE and _is_purpose(line.text):
        return True
    is_long = len(line.text) > _LONG or len(sentences(line.text)) > 1
    if reader.part is Part.AGENDA:
        return is_long or (line.is_after_space and line.text[-1] == ".")
    if reader.part in _ONE_PARAGRAPH:
        return not (reader.part is Part.WHEN and len(line.text) < 120 and _is_about_when(line.text))
    return is_long and line.is_after_space and not cues.says_one_of(line.text, cues.PRESENT_AS)


def _is_about_when(text: str) -> bool:
    return bool(find_dates(text) or cues.ways_in(text))


def _in_part(reader: _Reader, text: str) -> Iterator[Piece]:
    part, label = reader.part or Part.DISCUSSION, reader.label
    if part is Part.GROUP:
        reader.part = None  # a line says it all
    for line in parts_of_line(text):
        reader.count += 1
        item = item_of(line, is_numbered=reader.is_counted and part in (Part.AGENDA, Part.CONCLUSIONS, Part.PEOPLE))
        if part is Part.AGENDA:
            yield from _points(item.text if item.is_signed else line, label, item.number)
        elif part is Part.CONCLUSIONS and item.is_signed:
            yield Piece(part, item.text, label, item.number, is_item=True)
        elif part in (Part.CONCLUSIONS, Part.DISCUSSION, Part.PURPOSE) and not item.is_signed:
            for place, sentence in enumerate(sentences(line)):
                yield Piece(part, sentence, label, opens=place == 0)
        else:
            yield Piece(part, line if part in (Part.DISCUSSION, Part.PURPOSE) else item.text, label, item.number)


def _points(text: str, label: str, number: str) -> Iterator[Piece]:
    """One point, or several that stand in one line: “points: a; b; c”."""
    points = [point.strip() for point in text.split(";") if point.strip(" .")] or [text]
    counts = is_counted(points)
    for place, point in enumerate(points):
        item = item_of(point, is_numbered=True) if counts else point_of(point)
        counted = f"{number} {item.number}" if place == 0 else item.number
        yield Piece(Part.AGENDA, item.text, label, counted.strip(), is_item=True)


# Parts without a heading, told by their sentences


def _lifted(
    pieces: Iterable[Piece], part: Part, cue: Callable[[str], object], among_first: int | None = None
) -> Iterator[Piece]:
    """Sentences of the running text that are a purpose or a conclusion by their own words."""
    count = 0
    for piece in pieces:
        is_running = piece.part is Part.DISCUSSION and (
            among_first is None or (not piece.label and count < among_first)
        )
        count += piece.part is not Part.LABEL and piece.part is not Part.TITLE
        if is_running and cue(piece.text):
            yield Piece(part, piece.text, opens=piece.opens)
        else:
            yield piece


def _is_purpose(sentence: str) -> bool:
    return cues.says_one_of(sentence[:60], cues.PURPOSE)


def _is_conclusion(sentence: str) -> bool:
    return cues.says_one_of(sentence, cues.DECIDED) or cues.says_one_of(sentence, cues.AGREED)
