from datetime import time
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from commitments.enums import NamesRule, NonWorkingDayRule, NotesRule, PlanKind, PlanStatus, Rhythm
from commitments.models.texts import TextsMixin
from commitments.workflow import PLAN_MOVES
from ovp_portal.audit.history import tracked
from ovp_portal.lib.workflow import transitions

DAY_OF_MONTH = [MinValueValidator(1), MaxValueValidator(28)]


def default_languages() -> list[str]:
    return ["mk", "sq", "en", "sr-latn"]


class ActionPlanQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public sees: adopted plans, running or closed."""
        return self.exclude(status=PlanStatus.DRAFT)

    def running(self) -> Self:
        return self.filter(status=PlanStatus.ADOPTED)

    def visible_to(self, user) -> Self:
        return self.all() if user.is_authenticated and user.sees_everything else self.published()


@tracked()
class ActionPlan(TextsMixin, models.Model):
    """A plan with a period, a reporting rhythm and rules for its deadlines.

    The plain text fields hold the plan's required language; the other languages stand in `i18n`.
    """

    required_texts = ("title", "short_title")

    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind)
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    programme = models.CharField(_("funding programme"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_plans",
        verbose_name=_("parent plan"),
    )
    territory = models.CharField(_("territory"), max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=default_languages, verbose_name=_("languages"))
    required_language = models.CharField(_("required language"), max_length=10, default="mk")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    reporting_from_on = models.DateField(_("first reported day"), null=True, blank=True)

    rhythm = models.CharField(_("reporting rhythm"), max_length=10, choices=Rhythm, default=Rhythm.QUARTER)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Skopje")
    holiday_country = models.CharField(_("holidays of"), max_length=2, default="MK")
    non_working_day_rule = models.CharField(
        _("when a deadline is not a working day"),
        max_length=10,
        choices=NonWorkingDayRule,
        default=NonWorkingDayRule.KEEP,
    )
    data_due_day = models.PositiveSmallIntegerField(_("data due on day"), default=10, validators=DAY_OF_MONTH)
    review_due_day = models.PositiveSmallIntegerField(_("review due on day"), default=12, validators=DAY_OF_MONTH)
    positions_due_day = models.PositiveSmallIntegerField(_("positions due on day"), default=14, validators=DAY_OF_MONTH)
    publication_due_day = models.PositiveSmallIntegerField(_("published on day"), default=15, validators=DAY_OF_MONTH)
    publication_hour = models.TimeField(_("published at"), default=time(12, 0))
    mail_hour = models.TimeField(_("reminders are sent at"), default=time(8, 0))
    notes_rule = models.CharField(
        _("after circulation a meeting note is"), max_length=10, choices=NotesRule, default=NotesRule.PUBLIC
    )
    names_rule = models.CharField(
        _("names of people in published notes"), max_length=10, choices=NamesRule, default=NamesRule.NEVER
    )
    i18n = TranslationField(
        fields=("title", "short_title", "description", "territory"),
        fallback_language_field="required_language",
    )

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The plan ends before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.LOCAL) | (Q(parent__isnull=False) & ~Q(territory="")),
                name="local_plan_has_parent_and_territory",
                violation_error_message=_("A local plan names its parent plan and its territory."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="plan_is_not_its_own_parent",
                violation_error_message=_("A plan cannot be its own parent."),
            ),
            models.CheckConstraint(
                condition=Q(languages__contains=[F("required_language")]),
                name="required_language_is_one_of_the_languages",
                violation_error_message=_("The required language is not among the languages of the plan."),
            ),
            models.CheckConstraint(
                condition=Q(publication_due_day__gte=F("data_due_day")),
                name="published_after_data_are_due",
                violation_error_message=_("Publication comes before the data are due."),
            ),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.DRAFT) | Q(adopted_on__isnull=False),
                name="adopted_plan_has_its_date",
                violation_error_message=_("Enter the day on which the plan was adopted."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="plan_address_never_breaks", fields=["slug"]),
            pgtrigger.FSM(name="plan_moves_by_the_table", field="status", transitions=transitions(PLAN_MOVES)),
        ]

    def __str__(self) -> str:
        return self.short_title_i18n

    def get_absolute_url(self) -> str:
        return reverse("public:plan", args=[self.slug])

    @property
    def content_language(self) -> str:
        return self.required_language

    @property
    def is_public(self) -> bool:
        """Whether strangers may know of it: what is only drafted is not named on another record's page either."""
        return self.status != PlanStatus.DRAFT

    @property
    def calls_areas_sectors(self) -> bool:
        """A strategy says sector where a plan says priority area."""
        return self.kind == PlanKind.STRATEGY


@tracked()
class PriorityArea(TextsMixin, models.Model):
    """The first number of a commitment (3 in 3.6); a strategy calls it sector."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="areas", verbose_name=_("action plan"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    i18n = TranslationField(fields=("title",), fallback_language_field="language")

    class Meta:
        verbose_name = _("priority area")
        verbose_name_plural = _("priority areas")
        ordering = ["plan_id", F("number").asc(nulls_last=True), "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="area_numbered_once_in_a_plan",
                violation_error_message=_("The plan has an area with this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_i18n}" if self.number else self.title_i18n

    @property
    def content_language(self) -> str:
        return self.language
