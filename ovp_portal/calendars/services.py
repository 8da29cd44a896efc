"""The address of a person's calendar: made, told once, revoked."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.calendars.models import CalendarFeed


@transaction.atomic
def make_feed(*, user: User, by: User, at: datetime) -> str:
    """Make an address and end the one before. The secret is told here and nowhere again.

    The person's row is locked, so that of two clicks at once each ends the other's.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    _revoke(user, at)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user=user, token_hash=_hash(token), created_at=at)
    feed.full_clean()
    feed.save()
    record(actor=by, action="calendar.made", target=user, at=at)
    return token


@transaction.atomic
def revoke_feed(*, user: User, by: User, at: datetime) -> bool:
    """End the address, and say whether there was one; from then on it answers like one that never was."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not _revoke(user, at):
        return False
    record(actor=by, action="calendar.revoked", target=user, at=at)
    return True


def owner_of(token: str) -> User | None:
    """Whose calendar an address is; nobody's when it was revoked or his account is closed."""
    feeds = CalendarFeed.objects.open().filter(token_hash=_hash(token), user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None


def _revoke(user: User, at: datetime) -> int:
    """Never before it was made: a demonstration's clock may have been put back."""
    ended = 0
    for feed in CalendarFeed.objects.open().filter(user=user):
        feed.revoked_at = max(at, feed.created_at)
        feed.save(update_fields=["revoked_at"])
        ended += 1
    return ended


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
