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
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from ovp_portal.notifications.emails import message_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.claims import LEASE, claim, mark
from ovp_portal.notifications.services.line import Line, ServerAway
from ovp_portal.notifications.services.pauses import PAUSES

__all__ = ["LEASE", "PAUSES", "deliver", "deliver_soon", "deliver_waiting"]
log = logging.getLogger("portal.mail")

ONE_RUN = 40.0
"""Seconds after which a run takes no further message: the next tick goes on, and what else is due is not held up."""
MANY = 20
"""After so many messages over one line, the others are opened beside it."""

Clock = Callable[[], datetime]


def deliver_waiting(*, real_now: Clock = timezone.now, seconds: float = ONE_RUN) -> int:
    """Send what waits, urgent first, over kept lines. Any number may run at once. Answers how many went out.

    While one line waits for the mail server's answer or for the database, another one sends.
    """
    ends = time.monotonic() + seconds
    others: list[_Helper] = []

    def open_others() -> None:
        for _ in range(settings.MAIL_LINES - 1):
            others.append(_Helper(real_now, ends))
            others[-1].start()

    sent = _run(real_now, ends, open_others)
    for other in others:
        other.join()
    return sent + sum(other.sent for other in others)


def _run(real_now: Clock, ends: float, when_many: Callable[[], None] | None = None) -> int:
    """One line's work: take, send, note, until nothing waits or the time is over. Answers how many went out."""
    line, sent, last = Line(), 0, None
    try:
        while time.monotonic() < ends:
            mail, last = claim(real_now(), sent=last), None
            if mail is None:
                break
            if _send(mail, line, real_now):
                last, sent = mail, sent + 1
                if sent == MANY and when_many:
                    when_many()
    except ServerAway as away:
        log.warning("The mail server does not answer: %s", away)
    finally:
        if last is not None:
            mark(last, status=MailStatus.SENT, sent_at=last.sent_at, last_error="")
        line.close()
    return sent


class _Helper(threading.Thread):
    """A further line, with a connection to the database of its own."""

    def __init__(self, real_now: Clock, ends: float):
        super().__init__(name="line", daemon=True)
        self.real_now, self.ends, self.sent = real_now, ends, 0

    def run(self) -> None:
        try:
            self.sent = _run(self.real_now, self.ends)
        except Exception:
            log.exception("A line beside the first one broke; the others and the next tick go on.")
        finally:
            database.close()


def deliver(*, mail: Mail, real_now: Clock = timezone.now) -> bool:
    """Send one message now, if nobody else is at it; whatever goes wrong, the next tick goes on."""
    claimed = claim(real_now(), only=mail.pk)
    line = Line()
    try:
        is_sent = claimed is not None and _send(claimed, line, real_now)
    except ServerAway as away:
        log.warning("The mail server does not answer: %s", away)
        return False
    finally:
        line.close()
    if is_sent:
        mark(claimed, status=MailStatus.SENT, sent_at=claimed.sent_at, last_error="")
    return is_sent


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


def _send(mail: Mail, line: Line, real_now: Clock) -> bool:
    """One message, whose fate concerns no other; only a server that is away ends the run.

    Who calls marks what was sent: with the next claim, in one statement.
    """
    if mail.expires_at and mail.expires_at <= real_now():
        mark(mail, status=MailStatus.PARKED, last_error="It came too late to be of use.")
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
        mail.sent_at = real_now()
        return True
    return False


def _try_again(mail: Mail, now: datetime, fault: BaseException, **changes: Any) -> None:
    """Put a message back for later, with what was wrong; after a day of tries it is parked."""
    said = _words(fault)
    if mail.tries > len(PAUSES):
        mark(mail, status=MailStatus.PARKED, last_error=said, **changes)
    else:
        pause = PAUSES[mail.tries - 1]
        mark(mail, status=MailStatus.QUEUED, next_try_at=now + pause, last_error=said, **changes)


def _words(fault: BaseException) -> str:
    """What the server said, for who looks after the mail."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(fault.recipients.values()))
        fault = smtplib.SMTPResponseException(code, answer)
    if isinstance(fault, smtplib.SMTPResponseException):
        answer = fault.smtp_error
        return f"{fault.smtp_code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    return f"{type(fault).__name__}: {fault}"
