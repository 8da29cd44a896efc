"""A paper as a Word file that an official can edit: real headings, lists and table heads, and no macro.

It is built from styles, without a template file: what it looks like stands here, to be read.
Words go in as text nodes, so field codes and braces that somebody typed stay what they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Whole
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from ovp_portal.lib.papers.shape import Block, Heading, Items, Paper, Paragraph, Run, Runs, Table, words_of

LINE = 166
"""Millimetres between the margins of an A4 page."""
TYPEFACE = "Arial"
"""On every machine that has Word, with all our letters."""
BOLD = {"Title", "Heading 1", "Heading 2"}
INK, SOFT = RGBColor(0x1D, 0x23, 0x27), RGBColor(0x4A, 0x55, 0x5C)
LANGUAGES = {"mk": "mk-MK", "sq": "sq-AL", "en": "en-GB", "sr-Latn": "sr-Latn-RS", "sr": "sr-Cyrl-RS"}


def docx_of(paper: Paper) -> bytes:
    content, frame = paper.content, paper.frame
    document = Document()
    _set_up(document, paper)
    if frame.draft:
        document.add_paragraph().add_run(frame.draft.upper()).bold = True
    if content.kind:
        _line(document, "Subtitle", content.kind)
    _say(_line(document, "Title"), content.title)
    if content.lead:
        _say(_line(document, "Subtitle"), content.lead)
    _add_pairs(document, frame.facts)
    _add_blocks(document, content.opening)
    for part in content.parts:
        _add_part(document, words_of(part.name), part.blocks)
    _add_signatures(document, frame.signatures)
    if frame.check:
        _line(document, "Heading 1", frame.check_name)
        _add_pairs(document, frame.check)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Whole, paper: Paper) -> None:
    """A4, the language of the whole, one typeface, the foot with its page number."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(22)
    about = document.core_properties
    about.title, about.author, about.language = paper.title[:255], paper.frame.author[:255], paper.content.lang
    about.comments, about.last_modified_by = "", paper.frame.author[:255]
    about.created = about.modified = datetime(*paper.frame.on) if paper.frame.on else datetime(2020, 1, 1)  # noqa: DTZ001 – a day
    _set_language(document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"), paper.content.lang)
    sizes = {"Normal": 11, "Title": 18, "Subtitle": 11, "Heading 1": 13, "Heading 2": 11, "Caption": 9.5}
    for name, size in sizes.items():
        font = document.styles[name].font
        font.size, font.italic, font.bold = Pt(size), False, name in BOLD
        font.color.rgb = SOFT if name in ("Subtitle", "Caption") else INK
        _set_typeface(document.styles[name].element.get_or_add_rPr())
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    _add_foot(document, paper)


def _set_typeface(properties) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)


def _set_language(properties, lang: str) -> None:
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.attrib.clear()
    said.set(qn("w:val"), LANGUAGES.get(lang, lang))


def _add_foot(document: Whole, paper: Paper) -> None:
    foot = document.sections[0].footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(LINE), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{' · '.join(paper.frame.foot)}\t{paper.frame.page_word} ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)
    for run in foot.runs:
        run.font.size = Pt(8)


def _line(place: Whole | _Cell, style: str, text: str = "") -> Line:
    """A paragraph in one of Word's own styles. By its id: to look it up by its name takes longer than all the rest."""
    line = place.add_paragraph(text)
    line._p.style = style.replace(" ", "")
    return line


def _add_part(document: Whole, name: str, blocks: Iterable[Block]) -> None:
    if name:
        _line(document, "Heading 1", name)
    _add_blocks(document, blocks)


def _add_pairs(document: Whole, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        _say(document.add_paragraph(), (Run(f"{name}: ", is_bold=True), Run(value)))


def _add_blocks(place: Whole | _Cell, blocks: Iterable[Block], depth: int = 0) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            _say(_line(place, "Heading 2"), block.runs)
        elif isinstance(block, Paragraph):
            _say(place.add_paragraph(), block.runs, block.tone)
        elif isinstance(block, Items):
            _add_items(place, block, depth)
        else:
            _add_table(place, block)


def _add_items(place: Whole | _Cell, items: Items, depth: int) -> None:
    """Each numbered list counts from 1, which Word's own style does only the first time."""
    style = "List Number" if items.is_numbered else "List Bullet"
    number = _new_numbering(place) if items.is_numbered else None
    for item in items.items:
        line = _line(place, style)
        line.paragraph_format.left_indent = Mm(6 + 6 * depth)
        if number is not None:
            properties = line._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number
        blocks = list(item)
        if blocks and isinstance(blocks[0], Paragraph):
            _say(line, blocks[0].runs, blocks.pop(0).tone)
        _add_blocks(place, blocks, depth + 1)


def _new_numbering(place: Whole | _Cell) -> int:
    part = place.part
    numbering = part.numbering_part.numbering_definitions._numbering
    style = part.document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


def _add_table(place: Whole | _Cell, table: Table) -> None:
    if table.caption:
        line = _line(place, "Caption")
        line.paragraph_format.keep_with_next = True
        _say(line, table.caption)
    grid = place.add_table(1, len(table.heads))
    grid.style = "Table Grid"
    grid.autofit = False
    head = grid.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, cell, name, share in zip(grid.columns, head.cells, table.heads, table.widths, strict=True):
        column.width = cell.width = Mm(LINE * share / sum(table.widths))
        _say(cell.paragraphs[0], tuple(replace(run, is_bold=True) for run in name))
    for row in table.rows:
        for cell, blocks in zip(grid.add_row().cells, row, strict=True):
            _fill(cell, blocks)
    place.add_paragraph()


def _fill(cell: _Cell, blocks: Iterable[Block]) -> None:
    """The first words go into the paragraph that a cell cannot be without."""
    blocks = list(blocks)
    if blocks and isinstance(blocks[0], Paragraph):
        _say(cell.paragraphs[0], blocks[0].runs, blocks.pop(0).tone)
    _add_blocks(cell, blocks)
    for line in cell.paragraphs:
        line.paragraph_format.space_after = Pt(2)


def _say(line: Line, runs: Runs, tone: str = "") -> None:
    for one in runs:
        run = line.add_run(one.text)
        run.bold = True if one.is_bold else None
        if tone == "quiet":
            run.font.size, run.font.color.rgb = Pt(9.5), SOFT
        if one.lang:
            _set_language(run._r.get_or_add_rPr(), one.lang)
        if one.link:
            run.underline = True
            _lead_to(line, run, one.link)


def _lead_to(line: Line, run, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    line._p.append(link)
    link.append(run._r)


def _add_signatures(document: Whole, names: Iterable[str]) -> None:
    for name in names:
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(30)
        line.paragraph_format.keep_with_next = True
        line.add_run("_" * 36)
        document.add_paragraph(name)
