"""A connection to the mail server, kept from message to message."""

import logging
import smtplib
from typing import Any

from django.core.mail import get_connection

log = logging.getLogger("portal.mail")


class ServerAway(Exception):
    """The mail server does not take connections: nothing was sent, and nothing else will be in this run."""


class Line:
    def __init__(self) -> None:
        self._backend: Any = None

    def open(self) -> Any:
        if self._backend is None:
            backend = get_connection()
            try:
                backend.open()
            except (OSError, smtplib.SMTPException) as fault:
                raise ServerAway(str(fault)) from fault
            self._backend = backend
        return self._backend

    def close(self) -> None:
        """A line that is broken already is closed all the same."""
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (OSError, smtplib.SMTPException):
                log.info("The mail server was gone before the line was closed.")
