"""Processes that never outlive the one that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ovp_portal.local import refusals

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
Pause = Callable[[float], None]


class Child:
    """One process, with a session of its own: a terminal's Ctrl-C reaches only the parent, which stops all in order."""

    def __init__(
        self,
        name: str,
        command: Iterable[str | os.PathLike[str]],
        *,
        log: Path,
        stop_with: signal.Signals = signal.SIGTERM,
        grace: float = 10,
        become: Callable[[], None] | None = None,
        environment: Mapping[str, str] | None = None,
        holds: Iterable[int] = (),
        may_end: bool = False,
        **popen: Any,
    ):
        self.name, self.log, self.stop_with, self.grace = name, log, stop_with, grace
        self.may_end = may_end
        parent = os.getpid()

        def in_the_child() -> None:
            if become:
                become()
            _end_with(parent, stop_with)

        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [os.fspath(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=popen.pop("stdout", output),
                stderr=output,
                env=environment,
                start_new_session=True,
                preexec_fn=in_the_child,
                pass_fds=tuple(holds),
                **popen,
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    @property
    def is_lost(self) -> bool:
        """Ended, though it should have gone on or gone well."""
        code = self.process.poll()
        return code is not None and (code != 0 or not self.may_end)

    def stop(self) -> None:
        """Ask; after the grace, insist. What it may have left behind in its session goes with it."""
        if self.is_running:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(self.stop_with)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def death(self) -> refusals.Refusal:
        return refusals.died(self.name, self.process.poll(), self.log, last_lines(self.log))


def wait_until(answers: Callable[[], bool], child: Child, *, seconds: float, pause: Pause = time.sleep) -> None:
    """Wait for a child to answer; refuse when it dies or takes too long."""
    deadline = time.monotonic() + seconds
    while not answers():
        if not child.is_running or time.monotonic() > deadline:
            raise child.death()
        pause(0.02)


def last_lines(path: Path, count: int = 15) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8000))
        return "\n".join(file.read().decode(errors="replace").strip().splitlines()[-count:])


def _end_with(parent: int, stop_with: signal.Signals) -> None:
    """Linux tells a child when its parent is gone; elsewhere a killed launcher leaves its servers running."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(stop_with))
        if os.getppid() != parent:
            os._exit(1)
