from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.notes import MeetingNote
from meetings.models.rows import fixed_with_its_note
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked

FIRST_YEAR, LAST_YEAR = 1990, 2199


@tracked()
class Priority(models.Model):
    """What an organization said it will put first, and in which year. Without an organization all partners said it."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="priorities")
    position = models.PositiveSmallIntegerField(default=1)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    organization_name = models.CharField(_("organization, as written"), max_length=300, blank=True)
    text = models.TextField(_("priority"))
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="a_priority_is_for_a_year_that_can_be_meant",
                violation_error_message=_("This is no year that can be meant here."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | ~Q(organization_name=""),
                name="a_priority_keeps_the_name_of_that_day",
            ),
        ]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.text[:80]
