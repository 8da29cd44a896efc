"""A message that a mail server took and sent back later: it did not arrive, and says why."""

from datetime import datetime

from django.db import transaction

from ovp_portal.audit.services import record
from ovp_portal.notifications.bounces import failure_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail

MOST = 500
"""Characters of the server's words that are kept."""


@transaction.atomic
def take_back(*, raw: bytes, at: datetime) -> Mail | None:
    """Note that a sent message did not arrive; nothing where it is no failure, or of no message of ours.

    Only who got the message, or the servers on its way, know its Message-ID. From then on it counts as given up: who
    does not get mail is shown to the coordinator until a later message arrives or there is another address.
    """
    failure = failure_of(raw)
    if failure is None:
        return None
    sent = Mail.objects.select_for_update(of=("self",)).defer("text", "html")
    mail = sent.filter(message_id=failure.message_id, status__in=[MailStatus.SENT, MailStatus.SENDING]).first()
    if mail is None:
        return None
    mail.status, mail.last_error, mail.lease_until = MailStatus.PARKED, failure.said[:MOST], None
    mail.save(update_fields=["status", "last_error", "lease_until"])
    record(actor=None, action="mail.came_back", target=mail, at=at, said=mail.last_error)
    return mail
