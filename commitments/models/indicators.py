from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from commitments.enums import (
    Accumulation,
    Aggregation,
    Direction,
    IndicatorKind,
    ValueState,
)
from commitments.models.milestones import Milestone
from commitments.models.texts import TextsMixin
from ovp_portal.audit.history import tracked

NUMBER = {"max_digits": 18, "decimal_places": 4, "null": True, "blank": True}
"""Exact decimals, never floats: fourteen places before the comma, four behind it."""


@tracked()
class Indicator(TextsMixin, models.Model):
    """What is measured for a milestone, and how: kind, unit, baseline, target, direction, how it adds up."""

    required_texts = ("name",)

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="indicators", verbose_name=_("milestone"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    name = models.CharField(_("name"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind, default=IndicatorKind.COUNT)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), **NUMBER)
    target = models.DecimalField(_("target"), **NUMBER)
    target_text = models.CharField(_("target, in words"), max_length=300, blank=True)
    target_on = models.DateField(_("target date"), null=True, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    accumulation = models.CharField(
        _("what a value says"), max_length=10, choices=Accumulation, default=Accumulation.PER_PERIOD
    )
    aggregation = models.CharField(
        _("values of several organizations"), max_length=8, choices=Aggregation, default=Aggregation.SUM
    )
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    is_example = models.BooleanField(_("example, not from the sources"), default=False)
    i18n = TranslationField(fields=("name", "unit", "target_text"), fallback_language_field="language")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["milestone_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[IndicatorKind.YES_NO, IndicatorKind.TEXT])
                | Q(accumulation=Accumulation.CUMULATIVE),
                name="only_numbers_add_up",
                violation_error_message=_("Only numbers add up from period to period."),
            )
        ]

    def __str__(self) -> str:
        return self.name_i18n

    @property
    def content_language(self) -> str:
        return self.language

    @property
    def is_numeric(self) -> bool:
        return self.kind in (IndicatorKind.COUNT, IndicatorKind.PERCENTAGE, IndicatorKind.AMOUNT)


@tracked()
class IndicatorResult(models.Model):
    """The value of an indicator in one period, as published. The register knows only what is public.

    A percentage keeps numerator and denominator; `value` is then their quotient times 100. A yes/no
    is 1 or 0.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="results")
    starts_on = models.DateField()
    ends_on = models.DateField()
    period_key = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=ValueState)
    value = models.DecimalField(**NUMBER)
    numerator = models.DecimalField(**NUMBER)
    denominator = models.DecimalField(**NUMBER)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    source = models.CharField(_("address of the report"), max_length=200)

    class Meta:
        ordering = ["ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "ends_on"], name="one_result_an_indicator_and_period"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="result_period_runs_forward"),
            models.CheckConstraint(
                condition=Q(state=ValueState.VALUE) | Q(value__isnull=True), name="only_a_value_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_key}: {self.value}"
