import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import User
from ovp_portal.lib.guards import locked_when


class CalendarFeedQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """The address of one person's calendar. Only a hash is kept: who reads the table finds no address."""

    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_open_calendar_a_person"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="calendar_revoked_after_it_was_made",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_calendar_address_is_never_rewritten", fields=["user", "token_hash"]),
            locked_when(name="a_revoked_calendar_stays_past", condition=pgtrigger.Q(old__revoked_at__isnull=False)),
            pgtrigger.Protect(name="a_calendar_address_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"


class CalendarEntry(models.Model):
    """What calendars were told of one thing: its name there for ever, and how often it changed since.

    A change is noticed when the calendar is next fetched, whoever made it and however. Until then
    nobody was told anything else, so nothing is missed.
    """

    key = models.CharField(max_length=200, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.ReadOnly(name="a_calendar_entry_keeps_its_name", fields=["key", "uid"]),
            pgtrigger.Protect(
                name="a_sequence_only_rises",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__sequence__lte=pgtrigger.F("old__sequence")),
            ),
            pgtrigger.Protect(name="a_calendar_entry_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.sequence})"
