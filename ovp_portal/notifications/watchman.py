"""The watch in a process of its own time: a thread beside the web server's requests that looks every half minute.

One process a machine watches, the others stand by and take over when it ends. It remembers who is
to be told, so that a database that is away is told too.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ovp_portal import clock
from ovp_portal.notifications.services import alarms
from ovp_portal.notifications.services.alarms import Alarm, Reader
from ovp_portal.notifications.services.health import TOO_LONG
from ovp_portal.notifications.services.watch import AGAIN_AFTER, watch

log = logging.getLogger("portal.watch")

FIRST_LOOK = 120.0
"""After a start of everything the first tick takes up to a minute."""
EVERY = 30.0


class Lookout:
    """One process's looks, and what it must remember while the database cannot."""

    def __init__(self) -> None:
        self.readers: Sequence[Reader] = [Reader(mail, settings.LANGUAGE_CODE) for mail in settings.ALARM_EMAILS]
        self.away_since: datetime | None = None
        self.told_at: datetime | None = None

    def look(self, *, at: datetime, real_now: datetime) -> None:
        try:
            self.readers = watch(at=at, real_now=real_now)
        except DatabaseError as fault:
            log.warning("The database does not answer: %s", fault)
            self._note_away(real_now)
        else:
            self._note_back()

    def _note_away(self, now: datetime) -> None:
        self.away_since = self.away_since or now
        if now - self.away_since >= TOO_LONG and (self.told_at is None or now - self.told_at >= AGAIN_AFTER):
            self._tell(now, _away)

    def _note_back(self) -> None:
        if self.told_at:
            self._tell(None, _back)
        self.away_since = self.told_at = None

    def _tell(self, told_at: datetime | None, write: Callable[[], Alarm]) -> None:
        taken, _fault = alarms.tell(self.readers, write)
        self.told_at = told_at if taken else self.told_at


def _away() -> Alarm:
    said = _(
        "The database does not answer: nobody can work in the portal, no reminder goes out and nothing is published."
    )
    return alarms.alarm(_("Alarm: %(what)s") % {"what": _("the database is away")}, [said])


def _back() -> Alarm:
    return alarms.alarm(_("Over: %(what)s") % {"what": _("the database is away")}, [_("The database answers again.")])


class Watchman(threading.Thread):
    """Looks for as long as its process lives, if no other process of this machine does."""

    def __init__(self, *, first: float = FIRST_LOOK, every: float = EVERY):
        super().__init__(name="watchman", daemon=True)
        self.first, self.every, self.ends = first, every, threading.Event()

    def run(self) -> None:
        lookout, duty, pause = Lookout(), Duty(), self.first
        while not self.ends.wait(pause):
            pause = self.every
            if duty.is_ours():
                self._look(lookout)
        duty.leave()

    def _look(self, lookout: Lookout) -> None:
        try:
            lookout.look(at=clock.now(), real_now=timezone.now())
        except Exception:
            log.exception("The watch failed; it looks again.")
        finally:
            connection.close()


class Duty:
    """Which process of this machine watches: the one that holds a file's lock, which ends with it.

    Where no lock can be had, two watch; each alarm is still one row.
    """

    def __init__(self) -> None:
        mark = hashlib.sha256(f"watch {settings.SECRET_KEY} {settings.PORTAL_URL}".encode()).hexdigest()[:16]
        self.path, self.file = Path(tempfile.gettempdir(), f"portal-watch-{mark}"), None

    def is_ours(self) -> bool:
        if self.file is not None:
            return True
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self.file = file
        return True

    def leave(self) -> None:
        if self.file is not None:
            os.close(self.file)
            self.file = None
