"""An uploaded file as text, or the reason why not. What it is is told by its content; its name must agree."""

from collections.abc import Callable

from ovp_portal.lib.reading.archives import Archive
from ovp_portal.lib.reading.encodings import decode
from ovp_portal.lib.reading.packed import Extracted, read_docx, read_odt
from ovp_portal.lib.reading.refusals import DocumentRefused, refused, sentence

MOST_BYTES = 10 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = (
    b"MZ",
    b"\x7fELF",
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

__all__ = ["MOST_BYTES", "DocumentRefused", "Extracted", "document_text", "refused", "sentence"]


def document_text(name: str, data: bytes, *, check: Callable[[bytes], None] | None = None) -> Extracted:
    """The text of a .docx, .odt or .txt file. Raises DocumentRefused with a sentence for its sender.

    `check` may refuse the content too; it is asked before anything of it is opened.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension == "doc" and data.startswith(_OLE):
        raise refused("old_word")
    if extension not in ("docx", "odt", "txt"):
        raise refused("extension")
    if not data:
        raise refused("empty")
    if len(data) > MOST_BYTES:
        raise refused("too_big")
    if check is not None:
        check(data)
    if data.startswith(_OTHERS):
        raise refused("not_what_it_says")
    found = _plain(data) if extension == "txt" else _packed(data)
    if not found.text.strip():
        raise refused("no_text")
    return found


def _plain(data: bytes) -> Extracted:
    if data.startswith((_OLE, *_ZIP)):
        raise refused("not_what_it_says")
    return Extracted(decode(data))


def _packed(data: bytes) -> Extracted:
    """Between .docx and .odt the content decides: both are read."""
    if data.startswith(_OLE):
        raise refused("protected" if _ENCRYPTED_PACKAGE in data else "old_word")
    if not data.startswith(_ZIP):
        raise refused("not_what_it_says")
    archive = Archive(data)
    if any(name.startswith("word/") for name in archive.names):
        return read_docx(archive)
    kind = archive.read("mimetype").strip()
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return read_odt(archive)
    raise refused("not_what_it_says")
