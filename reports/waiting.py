"""What waits for a person: the same registry that reminders are made from, and the days to come."""

from datetime import date, datetime

from django.conf import settings

from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import sources
from ovp_portal.notifications.registry import waiting_of
from ovp_portal.notifications.waiting import Waiting
from reports.queries.submissions import to_come


def waiting_for(user: User, at: datetime) -> list[Waiting]:
    """All that waits, what is due first on top; what has no day comes last."""
    found = waiting_of(sources.registered(), user.pk, at, own_only=True)
    found += to_come(user, local_date(at, settings.TIME_ZONE))
    return sorted(found, key=lambda row: (row.due_on is None, row.due_on or date.max, row.title))
