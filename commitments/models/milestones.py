from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from commitments.enums import CompletionLevel, DuePrecision
from commitments.models.commitments import Commitment
from commitments.models.texts import TextsMixin
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked
from ovp_portal.lib.dates import due_text
from ovp_portal.lib.languages import said


class MilestoneQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(is_withdrawn=False)

    def overdue(self, on: date) -> Self:
        """Past its due date and not completed; a milestone due in words only is never overdue by itself."""
        return self.current().filter(due_on__lt=on).exclude(completion=CompletionLevel.COMPLETED)

    def answered_by(self, organization) -> Self:
        return self.current().filter(responsible=organization)


@tracked()
class Milestone(TextsMixin, models.Model):
    """One step of a commitment, numbered 3.6.1, with its responsible organizations and its due date.

    `completion` is the level that was last published; only publishing sets it.
    `due_on` is the last day of what `due_precision` says: of the day, the quarter or the season.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones", verbose_name=_("commitment"))
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    title = models.CharField(_("title"), max_length=500, blank=True)
    responsible = models.ManyToManyField(
        Organization, blank=True, related_name="milestones", verbose_name=_("responsible organizations")
    )
    due_precision = models.CharField(_("due"), max_length=8, choices=DuePrecision, default=DuePrecision.DAY)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    due_words = models.CharField(_("due, in words"), max_length=200, blank=True)
    completion = models.CharField(
        _("level"),
        max_length=12,
        choices=CompletionLevel,
        default=CompletionLevel.NOT_STARTED,
        editable=False,
    )
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    is_example = models.BooleanField(_("example, not from the sources"), default=False)
    i18n = TranslationField(fields=("title", "due_words"), fallback_language_field="language")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["commitment_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "number"],
                name="milestone_numbered_once_in_a_commitment",
                violation_error_message=_("The commitment has a milestone with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(due_precision=DuePrecision.WORDS) | Q(due_on__isnull=False) | Q(due_words=""),
                name="exact_due_date_has_a_day",
                violation_error_message=_("Enter the day, or choose “in words”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} {self.title_i18n}"

    @property
    def full_number(self) -> str:
        before = self.commitment.full_number
        return f"{before}.{self.number}" if before else str(self.number)

    @property
    def content_language(self) -> str:
        return self.language

    @property
    def due_text(self) -> str:
        """When it is due, as exactly as the plan says it: 31 December 2022, IV 2022, autumn 2023, or in words."""
        return due_text(self.due_on, self.due_precision, said(self, "due_words").text)

    def is_overdue(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on and self.completion != CompletionLevel.COMPLETED


@tracked()
class MilestoneCompletion(models.Model):
    """The level of a milestone at the end of a period, as published; a correction changes the row."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="completions")
    on = models.DateField(_("at the end of"))
    level = models.CharField(_("level"), max_length=12, choices=CompletionLevel)
    published_at = models.DateTimeField()
    source = models.CharField(_("address of the report"), max_length=200)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["milestone", "on"], name="one_level_a_milestone_and_day")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.on}: {self.level}"
