import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from commitments.models import WorkingGroup
from meetings.enums import MeetingKind, Mode
from ovp_portal.audit.history import tracked
from ovp_portal.lib.dates import months_text, range_text

FIXED_WITH_ITS_NOTE = """
    IF EXISTS (
        SELECT 1 FROM meetings_meetingnote n
        WHERE n.meeting_id = OLD.id AND (n.status NOT IN ('draft', 'correcting') OR n.deleted_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'The note of this meeting is deleted, or no draft any more: it is fixed.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class LastDayOfMonth(Func):
    """The last day of the month in which a day lies."""

    template = "(DATE_TRUNC('month', (%(expressions)s)::timestamp) + INTERVAL '1 month' - INTERVAL '1 day')::date"
    output_field = models.DateField()


@tracked()
class Meeting(models.Model):
    """A meeting, or a round of e-mails and calls, of a working group: one day or several; place and time if any.

    A draft may lack the days and the modes; nothing is published without them. Where only the month
    is known, the days are its first and its last, and nobody is shown them.
    """

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="meetings", verbose_name=_("working group"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind, default=MeetingKind.MEETING)
    title = models.CharField(_("title"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_month_only = models.BooleanField(_("only the month is known"), default=False)
    modes = ArrayField(
        models.CharField(max_length=10, choices=Mode), default=list, blank=True, verbose_name=_("how it was held")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.TimeField(_("began at"), null=True, blank=True)
    ends_at = models.TimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The meeting ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_at__gte=F("starts_at")),
                name="meeting_of_one_day_ends_after_it_begins",
                violation_error_message=_("The hour at which it ended is before the hour at which it began."),
            ),
            models.CheckConstraint(
                condition=Q(is_month_only=False)
                | Q(starts_on__isnull=False, starts_on__day=1, ends_on=LastDayOfMonth(F("ends_on"))),
                name="a_month_alone_is_whole",
                violation_error_message=_("Where only the month is known, the whole month stands."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeetingKind.CONSULTATION) | Q(place="", starts_at__isnull=True, ends_at__isnull=True),
                name="a_round_has_no_place_and_no_hour",
                violation_error_message=_(
                    "A consultation round has no place and no hour: empty them, or choose another kind."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_meeting_is_fixed_with_its_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FIXED_WITH_ITS_NOTE,
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()}, {self.group}"

    @property
    def days_text(self) -> str:
        """4–5 October 2022; March 2020 where only the month is known; nothing where no day is."""
        if self.starts_on is None or self.ends_on is None:
            return ""
        say = months_text if self.is_month_only else range_text
        return say(self.starts_on, self.ends_on)
