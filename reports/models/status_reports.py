from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.enums import CompletionLevel
from commitments.guards import circulated_to_everyone
from commitments.models import Commitment, Milestone, WorkingGroup
from ovp_portal.audit.history import tracked
from ovp_portal.circulation.models import Circulation
from ovp_portal.editions.models import Edition
from ovp_portal.lib.guards import fixed_when, locked_when
from ovp_portal.lib.workflow import transitions
from reports.enums import ReportStatus
from reports.models.periods import ReportingPeriod
from reports.workflow import REPORT_MOVES

CIRCULATED_TO_EVERYONE = circulated_to_everyone(
    what="report", group="(SELECT c.group_id FROM commitments_commitment c WHERE c.id = NEW.commitment_id)"
)
"""Rule 2 of the product, where no shell, import or race gets round it."""

ONLY_A_DRAFT_CHANGES = """
    IF EXISTS (
        SELECT 1 FROM reports_statusreport r
        WHERE r.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END) AND r.status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'The report is with the members or published: its text is fixed.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class StatusReportQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=ReportStatus.PUBLISHED)

    def due_for_publication(self, at) -> Self:
        return self.filter(status=ReportStatus.SCHEDULED, scheduled_for__lte=at)

    def visible_to(self, user, on: date) -> Self:
        """Drafts: coordinators of the group, the secretariat, the Council. Members see the circulated text."""
        if user.sees_everything:
            return self.all()
        return self.filter(commitment__group__in=WorkingGroup.objects.coordinated_by(user, on))


@tracked()
class StatusReport(models.Model):
    """The coordinator's report on one commitment in one period. It points down to its circulation and edition."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="reports")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reports")
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    summary = models.TextField(_("summary"), blank=True)
    proposed_summary = models.TextField(blank=True, editable=False)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    version = models.PositiveIntegerField(default=0)
    compiled_at = models.DateTimeField()
    compiled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    circulation = models.OneToOneField(Circulation, models.PROTECT, null=True, blank=True, related_name="+")
    earlier_circulations = models.ManyToManyField(Circulation, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    scheduled_for = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["-period__ends_on", "commitment_id"]
        constraints = [
            models.UniqueConstraint(fields=["period", "commitment"], name="one_report_a_commitment_and_period"),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT) | Q(circulation__isnull=False),
                name="no_report_goes_on_without_its_circulation",
                violation_error_message=_("The report was not circulated to the members."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[ReportStatus.DRAFT, ReportStatus.CIRCULATED])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="an_approved_report_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="a_scheduled_report_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.PUBLISHED) | Q(published_at__isnull=False, edition__isnull=False),
                name="a_published_report_has_its_edition",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="report_moves_by_the_table", field="status", transitions=transitions(REPORT_MOVES)),
            pgtrigger.Protect(
                name="report_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=ReportStatus.DRAFT),
            ),
            pgtrigger.Trigger(
                name="circulated_to_everyone",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=CIRCULATED_TO_EVERYONE,
            ),
            fixed_when(
                name="only_a_draft_changes_its_text",
                fields=["summary", "language"],
                condition=pgtrigger.Q(old__status__df=ReportStatus.DRAFT),
            ),
            fixed_when(
                name="a_circulation_is_not_exchanged",
                fields=["circulation"],
                condition=pgtrigger.Q(old__status__df=ReportStatus.DRAFT, new__status__df=ReportStatus.DRAFT),
            ),
            pgtrigger.ReadOnly(name="a_report_stays_in_its_place", fields=["period", "commitment"]),
            locked_when(name="a_published_report_is_fixed", condition=pgtrigger.Q(old__status=ReportStatus.PUBLISHED)),
            pgtrigger.Protect(
                name="a_report_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=ReportStatus.DRAFT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.label} · {self.period}"

    def get_absolute_url(self) -> str:
        """The public address: the newest edition; the work on it has an address of its own."""
        return reverse("public:report", args=[self.commitment.slug, self.period.key])

    @property
    def group(self) -> WorkingGroup | None:
        return self.commitment.group


@tracked()
class ReportLine(models.Model):
    """One milestone in a report: the level that the coordinator sets and the sentence on it.

    What the portal proposed stands beside it, so that compiling again leaves alone what was written by hand.
    """

    report = models.ForeignKey(StatusReport, models.CASCADE, related_name="lines")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="report_lines")
    level = models.CharField(_("level"), max_length=12, choices=CompletionLevel)
    text = models.TextField(_("what was done"), blank=True)
    proposed_level = models.CharField(max_length=12, choices=CompletionLevel, blank=True, editable=False)
    proposed_text = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of a report")
        ordering = ["milestone__number"]
        constraints = [models.UniqueConstraint(fields=["report", "milestone"], name="one_line_a_milestone")]
        triggers = [
            pgtrigger.Trigger(
                name="only_a_draft_changes_its_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=ONLY_A_DRAFT_CHANGES,
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.level}"

    @property
    def is_by_hand(self) -> bool:
        """Whether the coordinator wrote something else than the portal proposed."""
        return (self.level, self.text) != (self.proposed_level, self.proposed_text)
