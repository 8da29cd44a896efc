"""Papers: what the page says, the file says; nothing that was typed becomes more than words."""

import base64
import hashlib
import json
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from ovp_portal.lib.papers.page import content_of, safe_link
from ovp_portal.lib.papers.pdf import FONTS, pdf_of
from ovp_portal.lib.papers.shape import Frame, Heading, Items, Paper, Paragraph, Run, Table, words_of
from ovp_portal.lib.papers.word import docx_of

BASE = "https://portal.example.org"
HOSTILE = [
    '#read("/etc/passwd")',
    "$ sum_(i=1)^n $ *bold* _x_ `raw` @ref &lt;label&gt; // comment /* */ \\u{41}",
    "{{ 7*7 }} {% include 'x' %} {{ settings.SECRET_KEY }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '{ INCLUDETEXT "c:\\\\secret.txt" } { DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" }',
    "=cmd|' /C calc'!A0",
    "]]&gt; &amp;xxe; ${7*7}",
]


def paper(body: str, *, lang: str = "mk", **frame) -> Paper:
    page = f'<div class="head"><p class="head__kind">вид</p><h1>Наслов</h1></div>{body}'
    return Paper(content_of(page, lang=lang, base=BASE), Frame(**frame))


def part(body: str) -> str:
    name = '<div class="part__name"><h2>Дел</h2></div>'
    return f'<section class="part">{name}<div class="part__body">{body}</div></section>'


def blocks(body: str):
    return content_of(part(body), lang="mk", base=BASE).parts[0].blocks


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def word_text(content: bytes) -> str:
    return " ".join("".join(node.text or "" for node in Document(BytesIO(content)).element.iter(qn("w:t"))).split())


# What a page is read into


def test_paragraphs_lists_bold_and_links_are_read_and_nothing_else():
    read = blocks(
        '<p>Еден <b>два</b> <a href="/notes/5/">три</a><br>четири</p><ul><li>а</li><li><p>б</p></li></ul>'
        '<ol><li>прво<ul><li>внатре</li></ul></li></ol><h3>Под</h3><blockquote lang="en">Said</blockquote>'
    )

    assert read == (
        Paragraph(
            (
                Run("Еден "),
                Run("два", is_bold=True),
                Run(" "),
                Run("три", link=f"{BASE}/notes/5/"),
                Run("\n"),
                Run("четири"),
            )
        ),
        Items(((Paragraph((Run("а"),)),), (Paragraph((Run("б"),)),))),
        Items(((Paragraph((Run("прво"),)), Items(((Paragraph((Run("внатре"),)),),))),), is_numbered=True),
        Heading((Run("Под"),)),
        Paragraph((Run("Said", lang="en"),)),
    )


def test_what_is_not_said_aloud_and_not_seen_is_not_on_paper():
    read = blocks(
        '<svg><title>x</title><text>x</text></svg><p hidden>x</p><p aria-hidden="true">x</p><script>x</script>'
        '<style>x</style><form><button>x</button></form><p>да<span class="visually-hidden"> x</span></p>'
    )

    assert read == (Paragraph((Run("да"),)),)


def test_a_table_has_a_whole_grid_whatever_its_rows_have():
    (table,) = blocks(
        '<table><caption>Кој</caption><thead><tr><th>А</th><th class="num">Б</th></tr></thead>'
        "<tbody><tr><th>1</th></tr><tr><td>2</td><td>3</td></tr></tbody></table>"
    )

    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2]
    assert (words_of(table.caption), table.right, len(table.widths)) == ("Кој", (False, True), 2)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ovp.example/a?b=1", "https://ovp.example/a?b=1"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("\\\\host\\share", ""),
        ("https://bank@evil.example/", ""),
        ("#part", ""),
        ("http://[", ""),
    ],
)
def test_a_link_leads_to_the_web_or_a_mailbox_or_nowhere(address, shown):
    assert safe_link(address) == shown


def test_what_stands_on_one_line_stays_on_one():
    assert blocks('<p>до <span class="nowrap">10 окт. 2022</span></p>') == (
        Paragraph((Run("до "), Run("10\N{NO-BREAK SPACE}окт.\N{NO-BREAK SPACE}2022"))),
    )


# PDF


def test_a_pdf_is_tagged_titled_and_carries_its_typeface():
    made = pdf_of(paper(part("<p>Ѓорѓи, ќош, љубов, њива, џез, ѕвезда, јас</p><p lang='sr-Latn'>Đorđe, čćžš</p>")))
    reader = PdfReader(BytesIO(made))
    root = reader.trailer["/Root"]
    fonts = {
        one["/BaseFont"]: one["/DescendantFonts"][0]["/FontDescriptor"]
        for page in reader.pages
        for one in (font.get_object() for font in page["/Resources"]["/Font"].values())
    }

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 – an object of the file that equals it
    assert root["/Lang"] == "mk"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "Наслов"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert {name.partition("+")[2] for name in fonts} == {"NotoSans-Regular", "NotoSans-SemiBold"}
    assert all("/FontFile2" in font.get_object() for font in fonts.values())
    assert "Ѓорѓи, ќош, љубов, њива, џез, ѕвезда, јас Đorđe, čćžš" in pdf_text(made)


