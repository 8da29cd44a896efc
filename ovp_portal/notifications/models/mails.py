from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import Organization
from ovp_portal.notifications.enums import Audience, MailStatus, Priority

FRESH = timedelta(minutes=2)
"""So long (real time) a reminder's text is believed: an older one is checked again before it goes out."""


class MailQuerySet(models.QuerySet):
    def waiting(self, real_now: datetime) -> Self:
        """Not yet sent and due for a try; also those whose sender died holding them."""
        return self.filter(
            Q(status=MailStatus.QUEUED, next_try_at__lte=real_now)
            | Q(status=MailStatus.SENDING, lease_until__lt=real_now)
        )

    def ready(self, real_now: datetime) -> Self:
        """Waiting, written, and not so old that what it says may be over."""
        fresh = Q(checked_at__isnull=True) | Q(checked_at__gt=real_now - FRESH)
        return self.waiting(real_now).filter(fresh).exclude(text="")

    def to_write(self, real_now: datetime) -> Self:
        """Reminders without a text yet, and those that waited so long that theirs is checked again."""
        return self.waiting(real_now).filter(Q(text="") | Q(checked_at__lte=real_now - FRESH / 4))


class Mail(models.Model):
    """One message to one person, written before it is sent. Delivery runs on real time.

    `written_at` is the portal's moment; after `expires_at` (real time) the message is of no use
    and is not sent any more. `is_maybe_double` marks a message that was claimed again
    after a sender died between the server's answer and the mark: same Message-ID, so mail
    programs show it once.

    It goes to a person, or to the head of an organization, who has an address and no account.
    A reminder is queued without a text; `checked_at` (real time) is when its text was written
    or found to be true still. `optional_kinds` are those that its reader can unsubscribe.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mails")
    head_of = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="mails_to_head")
    address = models.EmailField(max_length=254)
    template = models.CharField(max_length=60)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    reply_to = ArrayField(models.EmailField(max_length=254), default=list, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    optional_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    written_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    is_maybe_double = models.BooleanField(default=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["priority", "next_try_at", "id"],
                name="mail_that_waits",
                condition=Q(status__in=[MailStatus.QUEUED, MailStatus.SENDING]),
            ),
            models.Index(fields=["next_try_at"], name="mail_given_up", condition=Q(status=MailStatus.PARKED)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=MailStatus.SENT) | Q(sent_at__isnull=False),
                name="sent_mail_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) ^ Q(head_of__isnull=True), name="a_mail_goes_to_somebody"
            ),
            models.CheckConstraint(condition=~Q(status=MailStatus.SENT) | ~Q(text=""), name="what_was_sent_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject or self.written_at}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:mail", args=[self.pk])

    @property
    def reader(self) -> str:
        """Who reads it: a person, or the head of an organization."""
        return str(self.recipient) if self.recipient_id else str(self.head_of)


class Notification(models.Model):
    """The ledger: one row for a person, a thing and a step, whatever crashes or runs twice.

    `thing` names what it is about ("submission:17"), `step` why now ("1:opens",
    "1:2022-10-10:-5"; see `steps`). Several rows of one day travel in one mail. A step that was
    missed, because no worker ran, is covered by the mail of the step after it: it has its row
    too, marked, so that it never gets a mail of its own.

    `who` is the person's number, or the organization's below zero where its head was written to.
    What was told of a thing is found by the unique key, which begins with it.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notifications")
    head_of = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    who = models.GeneratedField(
        expression=Coalesce(F("recipient"), Value(0) - F("head_of")),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.OWNER)
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    step = models.CharField(max_length=40)
    is_covered = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, related_name="notifications")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "who", "kind", "step"], name="notified_once_of_a_thing_and_step"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) ^ Q(head_of__isnull=True), name="a_notification_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.step}"


class Unsubscription(models.Model):
    """A person who wants no mails of a kind that is not a duty."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsubscriptions")
    kind = models.CharField(max_length=40)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="unsubscribed_once_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
