from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """The demonstration's mail server: it takes every message and sends none.

    The messages themselves are rows already, and /outbox/ shows those. Each is put together as
    for a real server, so that one which could not be sent is not taken here either.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message().as_bytes()
        return len(email_messages)
