"""What a file may not do: a PDF acts and leads to no script, a Word file fetches nothing and computes nothing."""

# ruff: noqa: E501

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

ACTS = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/EmbeddedFiles", "/AcroForm", "/XFA"}  # fmt: skip
_WEB = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+")


def doing_in_pdf(content: bytes) -> list[str]:
    """Everything in a PDF that would act, and links that lead elsewhere than to the web or a mailbox."""
    reader = PdfReader(BytesIO(content))
    found = []
    for one in _dictionaries(reader):
        found += [f"pdf: {name}" for name in ACTS & ({str(key) for key in one} | {str(one.get("/S", ""))})]
        if "/URI" in one and not _WEB.fullmatch(str(one["/URI"])):
            found.append(f"pdf leads to {one['/URI']}")
    return found


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum not in seen:
                seen.add(one.idnum)
                waiting.append(one.get_object())
        elif isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]


def leading_out_of_word(content: bytes) -> list[str]:
    """Relations of a Word file to anything outside but the web, fields that compute, and parts that run."""
    found = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                targets = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
                found += [f"docx leads to {target}" for target in targets if not _WEB.fullmatch(target)]
            found += [
                f"docx: {word}"
                for word in re.findall(r"<w:(?:instrText|fldSimple|object|altChunk)\b[^>]*>[^<]*", text)
                if "PAGE" not in word
            ]
            if re.search(r"vbaProject|activeX|embeddings|\.html?$", name):
                found.append(f"docx holds {name}")
    return found
