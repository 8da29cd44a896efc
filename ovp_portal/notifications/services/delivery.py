"""From the row to the mail server. Real time rules here: leases and pauses outlive any demonstration's clock.

Nobody gives exactly-once over SMTP. The order that loses nothing: the row is there; one
conditional UPDATE claims it; it is sent; it is marked. Who dies in between leaves a lease that
runs out, and the next one sends the message again under the same Message-ID and says so.
"""

import logging
import smtplib
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ovp_portal.notifications.emails import message_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.pauses import PAUSES

log = logging.getLogger("portal.mail")

LEASE = timedelta(minutes=5)
"""Longer than a conversation with a server that answers each line just before EMAIL_TIMEOUT."""
ONE_RUN = 40.0
"""Seconds after which a run takes no further message: the next tick goes on, and what else is due is not held up."""

Clock = Callable[[], datetime]


class ServerAway(Exception):
    """The mail server does not take connections: nothing was sent, and nothing else will be in this run."""


def deliver_waiting(*, real_now: Clock = timezone.now, seconds: float = ONE_RUN) -> int:
    """Send what waits, urgent first, over one connection. Any number may run at once. Answers how many went out."""
    line, sent = _Line(), 0
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends and (mail := _claim(Mail.objects.all(), real_now())):
            sent += _send(mail, line, real_now)
    except ServerAway as away:
        log.warning("The mail server does not answer: %s", away)
    finally:
        line.close()
    return sent


def deliver(*, mail: Mail, real_now: Clock = timezone.now) -> bool:
    """Send one message now, if nobody else is at it; whatever goes wrong, the next tick goes on."""
    claimed = _claim(Mail.objects.filter(pk=mail.pk), real_now())
    line = _Line()
    try:
        return claimed is not None and _send(claimed, line, real_now)
    except ServerAway as away:
        log.warning("The mail server does not answer: %s", away)
        return False
    finally:
        line.close()


def deliver_soon(*, mail: Mail) -> None:
    """Send one message as soon as this transaction is over, beside the request: somebody waits for it.

    The request waits for neither mail server nor broker, and takes as long whether a mail goes
    out or not. If this process ends first, the next tick delivers.
    """

    def run() -> None:
        try:
            deliver(mail=mail)
        finally:
            database.close()

    transaction.on_commit(lambda: threading.Thread(target=run, name="mail", daemon=True).start())


class _Line:
    """A connection to the mail server, kept from message to message."""

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


def _claim(mails: Any, now: datetime) -> Mail | None:
    """Take the next message for the length of a lease; two who ask at once get two."""
    with transaction.atomic():
        mail = mails.ready(now).select_for_update(skip_locked=True).order_by("priority", "next_try_at", "pk").first()
        if mail is None:
            return None
        mail.is_maybe_double |= mail.status == MailStatus.SENDING
        mail.status, mail.lease_until, mail.tries = MailStatus.SENDING, now + LEASE, mail.tries + 1
        mail.save(update_fields=["status", "lease_until", "tries", "is_maybe_double"])
    return mail


def _send(mail: Mail, line: _Line, real_now: Clock) -> bool:
    """One message, whose fate concerns no other; only a server that is away ends the run."""
    if mail.expires_at and mail.expires_at <= real_now():
        _mark(mail, status=MailStatus.PARKED, last_error="It came too late to be of use.")
        return False
    try:
        message_of(mail, line.open()).send()
    except ServerAway as away:
        _try_again(mail, real_now(), away.__cause__ or away)
        raise
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        # The server said no, so it has not taken the message. A permanent refusal (5xx) is tried
        # again like the others: many are a fault in somebody's configuration, mended within hours.
        line.close()
        _try_again(mail, real_now(), refusal)
    except Exception as fault:  # a bad row or a broken line must not stop the next one
        line.close()
        log.exception("Message %s was not delivered.", mail.pk)
        is_unsure = isinstance(fault, (OSError, smtplib.SMTPException))
        _try_again(mail, real_now(), fault, is_maybe_double=mail.is_maybe_double or is_unsure)
    else:
        _mark(mail, status=MailStatus.SENT, sent_at=real_now(), last_error="")
        return True
    return False


def _try_again(mail: Mail, now: datetime, fault: BaseException, **changes: Any) -> None:
    """Put a message back for later, with what was wrong; after a day of tries it is parked."""
    said = _words(fault)
    if mail.tries > len(PAUSES):
        _mark(mail, status=MailStatus.PARKED, last_error=said, **changes)
    else:
        pause = PAUSES[mail.tries - 1]
        _mark(mail, status=MailStatus.QUEUED, next_try_at=now + pause, last_error=said, **changes)


def _mark(mail: Mail, **changes: Any) -> None:
    """Note the end of a try, unless the lease ran out and somebody else has the message by now."""
    held = Q(status=MailStatus.SENDING, lease_until=mail.lease_until)
    Mail.objects.filter(held, pk=mail.pk).update(lease_until=None, **changes)


def _words(fault: BaseException) -> str:
    """What the server said, for who looks after the mail."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(fault.recipients.values()))
        fault = smtplib.SMTPResponseException(code, answer)
    if isinstance(fault, smtplib.SMTPResponseException):
        answer = fault.smtp_error
        return f"{fault.smtp_code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    return f"{type(fault).__name__}: {fault}"
