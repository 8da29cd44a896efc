import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.follow_up_enums import RequestStatus
from meetings.models.follow_up_guards import kept
from meetings.models.follow_ups import FollowUpPart
from meetings.workflow import REQUEST_MOVES
from ovp_portal.audit.history import tracked
from ovp_portal.lib.guards import locked_when
from ovp_portal.lib.workflow import transitions

WAITING = RequestStatus.WAITING


class DateRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=WAITING)


@tracked()
class DateRequest(models.Model):
    """An owner asks for another date, with the reason; the coordinator grants or refuses it. One waits at a time."""

    part = models.ForeignKey(FollowUpPart, models.PROTECT, related_name="requests")
    wanted_on = models.DateField(_("new date"))
    reason = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=RequestStatus, default=WAITING)
    granted_on = models.DateField(_("granted date"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DateRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for another date")
        verbose_name_plural = _("requests for another date")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(status="waiting"),
                name="one_request_waits_at_a_time",
                violation_error_message=_("Another date was asked for already; the coordinator has not answered yet."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_request_has_a_reason",
                violation_error_message=_("Say why the date cannot be kept."),
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer=""),
                name="a_refused_date_has_a_reason",
                violation_error_message=_("Say why the date is refused."),
            ),
            models.CheckConstraint(
                condition=Q(status="granted", granted_on__isnull=False)
                | (~Q(status="granted") & Q(granted_on__isnull=True)),
                name="only_a_granted_request_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", answered_at__isnull=True)
                | (~Q(status="waiting") & Q(answered_at__isnull=False)),
                name="an_answered_request_has_its_moment",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="a_request_moves_by_the_table", field="status", transitions=transitions(REQUEST_MOVES)),
            pgtrigger.Protect(
                name="a_request_begins_waiting",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=WAITING),
            ),
            pgtrigger.ReadOnly(
                name="what_was_asked_stays", fields=["part", "wanted_on", "reason", "asked_at", "asked_by"]
            ),
            locked_when(name="an_answer_stays", condition=pgtrigger.Q(old__status__df=WAITING)),
            kept("a_request_is_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.wanted_on}"
