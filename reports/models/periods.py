from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models import ActionPlan
from ovp_portal.audit.history import tracked
from ovp_portal.lib.dates import (
    local_moment,
    period_key,
    period_long_text,
    period_short,
    period_text,
)


class ReportingPeriodQuerySet(models.QuerySet):
    def opened(self) -> Self:
        return self.filter(opened_at__isnull=False)

    def to_open(self, on: date) -> Self:
        return self.filter(opened_at__isnull=True, opens_on__lte=on)


@tracked()
class ReportingPeriod(models.Model):
    """A period of a plan's rhythm, with its own dates: drawn from the plan's rules, each can be moved.

    `moved` names the dates that were set by hand: making the periods again leaves them alone.
    """

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="periods", verbose_name=_("action plan"))
    rhythm = models.CharField(max_length=10, editable=False)
    year = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    opens_on = models.DateField(_("opens on"))
    data_due_on = models.DateField(_("data due on"))
    review_due_on = models.DateField(_("review due on"))
    positions_due_on = models.DateField(_("positions due on"))
    publication_due_on = models.DateField(_("published on"))
    moved = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["plan_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "starts_on"], name="period_starts_once_in_a_plan"),
            models.UniqueConstraint(fields=["plan", "rhythm", "year", "part"], name="one_period_a_part_of_a_year"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"))
                & Q(opens_on__gt=F("ends_on"))
                & Q(data_due_on__gte=F("opens_on"))
                & Q(review_due_on__gte=F("data_due_on"))
                & Q(positions_due_on__gte=F("review_due_on"))
                & Q(publication_due_on__gte=F("positions_due_on")),
                name="dates_of_a_period_follow_each_other",
                violation_error_message=_(
                    "The dates must follow each other: end, opening, data, review, positions, publication."
                ),
            ),
        ]

    def __str__(self) -> str:
        return period_text(self.rhythm, self.year, self.part)

    @property
    def key(self) -> str:
        """As addresses and files say it: 2022-q3."""
        return period_key(self.rhythm, self.year, self.part)

    @property
    def short(self) -> str:
        return period_short(self.rhythm, self.year, self.part)

    @property
    def long(self) -> str:
        return period_long_text(self.rhythm, self.year, self.part)

    @property
    def publication_at(self) -> datetime:
        """The moment of publication, at the plan's hour in the plan's zone. Asks for the plan."""
        return local_moment(self.publication_due_on, self.plan.publication_hour, self.plan.time_zone)
