"""Hostile files and one of 200 MB against the running web server: the reason, and the seconds until it is read.

    ./run bench uploads

A portal of its own is started as `./run` starts it. A coordinator signs in and sends each hostile file of the tests
to the page that reads old notes in, in all four languages; the reason has to stand on the page in that language.
Then 200 MB, by a client that reads the answer after everything is sent, as a browser does, by one that listens while
it sends, and by one on a slow line; with and without a length said before. The memory of the web processes is looked
at all the while.
"""

# ruff: noqa: E402 – Django is set up before the portal's sentences are asked for
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.conf import settings
from django.utils import translation

from bench.idle_memory import OF_THIS_COMMAND, READY
from bench.idle_memory import _name as name_of
from bench.idle_memory import _tree as tree
from commitments.demo.facts import PASSWORD
from ovp_portal.lib.reading.documents import DocumentRefused, document_text, refused
from tests.portal.lib.reading.hostile_files import HOSTILE

MOST_SECONDS, MOST_GROWTH = 2.0, 40
"""Until the reason is there; and megabytes that all web processes together may grow by while 200 MB come."""
MEGABYTE = 2**20
BIG = 200 * MEGABYTE
SLOW_LINE = 12 * MEGABYTE
"""Bytes a second: a line of a hundred megabits."""


class Answer(NamedTuple):
    status: int
    page: str
    seconds: float


