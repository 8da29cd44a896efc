from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.enums import CompletionLevel, MemberRole
from commitments.models import Commitment, Indicator, Membership, Milestone, WorkingGroup
from commitments.models.indicators import NUMBER
from ovp_portal.accounts.models import Organization, Substitution
from ovp_portal.audit.history import tracked
from ovp_portal.lib.guards import locked_when
from ovp_portal.lib.workflow import transitions
from reports.enums import ActivityKind, Outcome, SubmissionStatus
from reports.models.periods import ReportingPeriod
from reports.workflow import SUBMISSION_MOVES

LOCKED = ("submitted", "accepted")

SUBMISSION_IS_LOCKED = """
    SELECT s.status INTO found FROM reports_submission s WHERE s.id = {submission} FOR SHARE;
    IF found IN ('submitted', 'accepted') THEN
        RAISE EXCEPTION 'The submission is with the coordinator or accepted: it is locked.';
    END IF;
"""
"""FOR SHARE waits for a send or an acceptance that is under way, so that no row slips in beside it."""


def locked_with_its_submission(*, path: str) -> pgtrigger.Trigger:
    """A trigger that refuses any change of a row once its submission is sent; `path` finds the submission of a row."""
    check = SUBMISSION_IS_LOCKED
    return pgtrigger.Trigger(
        name="locked_with_its_submission",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("found", "text")],
        func=f"""
            IF TG_OP <> 'INSERT' THEN {check.format(submission=path.format(row="OLD"))} END IF;
            IF TG_OP <> 'DELETE' THEN {check.format(submission=path.format(row="NEW"))} RETURN NEW; END IF;
            RETURN OLD;
        """,
    )


OF_UPDATE = "(SELECT u.submission_id FROM reports_milestoneupdate u WHERE u.id = {row}.update_id)"


class SubmissionQuerySet(models.QuerySet):
    def owed(self) -> Self:
        """Not handed in: expected, or returned."""
        return self.filter(status__in=[SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED])

    def overdue(self, on: date) -> Self:
        return self.owed().filter(due_on__lt=on)

    def visible_to(self, user, on: date) -> Self:
        """Its organization's members in the group or their substitutes, coordinators, the secretariat, the Council."""
        if user.sees_everything:
            return self.all()
        seats = Membership.objects.on(on).filter(user=user, group=OuterRef("commitment__group"))
        own, led = Q(organization=OuterRef("organization")), Q(role__in=MemberRole.coordinating())
        absent = Substitution.objects.on(on).filter(substitute=user).values("person")
        stood_in = Membership.objects.on(on).filter(
            own, user__in=absent, group=OuterRef("commitment__group"), role__in=MemberRole.reporting()
        )
        mine = Q(organization=user.organization_id)
        return self.filter(Exists(seats.filter(own | led)) | (mine & Exists(stood_in)))

    def with_answers(self) -> Self:
        """Add `update_count` and `answered_count`, so that a list asks nothing per row."""
        return self.annotate(
            update_count=Count("updates"),
            answered_count=Count("updates", filter=~Q(updates__outcome=Outcome.UNANSWERED)),
        )


