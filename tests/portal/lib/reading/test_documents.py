"""Files are read rightly or refused quickly with their reason; nothing in them is ever run or fetched."""

import random
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.reading import archives
from ovp_portal.lib.reading.documents import DocumentRefused, document_text
from tests.portal.lib.reading.files import W, docx, item, odt, ole, packed, paragraph, table

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
TEXT = "Датум: 3 октомври 2022\nОтсутни: нема, ѓаволштина ќе љубиме"


def damaged() -> bytes:
    data = bytearray(docx(paragraph("текст " * 400)))
    place = data.index(b"word/document.xml") + 40
    data[place : place + 30] = bytes(30)
    return bytes(data)


def bomb(megabytes: int) -> bytes:
    return docx("<w:p/>" + " " * (megabytes * 2**20))


def many_members() -> bytes:
    return packed({f"word/{number}.xml": "x" for number in range(archives.MOST_MEMBERS + 1)})


def encrypted_zip() -> bytes:
    data = bytearray(docx(paragraph("текст")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        start = 0
        while (place := data.find(mark, start)) >= 0:
            data[place + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            start = place + 4
    return bytes(data)


HOSTILE = {
    "zip bomb": ("a.docx", lambda: bomb(60), "bomb"),
    "bomb that stays under the ratio": (
        "a.docx",
        lambda: docx("", **{"word/document.xml": random.Random(1).randbytes(17 * 2**20)}),
        "too_big",
    ),
    "too many members": ("a.docx", many_members, "bomb"),
    "many elements": ("a.docx", lambda: docx("<w:r/>" * 700_000), "bomb"),
    "entities": ("a.docx", lambda: docx(paragraph("&b;"), before=DOCTYPE), "entities"),
    "external entities": ("a.docx", lambda: docx(paragraph("&a;"), before=EXTERNAL), "entities"),
    "external entities in an odt": (
        "a.odt",
        lambda: odt("", **{"content.xml": EXTERNAL + "<x>&a;</x>"}),
        "entities",
    ),
    "renamed program": ("a.docx", lambda: b"MZ" + bytes(2000), "not_what_it_says"),
    "program as text": ("a.txt", lambda: b"\x7fELF" + bytes(2000), "not_what_it_says"),
    "archive as text": ("a.txt", lambda: docx(paragraph("x")), "not_what_it_says"),
    "text as Word": ("a.docx", lambda: TEXT.encode(), "not_what_it_says"),
    "some other archive": ("a.docx", lambda: packed({"x/y.xml": "<a/>"}), "not_what_it_says"),
    "spreadsheet": (
        "a.odt",
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "not_what_it_says",
    ),
    "binary text": ("a.txt", lambda: bytes(range(32)) * 50, "not_what_it_says"),
    "empty": ("a.docx", lambda: b"", "empty"),
    "empty document": ("a.docx", lambda: docx("<w:p/>"), "no_text"),
    "blank text": ("a.txt", lambda: b" \n \n", "no_text"),
    "password": ("a.docx", lambda: ole("EncryptedPackage"), "protected"),
    "zip password": ("a.docx", encrypted_zip, "protected"),
    "odt password": (
        "a.odt",
        lambda: odt("", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "protected",
    ),
    "old Word": ("a.doc", ole, "old_word"),
    "old Word renamed": ("a.docx", ole, "old_word"),
    "truncated": ("a.docx", lambda: docx(paragraph("текст " * 500))[:-40], "broken"),
    "damaged": ("a.docx", damaged, "broken"),
    "not XML": ("a.docx", lambda: docx("<w:p>"), "broken"),
    "unknown letters in XML": ("a.docx", lambda: docx("", **{"word/document.xml": b'<?xml version="1.0" encoding="zz"?><a/>'}), "broken"),  # noqa: E501
    "macros' extension": ("a.docm", lambda: docx(paragraph("x")), "extension"),
    "pdf": ("a.pdf", lambda: b"%PDF-1.7", "extension"),
    "no extension": ("note", lambda: TEXT.encode(), "extension"),
    "too big": ("a.txt", lambda: b"a" * (10 * 2**20 + 1), "too_big"),
    "too long": ("a.docx", lambda: docx(paragraph("a" * 500_000)), "too_long"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_within_two_seconds_with_the_reason(name):
    file_name, make, reason = HOSTILE[name]
    data = make()
    begun = time.perf_counter()

    with pytest.raises(DocumentRefused) as refusal:
        document_text(file_name, data)

    assert time.perf_counter() - begun < 2
    assert refusal.value.code == reason
    assert refusal.value.messages[0]


def test_what_is_declared_small_and_grows_is_stopped_while_it_grows(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2**20)
    monkeypatch.setattr(archives, "MOST_RATIO", 10**9)

    with pytest.raises(DocumentRefused) as refusal:
        document_text("a.docx", bomb(2))

    assert refusal.value.code == "bomb"


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
