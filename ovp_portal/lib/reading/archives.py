"""Opening a packed document without trusting a number that stands in it."""

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
