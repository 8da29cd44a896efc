"""Trying again, with growing pauses; after a day a message is parked and shown."""

from datetime import datetime, timedelta

from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240)]
"""What lies between the tries; together they are a day. Then the message is parked and shown."""


def put_back(mail: Mail, now: datetime, said: str) -> None:
    """Leave a message that could not be written for later; its caller saves it."""
    mail.tries, mail.last_error, mail.lease_until = mail.tries + 1, said, None
    if mail.tries > len(PAUSES):
        mail.status = MailStatus.PARKED
    else:
        mail.status, mail.next_try_at = MailStatus.QUEUED, now + PAUSES[mail.tries - 1]
