"""Opening a packed document without trusting a number that stands in it."""

import re
import zipfile
import zlib
from io import BytesIO

from ovp_portal.lib.reading.refusals import refused

MOST_MEMBERS = 3_000
MOST_DECLARED = 200 * 2**20
MOST_UNPACKED = 16 * 2**20
MOST_RATIO = 200
SMALL_ENOUGH = 2**20
"""What unpacks to less than this is no bomb, however well it was packed."""
_CHUNK = 2**16
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_END_LENGTH = 22
_PDF, _PDF_WITHIN = b"%PDF-", 1024
"""Programs that show a PDF look for its first word so far into a file."""
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")


class Archive:
    """A zip file in memory. What it unpacks is counted while it is unpacked, over all members together."""

    def __init__(self, data: bytes) -> None:
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refused("broken") from error
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_DECLARED:
            raise refused("bomb")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise refused("protected")
        if any(_LEADS_OUT.search(member.orig_filename) for member in members):
            raise refused("paths")
        if _is_something_else_too(data, members):
            raise refused("not_what_it_says")
        self._members = {member.filename: member for member in members}

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """One member, or a refusal as soon as it grows too large; b"" when it is not there."""
        member = self._members.get(name)
        if member is None:
            return b""
        most = MOST_UNPACKED - self._unpacked
        kept = bytearray()
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    kept += chunk
                    is_blown_up = len(kept) > max(SMALL_ENOUGH, member.compress_size * MOST_RATIO)
                    if len(kept) > most or is_blown_up:
                        raise refused("bomb")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise refused("broken") from error
        self._unpacked += len(kept)
        return bytes(kept)


def _is_something_else_too(data: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """Something stands before or behind the archive, or a PDF begins in it: two programs would see two files."""
    begins_later = bool(members) and min(member.header_offset for member in members) > 0
    goes_on = data[-_END_LENGTH:][: len(_END)] != _END
    return begins_later or goes_on or _PDF in data[:_PDF_WITHIN]
