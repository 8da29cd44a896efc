"""A port to listen at."""

import socket

from ovp_portal.local import refusals

HOST = "127.0.0.1"
DEFAULT = 8000


def choose(typed: str | None) -> int:
    """The port that was asked for, or refuse; the first free one from 8000 on when none was."""
    if typed is None:
        return next_free(DEFAULT)
    if not (typed.isascii() and typed.isdigit() and 1024 <= int(typed) <= 65535):
        raise refusals.bad_port(typed)
    port = int(typed)
    if not is_free(port):
        raise refusals.port_taken(port, next_free(port))
    return port


def next_free(port: int) -> int:
    return next(candidate for candidate in [*range(port, 65536), *range(DEFAULT, port)] if is_free(candidate))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
