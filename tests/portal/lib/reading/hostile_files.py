"""Files that nobody should read: each with its name, how it is made, and the reason with which it is refused."""

import random
import struct
import zipfile
import zlib
from io import BytesIO

from ovp_portal.lib.reading import archives
from tests.portal.lib.reading.files import W, docx, odt, ole, packed, paragraph

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
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


def nested_bomb() -> bytes:
    """Each layer is small, and holds the next one ten times."""
    layer = packed({"zeros": bytes(10 * 2**20)})
    for _depth in range(4):
        layer = packed({f"{number}.zip": layer for number in range(10)})
    return layer


def declares_ten_gigabytes() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.filelist[0].file_size = 10 * 2**30
    return buffer.getvalue()


def grows_to_five_gigabytes() -> bytes:
    """A megabyte of blanks, deflated once and said five thousand times; the archive speaks of 150 MB."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(b" " * 2**20) + deflate.flush(zlib.Z_FULL_FLUSH)
    stream = block * 5_000 + deflate.flush(zlib.Z_FINISH)
    name, declared = b"word/document.xml", 150 * 2**20
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(stream), declared, len(name), 0)
    local = b"PK\x03\x04" + common + name + stream
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def overlapping() -> bytes:
    """One member, listed a thousand times."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " " * 2**20)
        archive.filelist *= 1_000
    return buffer.getvalue()


def related(kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="r1" Type="{RELATION}{kind}" Target="{target}" TargetMode="External"/>'
    return docx(paragraph("текст"), **{"word/_rels/settings.xml.rels": f"<Relationships>{relation}</Relationships>"})


def with_path(name: str) -> bytes:
    return docx(paragraph("текст"), **{name: "x"})


def document_that_holds(content: bytes) -> bytes:
    """A document whose first part is stored as it is, so that its start can be that of another file."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("docProps/a.bin", content)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}">{paragraph("текст")}</w:document>')
    return buffer.getvalue()


def wholly_encrypted_odt() -> bytes:
    """As LibreOffice writes them since 2024: the document is one encrypted member."""
    manifest = '<m><file-entry full-path="encrypted-package"><encryption-data checksum=""/></file-entry></m>'
    mimetype = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": mimetype, "encrypted-package": bytes(500), "META-INF/manifest.xml": manifest})


HOSTILE = {
    "zip bomb": ("a.docx", lambda: bomb(60), "bomb"),
    "bomb that stays under the ratio": (
        "a.docx",
        lambda: docx("", **{"word/document.xml": random.Random(1).randbytes(17 * 2**20)}),
        "too_big",
    ),
    "nested bomb": ("a.docx", nested_bomb, "not_what_it_says"),
    "declares 10 GB": ("a.docx", declares_ten_gigabytes, "bomb"),
    "grows to 5 GB": ("a.docx", grows_to_five_gigabytes, "bomb"),
    "one member a thousand times": ("a.docx", overlapping, "bomb"),
    "too many members": ("a.docx", many_members, "bomb"),
    "many elements": ("a.docx", lambda: docx("<w:r/>" * 700_000), "bomb"),
    "entities": ("a.docx", lambda: docx(paragraph("&b;"), before=DOCTYPE), "entities"),
    "external entities": ("a.docx", lambda: docx(paragraph("&a;"), before=EXTERNAL), "entities"),
    "external entities in an odt": (
        "a.odt",
        lambda: odt("", **{"content.xml": EXTERNAL + "<x>&a;</x>"}),
        "entities",
    ),
    "entities in its relations": (
        "a.docx",
        lambda: docx(paragraph("x"), **{"word/_rels/document.xml.rels": EXTERNAL + "<x>&a;</x>"}),
        "entities",
    ),
    "template on the web": ("a.docx", lambda: related("attachedTemplate", "https://example.org/a.dotm"), "elsewhere"),
    "template on a share": ("a.docx", lambda: related("attachedTemplate", "\\\\192.0.2.1\\a\\b.dotm"), "elsewhere"),
    "object on the web": ("a.docx", lambda: related("oleObject", "mhtml:http://example.org/a.html"), "elsewhere"),
    "frame on the web": ("a.docx", lambda: related("frame", "http://example.org/"), "elsewhere"),
    "a name that climbs": ("a.docx", lambda: with_path("../../../../etc/cron.d/x"), "paths"),
    "a name from the root": ("a.docx", lambda: with_path("/etc/passwd"), "paths"),
    "a name of Windows": ("a.docx", lambda: with_path("C:\\Windows\\x.dll"), "paths"),
    "a name that climbs in Windows": ("a.odt", lambda: odt("<text:p>x</text:p>", **{"a\\..\\..\\x": "x"}), "paths"),
    "PDF and archive": ("a.docx", lambda: PDF + docx(paragraph("x")), "not_what_it_says"),
    "archive that is a PDF": ("a.docx", lambda: document_that_holds(PDF), "not_what_it_says"),
    "archive before a PDF": ("a.docx", lambda: docx(paragraph("x")) + PDF, "not_what_it_says"),
    "program and archive": ("a.docx", lambda: b"MZ" + bytes(500) + docx(paragraph("x")), "not_what_it_says"),
    "archive behind another start": ("a.docx", lambda: b"PK\x03\x04" + docx(paragraph("x")), "not_what_it_says"),
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
    "odt password of today": ("a.odt", wholly_encrypted_odt, "protected"),
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
