"""A clamd in a thread: it speaks INSTREAM over a real socket and finds EICAR's harmless test virus."""

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
            if len(data) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.asked.append(len(data))
        if self.server.says is not None:
            self.wfile.write(self.server.says)
            return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


class Scanner(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.asked: list[int] = []
        self.says: bytes | None = None
        self.most = 25 * 2**20

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def scanning() -> Iterator[Scanner]:
    with Scanner() as scanner:
        thread = threading.Thread(target=scanner.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield scanner
        scanner.shutdown()
        thread.join()
