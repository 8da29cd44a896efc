"""Everything that waits for a person and has a day, from the registry that lists and reminders are made of."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from ovp_portal.accounts.models import User
from ovp_portal.calendars.events import Event
from ovp_portal.notifications import sources
from ovp_portal.notifications.registry import listed


def events(user: User, at: datetime) -> Iterator[Event]:
    """A day each: what is due that day. What is done meanwhile is not listed any more and leaves the calendar."""
    for due, waiting in listed(sources.registered(), user.pk, at, own_only=True):
        if due.due_on is None:
            continue
        yield Event(
            key=f"due:{user.pk}:{due.kind}:{due.thing}",
            title=waiting.title,
            starts_on=due.due_on,
            ends_on=due.due_on,
            text=waiting.sub,
            url=waiting.url,
            category=_("Due"),
            is_busy=False,
            told=(due.due_on.isoformat(),),
        )
