"""Where things lie on this machine."""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from ovp_portal.local import refusals

ROOT = Path(__file__).resolve().parents[2]
LOG_SIZE = 5_000_000


@dataclass(frozen=True)
class Places:
    """The folder of what is kept, and one with a short name for sockets."""

    var: Path
    sockets: Path

    @classmethod
    def of(cls, var: Path) -> "Places":
        """A socket's path ends at 107 bytes, so sockets lie in a short folder named after the long one."""
        key = hashlib.sha256(os.fsencode(var)).hexdigest()[:10]
        return cls(var=var, sockets=Path(f"/tmp/ovp-{os.getuid()}-{key}"))

    @classmethod
    def here(cls) -> "Places":
        return cls.of(Path(os.environ.get("PORTAL_VAR") or ROOT / "var").absolute())

    def make(self) -> None:
        for folder in (self.var, self.var / "log", self.var / "beat"):
            make_folder(folder)
        make_folder(self.sockets)

    def clear(self) -> None:
        """Nothing outside var/ is left behind."""
        shutil.rmtree(self.sockets, ignore_errors=True)

    def log(self, name: str) -> Path:
        """A child's log; one that has grown long is put aside."""
        path = self.var / "log" / f"{name.replace(' ', '-')}.log"
        if path.exists() and path.stat().st_size > LOG_SIZE:
            path.replace(path.with_suffix(".log.1"))
        return path

    @property
    def clock(self) -> Path:
        return self.var / "clock.json"

    @property
    def prepared(self) -> Path:
        """Says which state of the code the database was last prepared by."""
        return self.var / "prepared"

    @property
    def sign_in(self) -> Path:
        return self.var / "sign-in.txt"


def make_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder that is only ours, or refuse one that is not."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        known = folder.lstat()
    except OSError as error:
        raise refusals.not_writable(error.filename or folder, error.strerror) from error
    if not stat.S_ISDIR(known.st_mode) or known.st_uid != os.getuid():
        raise refusals.not_ours(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise refusals.not_writable(folder, "Permission denied")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
