"""What the clockwork leaves behind for those who look after it. Real time throughout."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ovp_portal.notifications.enums import Trouble


class Heartbeat(models.Model):
    """When a timed job last got on with its work, and which of its parts fail, since when."""

    job = models.CharField(max_length=60, primary_key=True)
    last_at = models.DateTimeField()
    failing = ArrayField(models.CharField(max_length=60), default=list)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failing=[], failing_since__isnull=True) | (~Q(failing=[]) & Q(failing_since__isnull=False)),
                name="what_fails_has_failed_since_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.job}: {self.last_at}"


class Incident(models.Model):
    """One kind of trouble, from the first look that saw it until the first that did not.

    The administrators are told once it was seen by a later look too, again while it lasts, and
    when it is over. `told_to` are those whose mail server took the message; `fault` is why a
    message could not be handed over: the next look tries again.
    """

    kind = models.CharField(max_length=10, choices=Trouble)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_to = ArrayField(models.EmailField(max_length=254), default=list)
    end_told_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(ended_at__isnull=True), name="one_open_incident_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
                name="an_incident_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(end_told_at__isnull=True) | Q(told_at__isnull=False, ended_at__isnull=False),
                name="an_end_is_told_to_who_was_told_of_the_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begun_at}"
