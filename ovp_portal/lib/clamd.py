"""Ask clamd, the daemon of ClamAV, whether a file is infected: its command INSTREAM, over a socket."""

import socket
import struct

PATIENCE = 10.0
"""Seconds for each step of the talk; a scan of the biggest file that is taken needs far less."""
_CHUNK = 2**16
_LONGEST_ANSWER = 4_096


class ScannerSilent(Exception):
    """No answer, or none that says whether the file is clean: nobody may take it for clean."""


def virus_in(data: bytes, *, address: str, patience: float = PATIENCE) -> str:
    """The name of the virus that was found; empty when the file is clean.

    `address` is tcp://HOST:PORT or unix:///PATH/OF/THE/SOCKET.
    """
    try:
        with _line(address, patience) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as fault:
        raise ScannerSilent(f"{address}: {fault}") from fault
    said = answer.decode("utf-8", "replace").removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerSilent(f"{address}: {said or 'no answer'}")


def _line(address: str, patience: float) -> socket.socket:
    scheme, _sign, rest = address.partition("://")
    if scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(patience)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = rest.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)


def _answer(line: socket.socket) -> bytes:
    """Up to the zero that ends it; a line that is cut before has said nothing."""
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = line.recv(1_024)
        if not more:
            return b""
        answer += more
    return answer.partition(b"\0")[0]
