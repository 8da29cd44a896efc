from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from ovp_portal.audit.history import tracked
from ovp_portal.notifications.enums import Audience


class LadderVersionQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The newest version of each ladder."""
        newest = LadderVersion.objects.filter(ladder=OuterRef("ladder")).order_by("-number").values("number")[:1]
        return self.filter(number=Subquery(newest))


@tracked()
class LadderVersion(models.Model):
    """The reminder steps of a ladder as they were saved once. A change is a new version; an old one comes back as one.

    `ladder` is a text of the app that asks: the address of a plan, or the portal's own. `kinds` are
    those that there were: what came later has the steps that its source proposes.
    """

    ladder = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    is_in_working_days = models.BooleanField(_("count working days"), default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("what was changed"), max_length=200, blank=True)

    objects = LadderVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of reminder steps")
        verbose_name_plural = _("versions of reminder steps")
        ordering = ["ladder", "-number"]
        constraints = [models.UniqueConstraint(fields=["ladder", "number"], name="one_version_a_number_of_a_ladder")]
        triggers = [pgtrigger.Protect(name="a_version_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.ladder} {self.number}"


@tracked()
class ReminderStep(models.Model):
    """One rung: on which day whom is written to about one kind of due, and how often again.

    `day` counts from the due day, before it below zero; without one it is the opening.
    `texts` may hold a sentence of one's own for the mail, by language.
    """

    version = models.ForeignKey(LadderVersion, models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind of due"), max_length=40)
    day = models.SmallIntegerField(
        _("days from the due day"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(180)]
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("then every so many days"), default=0, validators=[MaxValueValidator(90)]
    )
    repeats = models.PositiveSmallIntegerField(
        _("at most so many times"), default=0, validators=[MaxValueValidator(52)]
    )
    audiences = ArrayField(models.CharField(max_length=12, choices=Audience), verbose_name=_("who is written to"))
    texts = models.JSONField(_("own sentence in the mail"), default=dict, blank=True)

    class Meta:
        verbose_name = _("reminder step")
        verbose_name_plural = _("reminder steps")
        ordering = ["version_id", "kind", F("day").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "day"],
                nulls_distinct=False,
                name="one_step_a_day",
                violation_error_message=_("There is a step for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(repeats=0) | Q(repeat_days__gt=0, day__isnull=False),
                name="a_repeated_step_has_a_day_and_a_pause",
                violation_error_message=_("A step that is repeated needs a day and a pause in days."),
            ),
            models.CheckConstraint(
                condition=~Q(audiences=[]),
                name="a_step_reaches_somebody",
                violation_error_message=_("Choose who is written to."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="a_saved_step_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"

    @property
    def days_away(self) -> int:
        return abs(self.day or 0)

    @property
    def audience_names(self) -> list[str]:
        return [Audience(audience).label for audience in self.audiences]
