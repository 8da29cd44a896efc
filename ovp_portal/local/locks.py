"""Who is using var/: one portal or one command at a time owns the servers; commands may join in.

Locks are the kernel's, so none outlives its holder, however it ended.
"""

import fcntl
import json
import os
import time
from pathlib import Path
from typing import IO, Any

from ovp_portal.local import refusals
from ovp_portal.local.places import write_private

LEFTOVERS_END_WITHIN = 20


class Claim:
    """The right to start and stop the servers of one var/ folder."""

    def __init__(self, var: Path, what: str):
        self.var = var
        self.state: dict[str, Any] = {"what": what, "pid": os.getpid()}
        self.owner = _open(var / "owner.lock")
        # Whoever only looks whether there is an owner holds the lock for a moment.
        if not _take(self.owner, fcntl.LOCK_EX, seconds=0.2):
            self.owner.close()
            raise refusals.already_running(**_who(var))
        self.tell()
        # Every child inherits this one: it is free when the last of them is gone.
        self.children = _open(var / "children.lock")
        if not _take(self.children, fcntl.LOCK_EX, seconds=LEFTOVERS_END_WITHIN):
            self.__exit__()
            raise refusals.leftovers()

    def tell(self, **more: Any) -> None:
        """Let other commands know where the servers are."""
        self.state.update(more)
        write_private(_state(self.var), json.dumps(self.state))

    def wait_for_guests(self) -> None:
        """Commands that joined in finish before the servers go."""
        with _open(self.var / "guests.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    def __enter__(self) -> "Claim":
        return self

    def __exit__(self, *_reason: object) -> None:
        _state(self.var).unlink(missing_ok=True)
        self.children.close()
        self.owner.close()


def running(var: Path) -> dict[str, Any] | None:
    """What the present owner told of itself; None when there is no owner."""
    try:
        lock = _open(var / "owner.lock")
    except refusals.Refusal:
        return None
    with lock:
        if _take(lock, fcntl.LOCK_SH):
            return None
    return _read(var)


def join(var: Path) -> IO[bytes]:
    """Ask the owner to keep the servers until this file is closed; it survives an exec."""
    file = _open(var / "guests.lock")
    fcntl.flock(file, fcntl.LOCK_SH)
    os.set_inheritable(file.fileno(), True)
    return file


def _who(var: Path) -> dict[str, Any]:
    state = _read(var)
    return {"what": state.get("what", "portal"), "address": state.get("address")}


def _state(var: Path) -> Path:
    return var / "running.json"


def _read(var: Path) -> dict[str, Any]:
    try:
        return json.loads(_state(var).read_text())
    except (OSError, ValueError):
        return {}


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except OSError as error:
        raise refusals.not_writable(path, error.strerror) from error


def _take(file: IO[bytes], how: int, *, seconds: float = 0) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        else:
            return True
