"""What has to be done before the portal can be used: once, and again only when its files changed."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ovp_portal.local.children import Child
from ovp_portal.local.places import ROOT, Places, write_private
from ovp_portal.local.supervisor import Supervisor

CODE = ("ovp_portal", "commitments", "meetings", "reports", "requirements")


def prepare(places: Places, supervisor: Supervisor, spawn: Callable[..., Child], *known: str, always: bool) -> None:
    """Fill the database and collect the static files, side by side.

    What was done is marked with a fingerprint of all that it may read, so that a
    later start with the same files does neither.
    """
    table = places.sign_in.with_suffix(".new")
    steps = {
        places.prepared: (fingerprint(*CODE, known=known), "preparation", ["manage.py", "prepare"]),
        places.var / "collected": (
            fingerprint("static", "requirements", known=()),
            "static files",
            ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ),
    }
    due = {mark: step for mark, step in steps.items() if always or _read(mark) != step[0]}
    if not due:
        return
    print("Preparing the portal ...", flush=True)
    children = {}
    with _private(table) as output:
        for mark, (_wanted, name, words) in due.items():
            options = {"stdout": output} if mark == places.prepared else {}
            children[mark] = spawn(name, words, may_end=True, **options)
    while any(child.is_running for child in children.values()):
        supervisor.pause(None)
    supervisor.check()
    for mark, child in children.items():
        supervisor.children.remove(child)
        if mark == places.prepared:
            table.replace(places.sign_in)
        write_private(mark, due[mark][0])


def fingerprint(*tops: str, known: tuple[str, ...]) -> str:
    """Every file below, by size and time."""
    seen = hashlib.sha256(repr(known).encode())
    for top in tops:
        for folder, folders, files in os.walk(ROOT / top):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for file in sorted(files):
                stat = Path(folder, file).lstat()
                seen.update(f"{folder}/{file} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
