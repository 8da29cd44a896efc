"""Files are read rightly or refused quickly with their reason; nothing in them is ever run or fetched."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.reading import archives
from ovp_portal.lib.reading.documents import DocumentRefused, document_text
from tests.portal.lib.reading.files import W, docx, item, odt, packed, paragraph, table
from tests.portal.lib.reading.hostile_files import HOSTILE, TEXT, bomb, nested_bomb, related


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_the_reason(name):
    file_name, make, reason = HOSTILE[name]

    with pytest.raises(DocumentRefused) as refusal:
        document_text(file_name, make())

    assert refusal.value.code == reason
    assert refusal.value.messages[0]


def test_what_is_declared_small_and_grows_is_stopped_while_it_grows(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2**20)
    monkeypatch.setattr(archives, "MOST_RATIO", 10**9)

    with pytest.raises(DocumentRefused) as refusal:
        document_text("a.docx", bomb(2))

    assert refusal.value.code == "bomb"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org/plan"),
        ("image", "https://example.org/a.png"),
        ("attachedTemplate", "file:///C:\\Users\\ana\\Normal.dotm"),
    ],
)
def test_relations_of_honest_documents_are_no_reason_to_refuse(kind, target):
    assert document_text("a.docx", related(kind, target)).text == "текст"


def test_what_is_packed_inside_a_document_is_never_opened(monkeypatch):
    opened = []
    read = archives.Archive.read
    monkeypatch.setattr(archives.Archive, "read", lambda self, name: opened.append(name) or read(self, name))
    data = docx(paragraph("текст"), **{"word/embeddings/oleObject1.bin": nested_bomb()})

    assert document_text("a.docx", data).text == "текст"
    assert opened == ["word/document.xml"]


def test_word_gives_paragraphs_items_and_tables():
    body = (
        paragraph("Наслов")
        + item("точка")
        + table(["Датум", "3 мај 2022"])
        + "<w:p><w:r><w:t>а</w:t><w:br/><w:t>б</w:t></w:r></w:p>"
    )

    assert document_text("Белешка.DOCX", docx(body)).text == "Наслов\n• точка\nДатум\t3 мај 2022\nа\nб"


def test_deleted_text_and_second_copies_are_not_read():
    body = (
        "<w:p><w:del><w:r><w:delText>старо</w:delText></w:r></w:del><w:r><w:t>ново</w:t></w:r></w:p>"
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice>' + paragraph("еднаш") + "</mc:Choice>"
        "<mc:Fallback>" + paragraph("двапати") + "</mc:Fallback></mc:AlternateContent>"
        "<w:p><w:r><w:instrText>INCLUDETEXT http://example.org</w:instrText></w:r></w:p>"
    )

    assert document_text("a.docx", docx(body)).text.split() == ["ново", "еднаш"]


def test_headers_and_footnotes_stand_beside_the_text():
    header = f'<w:hdr xmlns:w="{W}">{paragraph("Заглавие")}</w:hdr>'

    assert document_text("a.docx", docx(paragraph("текст"), **{"word/header1.xml": header})) == ("текст", "Заглавие")


def test_opendocument_gives_paragraphs_items_and_tables():
    body = (
        "<text:h>Наслов</text:h><text:list><text:list-item><text:p>точка</text:p></text:list-item></text:list>"
        '<text:p>а<text:s text:c="3"/>б<text:line-break/>в</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Цел</text:p></table:table-cell>"
        "<table:table-cell><text:p>преглед</text:p></table:table-cell></table:table-row></table:table>"
    )

    assert document_text("a.odt", odt(body)).text == "Наслов\n• точка\nа   б\nв\nЦел\tпреглед"


def test_between_word_and_opendocument_the_content_decides():
    assert document_text("a.odt", docx(paragraph("x"))).text == "x"
    assert document_text("a.docx", odt("<text:p>x</text:p>")).text == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_plain_text_is_read_in_whatever_encoding(encoding):
    assert document_text("a.txt", TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("text", ["Zaključci sa sastanka: đačka šuma žuti čaj ćup", "Përfundime: çështje të ndryshme"])
def test_latin_of_windows_is_told_from_cyrillic(text):
    assert document_text("a.txt", text.encode("windows-1250")).text == text


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.docx", "a.odt", "a.txt"]),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]),
)
def test_any_bytes_are_read_or_refused(data, name, start):
    try:
        found = document_text(name, start + data)
    except DocumentRefused:
        return
    assert found.text


def test_a_stored_archive_is_read_too():
    document = f'<w:document xmlns:w="{W}"><w:body>{paragraph("x")}</w:body></w:document>'

    assert document_text("a.docx", packed({"word/document.xml": document}, zipfile.ZIP_STORED)).text == "x"
