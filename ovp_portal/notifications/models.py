from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ovp_portal.notifications.enums import MailStatus, Priority


class MailQuerySet(models.QuerySet):
    def waiting(self, real_now: datetime) -> Self:
        """Not yet sent and due for a try; also those whose sender died holding them."""
        return self.filter(
            Q(status=MailStatus.QUEUED, next_try_at__lte=real_now)
            | Q(status=MailStatus.SENDING, lease_until__lt=real_now)
        )


class Mail(models.Model):
    """One message to one person, written before it is sent. Delivery runs on real time.

    `written_at` is the portal's moment; after `expires_at` (real time) the message is of no use
    and is not sent any more. `is_maybe_double` marks a message that was claimed again
    after a sender died between the server's answer and the mark: same Message-ID, so mail
    programs show it once.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails")
    address = models.EmailField(max_length=254)
    template = models.CharField(max_length=60)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    reply_to = ArrayField(models.EmailField(max_length=254), default=list, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    message_id = models.CharField(max_length=120, unique=True)
    written_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    is_maybe_double = models.BooleanField(default=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["priority", "next_try_at"],
                name="mail_that_waits",
                condition=Q(status__in=[MailStatus.QUEUED, MailStatus.SENDING]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=MailStatus.SENT) | Q(sent_at__isnull=False),
                name="sent_mail_has_its_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:mail", args=[self.pk])


class Notification(models.Model):
    """The ledger: one row for a person, a thing and a step, whatever crashes or runs twice.

    `thing` names what it is about ("submission:17"), `step` why now ("1:opens",
    "1:2022-10-10:-5"; see `steps`). Several rows of one day travel in one mail. A step that was
    missed, because no worker ran, is covered by the mail of the step after it: it has its row
    too, marked, so that it never gets a mail of its own.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    step = models.CharField(max_length=40)
    is_covered = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, related_name="notifications")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "thing", "step"], name="notified_once_of_a_thing_and_step"
            )
        ]
        indexes = [models.Index(fields=["kind", "thing"], name="notifications_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.step}"


class Heartbeat(models.Model):
    """When a timed job last came to its end, in real time; what asks whether the clockwork stands still reads it."""

    job = models.CharField(max_length=60, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job}: {self.last_at}"