@tracked()
class Submission(models.Model):
    """One organization's account of one commitment in one period.

    `version` grows with every save, so that a form opened on an old one is told.
    """

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="submissions")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="submissions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="submissions")
    status = models.CharField(_("status"), max_length=10, choices=SubmissionStatus, default=SubmissionStatus.EXPECTED)
    due_on = models.DateField(_("due on"))
    is_nothing_done = models.BooleanField(_("nothing was done on any milestone"), default=False)
    nothing_done_reason = models.TextField(_("why nothing was done"), blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["period_id", "commitment_id", "pk"]
        indexes = [
            # What is owed by a day: a look at what is due reads what is near, however much there is.
            models.Index(
                fields=["status", "due_on"],
                name="submission_owed",
                condition=Q(status__in=[SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED]),
            ),
            # And what waits for its coordinator.
            models.Index(
                fields=["submitted_at"],
                name="submission_to_review",
                condition=Q(status=SubmissionStatus.SUBMITTED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "commitment", "organization"],
                name="one_submission_an_organization_and_period",
            ),
            models.CheckConstraint(
                condition=Q(status=SubmissionStatus.EXPECTED) | Q(submitted_at__isnull=False),
                name="a_submission_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=SubmissionStatus.ACCEPTED)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_submission_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=LOCKED) | Q(is_nothing_done=False) | ~Q(nothing_done_reason=""),
                name="nothing_done_at_all_has_a_reason",
                violation_error_message=_("Say why nothing was done."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="submission_moves_by_the_table",
                field="status",
                transitions=transitions(SUBMISSION_MOVES),
            ),
            pgtrigger.Protect(
                name="submission_begins_expected",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=SubmissionStatus.EXPECTED),
            ),
            locked_when(
                name="accepted_submission_is_locked",
                condition=pgtrigger.Q(old__status=SubmissionStatus.ACCEPTED),
            ),
            pgtrigger.Protect(
                name="submission_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=SubmissionStatus.EXPECTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.commitment.label} · {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reports:submission", args=[self.pk])

    @property
    def group(self) -> WorkingGroup | None:
        return self.commitment.group

    @property
    def is_locked(self) -> bool:
        return self.status in LOCKED


@tracked()
class MilestoneUpdate(models.Model):
    """What one organization reports on one milestone in one period."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="updates")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="updates")
    outcome = models.CharField(
        _("what happened"), max_length=15, choices=Outcome, default=Outcome.UNANSWERED, blank=True
    )
    level = models.CharField(_("level, as you see it"), max_length=12, choices=CompletionLevel, blank=True)
    progress = models.TextField(_("what was done"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    applicable_when = models.CharField(_("when it will be applicable"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("update on a milestone")
        verbose_name_plural = _("updates on milestones")
        ordering = ["milestone__number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "milestone"], name="milestone_reported_once_a_submission")
        ]
        triggers = [locked_with_its_submission(path="{row}.submission_id")]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.get_outcome_display()}"


SENT_UPDATES_ARE_WHOLE = """
    IF NEW.status = 'submitted' AND EXISTS (
        SELECT 1 FROM reports_milestoneupdate u WHERE u.submission_id = NEW.id AND (
            u.outcome = ''
            OR (u.outcome IN ('nothing_done', 'not_available') AND u.reason = '')
            OR (u.outcome = 'not_applicable' AND u.applicable_when = '')
        )
    ) THEN
        RAISE EXCEPTION 'A milestone has no answer, or an answer without its reason.';
    END IF;
    IF NEW.status = 'submitted' AND EXISTS (
        SELECT 1 FROM reports_indicatorvalue v JOIN reports_milestoneupdate u ON u.id = v.update_id
        WHERE u.submission_id = NEW.id AND (v.numerator IS NULL) <> (v.denominator IS NULL)
    ) THEN
        RAISE EXCEPTION 'A percentage has only one of its two numbers.';
    END IF;
    RETURN NEW;
"""
"""Rule 1 of the product: a draft may be incomplete, but nothing is sent without its reasons."""

Submission._meta.triggers.append(
    pgtrigger.Trigger(
        name="nothing_is_sent_without_its_reasons",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=SENT_UPDATES_ARE_WHOLE,
    )
)


@tracked()
class IndicatorValue(models.Model):
    """A value that an organization hands in; empty is "no answer", which zero is not."""

    update = models.ForeignKey(MilestoneUpdate, models.PROTECT, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    value = models.DecimalField(_("value"), **NUMBER)
    numerator = models.DecimalField(_("numerator"), **NUMBER)
    denominator = models.DecimalField(_("denominator"), **NUMBER)
    text = models.TextField(_("value, in words"), blank=True)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "indicator"], name="one_value_an_indicator_and_update"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="denominator_is_above_zero",
                violation_error_message=_("The denominator must be above zero."),
            ),
        ]
        triggers = [locked_with_its_submission(path=OF_UPDATE)]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"


@tracked()
class ActivityRecord(models.Model):
    """A training, workshop, study visit…: how many, who took part, on what, when and where.

    `breakdown` is a list of {"who": text, "count": number}; it may cover only a part of the
    participants, never more than all of them.
    """

    update = models.ForeignKey(MilestoneUpdate, models.PROTECT, related_name="activities")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind, default=ActivityKind.TRAINING)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    held = models.PositiveIntegerField(_("held"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    breakdown = models.JSONField(_("participants by group"), default=list, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    funding = models.CharField(_("funding"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(participants__isnull=True) | Q(women__lte=F("participants")),
                name="women_are_not_more_than_participants",
                violation_error_message=_("There are more women than participants."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("The activity ends before it starts."),
            ),
        ]
        triggers = [locked_with_its_submission(path=OF_UPDATE)]

    def __str__(self) -> str:
        return self.topic

    @property
    def is_from_earlier(self) -> bool:
        """Whether this work was done before the period and found late. Asks for the update's period."""
        return self.starts_on is not None and self.starts_on < self.update.submission.period.starts_on
