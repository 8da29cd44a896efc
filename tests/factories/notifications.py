"""Messages that wait."""

from datetime import UTC, datetime

from django.utils import timezone

from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services import deliver_waiting, queue_once
from tests.factories.portal import make_user

WRITTEN = datetime(2022, 10, 7, 7, tzinfo=UTC)


def make_mail(**given) -> Mail:
    """A message that waits to be sent now."""
    recipient = given.get("recipient") or make_user()
    number = Mail.objects.count() + 1
    fields = {
        "recipient": recipient,
        "address": recipient.email,
        "template": "digest",
        "language": "mk",
        "subject": "Уште 2 дена",
        "text": "Почитувани,\n",
        "html": "<!doctype html><p>Почитувани,</p>",
        "message_id": f"<{number}@testserver>",
        "written_at": WRITTEN,
        "next_try_at": timezone.now(),
    }
    return Mail.objects.create(**fields | given)


def look(*, at: datetime) -> int:
    """One minute of the clockwork: what is due is queued, and what waits goes out."""
    count = queue_once(at=at)
    deliver_waiting()
    return count
