import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.enums import Verdict
from reports.models.submissions import Submission


class Review(models.Model):
    """One round of a submission with the coordinator: accepted, or returned with the reason. Kept for ever."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(_("what should be completed"), blank=True)
    new_due_on = models.DateField(_("new due date"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "round"], name="one_review_a_round"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RETURNED) | ~Q(reason=""),
                name="a_return_has_a_reason",
                violation_error_message=_("Say what should be completed."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="a_review_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.round}: {self.verdict}"
