import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from ovp_portal.audit.history import tracked

ONLY_OF_A_DRAFT = """
    IF NEW.cancelled_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM meetings_meetingnote n WHERE n.meeting_id = NEW.meeting_id AND n.status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'The note of this meeting is out: it took place.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Convocation(models.Model):
    """That the members were told of a meeting to come, and that it was called off.

    Until then only its coordinators know of it; who was told is told the cancellation too.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="convocation")
    called_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("convocation")
        verbose_name_plural = _("convocations")
        constraints = [
            models.CheckConstraint(
                condition=Q(called_at__isnull=False) | Q(cancelled_at__isnull=False),
                name="a_convocation_says_something",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, reason="") | (Q(cancelled_at__isnull=False) & ~Q(reason="")),
                name="a_cancellation_has_its_reason",
                violation_error_message=_("Say why the meeting was cancelled."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_a_draft_is_cancelled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ONLY_OF_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)