def test_a_pdf_has_its_headings_and_table_heads_as_tags():
    body = "<h3>Под</h3><table><thead><tr><th>А</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    tags = _tags(PdfReader(BytesIO(pdf_of(paper(part(body))))).trailer["/Root"]["/StructTreeRoot"])

    assert [tag for tag in tags if tag in ("/H1", "/H2", "/H3", "/Table", "/THead", "/TH", "/TD")] == [
        "/H1",
        "/H2",
        "/H3",
        "/Table",
        "/THead",
        "/TH",
        "/TD",
    ]


def _tags(node) -> list[str]:
    """Every tag of the tree, in the order of reading."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for one in node for tag in _tags(one)]
    if not hasattr(node, "get"):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (_tags(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize(("lang", "said"), [("mk", "mk"), ("sq", "sq"), ("en", "en"), ("sr-Latn", "sr")])
def test_a_pdf_says_its_language(lang, said):
    assert PdfReader(BytesIO(pdf_of(paper("", lang=lang)))).trailer["/Root"]["/Lang"].startswith(said)


def test_the_same_paper_gives_the_same_bytes():
    same = paper(part("<p>Исто</p>"), on=(2022, 10, 15))

    assert pdf_of(same) == pdf_of(same)


def test_heads_of_a_long_table_and_the_foot_stand_on_every_page():
    rows = "".join(f"<tr><td>ред {n}</td></tr>" for n in range(150))
    made = pdf_of(
        paper(part(f"<table><thead><tr><th>Глава</th></tr></thead><tbody>{rows}</tbody></table>"), foot=("Збир 12ab",))
    )
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]

    assert len(pages) > 2
    assert all("Глава" in page and "Збир 12ab" in page for page in pages)


def test_a_sign_that_no_typeface_has_costs_the_sign_and_not_the_paper():
    text = pdf_text(pdf_of(paper(part("<p>Пред 😀漢字\U00010348 потоа</p>"))))

    assert "Пред" in text
    assert "потоа" in text
    assert "�" in text


def test_a_draft_says_so_on_every_page():
    rows = "".join(f"<p>ред {n}</p>" for n in range(120))
    pages = PdfReader(BytesIO(pdf_of(paper(part(rows), draft="Нацрт")))).pages

    assert len(pages) > 1
    assert all("Нацрт" in page.extract_text() for page in pages)


# Word


def test_a_word_file_has_real_headings_lists_and_table_heads_in_its_language():
    body = "<p>Текст</p><ul><li>а</li></ul><ol><li>б</li></ol><h3>Под</h3>" + (
        "<table><caption>К</caption><thead><tr><th>А</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    )
    document = Document(BytesIO(docx_of(paper(part(body), signatures=("Координатор",)))))
    styles = {line.text: line.style.name for line in document.paragraphs if line.text}

    assert styles["Наслов"] == "Title"
    assert styles["Дел"] == "Heading 1"
    assert styles["Под"] == "Heading 2"
    assert (styles["а"], styles["б"], styles["К"]) == ("List Bullet", "List Number", "Caption")
    assert styles["Координатор"] == "Normal"
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == "mk-MK"
    assert document.core_properties.title == "Наслов"


def test_every_numbered_list_of_a_word_file_counts_from_one():
    document = Document(BytesIO(docx_of(paper(part("<ol><li>а</li></ol>") + part("<ol><li>б</li></ol>")))))
    numbers = [line._p.pPr.numPr.numId.val for line in document.paragraphs if line.style.name == "List Number"]

    assert len(set(numbers)) == 2


def test_a_word_file_has_no_macro_no_template_and_no_other_file():
    from zipfile import ZipFile

    names = ZipFile(BytesIO(docx_of(paper(part('<p><a href="https://ovp.example/">x</a></p>'))))).namelist()

    assert not [name for name in names if "vba" in name.lower() or "activex" in name.lower() or "embed" in name.lower()]


# What somebody typed


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_comes_out_as_text(typed):
    from html import unescape

    made = paper(part(f"<p>{typed}</p><table><thead><tr><th>{typed}</th></tr></thead></table>"), draft="Нацрт")
    shown = " ".join(unescape(typed).split())
    written = docx_of(made)

    assert shown.replace(" ", "") in pdf_text(pdf_of(made)).replace(" ", "")
    assert shown in word_text(written)
    assert [field.get(qn("w:instr")) for field in Document(BytesIO(written)).element.iter(qn("w:fldSimple"))] == []
    assert list(Document(BytesIO(written)).element.iter(qn("w:instrText"))) == []


def test_control_characters_and_marks_of_direction_are_dropped():
    made = paper(part("<p>до\x00\x01\x0b\x1f\u202eбар\ufeff\ufffe</p>"))

    assert "добар" in pdf_text(pdf_of(made))
    assert "добар" in word_text(docx_of(made))


def test_the_typeface_is_the_released_one_and_no_other_is_there():
    (package,) = json.loads((FONTS / "manifest.json").read_text())["packages"]
    found = {
        path.name: "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in FONTS.iterdir()
        if path.name != "manifest.json"
    }

    assert found == package["files"]
    assert package["licence"] == "OFL-1.1"
