"""Starts children one after another, watches them, and stops them in the opposite order."""

import contextlib
import os
import select
import signal
from collections.abc import Callable, Iterator

from ovp_portal.local.children import Child

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Someone asked to stop: Ctrl-C, SIGTERM or a closed terminal."""


class Supervisor:
    def __init__(self, say: Callable[[str], None], clear: Callable[[], None]):
        self.say, self.clear = say, clear
        self.children: list[Child] = []
        self.is_asked_to_stop = False
        self._woken, self._wake = os.pipe()

    @contextlib.contextmanager
    def in_charge(self) -> Iterator["Supervisor"]:
        """Within this, signals are taken note of; at its end, however it comes, nothing is left running.

        SIGINT is heard even where it was ignored, for a job in the background of a script
        inherits that; an ignored SIGHUP is nohup's and stays so.
        """
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for number in STOPPING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield self
        finally:
            self.stop()

    def watch(self, child: Child) -> Child:
        self.children.append(child)
        return child

    def pause(self, seconds: float | None) -> None:
        """Sleep until something happens: a signal, a child's end, or the time is over."""
        if not self.is_asked_to_stop:
            select.select([self._woken], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4096)
        self.check()

    def check(self) -> None:
        if self.is_asked_to_stop:
            raise Stopped
        for child in self.children:
            if child.is_lost:
                raise child.death()

    def stop(self) -> None:
        while self.children:
            child = self.children.pop()
            child.stop()
            self.say(f"  stopped: {child.name}")
        self.clear()

    def _note(self, number: int, _frame: object) -> None:
        self.is_asked_to_stop = True