class Visitor:
    """Somebody signed in, with one connection an answer."""

    def __init__(self, address: str) -> None:
        self.host, self.port = address.removeprefix("http://").split(":")
        self.cookies: dict[str, str] = {}
        self.asks("GET", "/account/login/")
        form = {"login": "coordinator@example.org", "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        answer = self.asks("POST", "/account/login/", urlencode(form).encode(), "application/x-www-form-urlencoded")
        assert answer.status == 302, answer

    @property
    def token(self) -> str:
        return self.cookies["csrftoken"]

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Host": f"{self.host}:{self.port}", "Cookie": cookies}

    def asks(self, method: str, path: str, body: bytes = b"", kind: str = "text/plain") -> Answer:
        line = HTTPConnection(self.host, int(self.port), timeout=60)
        began = time.perf_counter()
        line.request(method, path, body or None, self.headers() | ({"Content-Type": kind} if body else {}))
        got = line.getresponse()
        page = got.read().decode()
        spent = time.perf_counter() - began
        for given in got.headers.get_all("Set-Cookie") or []:
            name, _equals, value = given.partition("=")
            self.cookies[name] = value.partition(";")[0]
        line.close()
        return Answer(got.status, page, spent)

    def form(self, name: str, data: bytes) -> tuple[bytes, str]:
        fields = {"csrfmiddlewaretoken": self.token, "act": "read", "text": ""}
        part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        parts = [part.format(key, value) for key, value in fields.items()]
        parts.append(f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        return "".join(parts).encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def address_in(language: str, path: str = "/work/notes/read/") -> str:
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def reason_in(language: str, refusal: DocumentRefused) -> str:
    with translation.override(language):
        return str(refusal.messages[0])


def try_files(visitor: Visitor) -> int:
    faults = 0
    for title, (name, make, _code) in HOSTILE.items():
        data = make()
        refusal = _refusal(name, data)
        slowest, wrong = 0.0, []
        for language, _name in settings.LANGUAGES:
            answer = visitor.asks("POST", address_in(language), *visitor.form(name, data))
            slowest = max(slowest, answer.seconds)
            if reason_in(language, refusal) not in unescape(answer.page):
                wrong.append(language)
        ok = not wrong and slowest < MOST_SECONDS
        faults += not ok
        told = "" if ok else f"  WRONG {' '.join(wrong)}"
        print(f"{slowest:6.2f} s  {len(data) / MEGABYTE:7.2f} MB  {title}: {refusal.code}{told}")
    return faults


def _refusal(name: str, data: bytes) -> DocumentRefused:
    if len(data) > settings.NOTE_FILE_MOST_BYTES:
        return refused("too_big")
    try:
        document_text(name, data)
    except DocumentRefused as refusal:
        return refusal
    return refused("too_long")


class Sender:
    """200 MB over a socket, by whoever listens while he sends or does not."""

    def __init__(
        self, visitor: Visitor, path: str, *, listens: bool, bytes_a_second: int = 0, is_chunked: bool = False
    ):
        self.visitor, self.path, self.listens = visitor, path, listens
        self.rate, self.is_chunked = bytes_a_second, is_chunked
        self.sent, self.is_over = 0, False

    def asks(self) -> Answer:
        start, _end = self.visitor.form("note.docx", b"")[0].split(b"\r\n--b--")
        size = "Transfer-Encoding: chunked" if self.is_chunked else f"Content-Length: {BIG + len(start)}"
        head = [f"POST {self.path} HTTP/1.1", size, "Content-Type: multipart/form-data; boundary=b"]
        head += [f"{name}: {value}" for name, value in self.visitor.headers().items()]
        line = socket.create_connection((self.visitor.host, int(self.visitor.port)), timeout=60)
        began = time.perf_counter()
        line.sendall("\r\n".join([*head, "", ""]).encode() + self._piece(start))
        sending = threading.Thread(target=self._send, args=(line, began), daemon=True)
        sending.start()
        if not self.listens:
            sending.join()
        answer = self._hear(line, began)
        self.is_over = True
        sending.join()
        line.close()
        return answer

    def _piece(self, data: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(data), data) if self.is_chunked else data

    def _send(self, line: socket.socket, began: float) -> None:
        piece = self._piece(bytes(2**16))
        try:
            while self.sent < BIG and not (self.listens and self.is_over):
                line.sendall(piece)
                self.sent += 2**16
                if self.rate:
                    time.sleep(max(0.0, self.sent / self.rate - (time.perf_counter() - began)))
            if self.is_chunked and self.sent >= BIG:
                line.sendall(b"0\r\n\r\n")
        except OSError as error:
            print(f"          (the line was cut while it was sent: {error})")

    @staticmethod
    def _hear(line: socket.socket, began: float) -> Answer:
        got = b""
        while (
            found := re.search(rb"^HTTP/1.1 (\d+).*?Content-Length: (\d+).*?\r\n\r\n", got, re.S | re.I)
        ) is None or (len(got) < found.end() + int(found[2])):
            more = line.recv(2**16)
            if not more:
                break
            got += more
        spent = time.perf_counter() - began
        status = int(got.split(b" ", 2)[1]) if got else 0
        return Answer(status, got.partition(b"\r\n\r\n")[2].decode("utf-8", "replace"), spent)


def try_200_megabytes(visitor: Visitor, web: list[int]) -> int:
    faults = 0
    ways: dict[str, dict] = {
        "heard after all is sent": {"listens": False},
        "heard while it is sent": {"listens": True},
        "heard on a slow line": {"listens": True, "bytes_a_second": SLOW_LINE},
        "of no said length": {"listens": True, "is_chunked": True},
    }
    for name, options in ways.items():
        for language, _name in settings.LANGUAGES:
            sender = Sender(visitor, address_in(language), **options)
            with growth(web) as grown:
                answer = sender.asks()
            reason = reason_in(language, refused("too_big"))
            is_said = reason in unescape(answer.page) or options.get("is_chunked")
            ok = 400 <= answer.status < 500 and is_said and answer.seconds < MOST_SECONDS and grown[0] < MOST_GROWTH
            faults += not ok
            told = "" if ok else "  WRONG"
            print(
                f"{answer.seconds:6.2f} s  {sender.sent / MEGABYTE:5.0f} MB sent, memory +{grown[0]:.0f} MB  "
                f"200 MB {name} ({language}): {answer.status}{told}"
            )
    return faults


@contextmanager
def growth(web: list[int]) -> Iterator[list[float]]:
    """How many megabytes more the web processes hold at most."""
    before, most, is_over = held(web), [0.0], threading.Event()

    def look() -> None:
        while not is_over.wait(0.05):
            most[0] = max(most[0], held(web) - before)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    yield most
    is_over.set()
    looking.join()


def held(web: list[int]) -> float:
    """Resident memory of their own, in MB."""
    found = 0
    for pid in web:
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
        found += int(resident) - int(shared)
    return found * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


@contextmanager
def portal() -> Iterator[tuple[str, list[int]]]:
    """A running portal with its demonstration, and its web processes."""
    with tempfile.TemporaryDirectory(prefix="ovp-uploads-") as folder:
        kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_COMMAND}
        running = subprocess.Popen(
            [ROOT / "run", "--port", "8733"], env=kept | {"PORTAL_VAR": folder}, stdout=subprocess.PIPE, text=True
        )
        try:
            address = next((found[1] for line in running.stdout if (found := READY.search(line))), None)
            if address is None:
                sys.exit("The portal did not start.")
            yield address, [pid for pid in tree(running.pid) if name_of(pid) == "web"]
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)


def main() -> int:
    with portal() as (address, web):
        visitor = Visitor(address)
        return sum(part() for part in _parts(visitor, web))


def _parts(visitor: Visitor, web: list[int]) -> list[Callable[[], int]]:
    return [lambda: try_files(visitor), lambda: try_200_megabytes(visitor, web)]


if __name__ == "__main__":
    found = main()
    print(f"{found} wrong")
    sys.exit(found > 0)
