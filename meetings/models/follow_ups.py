"""Tasks followed after their note is published: the part of each organization that owes one, and its history."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership, WorkingGroup
from meetings.enums import NoteStatus
from meetings.follow_up_enums import EntryKind, FollowUpStatus, Standing
from meetings.models.conclusions import Conclusion
from meetings.models.follow_up_guards import SET_BY_A_PUBLISHED_NOTE, STANDS_IN_ITS_HISTORY, kept
from meetings.models.notes import MeetingNote
from meetings.workflow import FOLLOW_UP_MOVES
from ovp_portal.accounts.models import Organization, Substitution
from ovp_portal.audit.history import tracked
from ovp_portal.lib.guards import fixed_when
from ovp_portal.lib.workflow import transitions

OPEN, DONE = FollowUpStatus.OPEN, FollowUpStatus.DONE


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user, on: date) -> Self:
        """Every member of the group on that day; the secretariat and the Council see all.

        Who stands in for a member sees what his own organization owes of published notes: he is reminded of it.
        """
        if user.sees_everything:
            return self.all()
        absent = Substitution.objects.on(on).filter(substitute=user).values("person")
        stood_in = Membership.objects.on(on).filter(user__in=absent, organization=user.organization_id)
        ours = FollowUpPart.objects.filter(organization=user.organization_id).values("follow_up")
        colleague = Q(conclusion__note__status=NoteStatus.PUBLISHED, group__in=stood_in.values("group"), pk__in=ours)
        return self.filter(Q(group__in=WorkingGroup.objects.with_member(user, on)) | colleague)

    def open(self) -> Self:
        return self.filter(pk__in=FollowUpPart.objects.open().values("follow_up"))


@tracked()
class FollowUp(models.Model):
    """A task of a published note, followed until it is done: one row for each task.

    `group` is the note's own, so that lists and permissions need not go through three tables.
    """

    conclusion = models.OneToOneField(Conclusion, models.PROTECT, related_name="follow_up", verbose_name=_("task"))
    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="follow_ups", verbose_name=_("working group"))
    opened_at = models.DateTimeField()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="a_followed_task_was_set_by_a_published_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SET_BY_A_PUBLISHED_NOTE,
            ),
            kept("a_followed_task_is_kept"),
            pgtrigger.ReadOnly(name="a_followed_task_stays_its_own", fields=["conclusion", "group", "opened_at"]),
        ]

    def __str__(self) -> str:
        return self.conclusion.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("meetings:task", args=[self.pk])


class FollowUpPartQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=OPEN)

    def counts(self, on: date) -> dict[str, int]:
        """How many stand how on a day; they add up to the total. One query."""
        rules = {standing: Count("pk", filter=rule) for standing, rule in standings(on).items()}
        return self.aggregate(total=Count("pk"), **rules)


def standings(on: date) -> dict[str, Q]:
    """The rule of each standing, the same as `FollowUpPart.standing`."""
    return {
        Standing.KEPT.value: Q(status=DONE, done_on__lte=F("due_on")),
        Standing.DONE_LATE.value: Q(status=DONE, done_on__gt=F("due_on")),
        Standing.OVERDUE.value: Q(status=OPEN, due_on__lt=on),
        Standing.OPEN.value: Q(status=OPEN, due_on__gte=on),
        Standing.DROPPED.value: Q(status=FollowUpStatus.DROPPED),
    }


@tracked()
class FollowUpPart(models.Model):
    """What one organization owes of a task; a task of one owner has one part, one of all members a part for each.

    `seat` is the member who owns it himself. `first_due_on` is the date in the note and never changes. `round`
    grows, and `since_at` moves, whenever reminders begin anew because of `turn`.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="parts")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="followed_parts", verbose_name=_("organization")
    )
    seat = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="followed_parts", verbose_name=_("member")
    )
    status = models.CharField(_("status"), max_length=8, choices=FollowUpStatus, default=OPEN)
    first_due_on = models.DateField(_("original due date"))
    due_on = models.DateField(_("due date"))
    done_on = models.DateField(_("reported done on"), null=True, blank=True)
    turn = models.CharField(max_length=8, choices=EntryKind, default=EntryKind.OPENED)
    round = models.PositiveSmallIntegerField(default=1)
    since_at = models.DateTimeField()

    objects = FollowUpPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a task")
        verbose_name_plural = _("parts of tasks")
        ordering = ["organization__sort_key", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(status="open"), name="open_parts_by_due_date")]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "organization"], name="an_organization_owes_a_task_once"),
            models.CheckConstraint(
                condition=Q(status=DONE, done_on__isnull=False) | (~Q(status=DONE) & Q(done_on__isnull=True)),
                name="a_task_that_is_done_has_its_day",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="a_task_moves_by_the_table", field="status", transitions=transitions(FOLLOW_UP_MOVES)),
            pgtrigger.Protect(
                name="a_task_begins_open_with_its_date",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=OPEN)
                | pgtrigger.Q(new__due_on__df=pgtrigger.F("new__first_due_on")),
            ),
            pgtrigger.ReadOnly(
                name="owner_and_original_date_stay", fields=["follow_up", "organization", "seat", "first_due_on"]
            ),
            fixed_when(
                name="a_closed_task_keeps_its_dates",
                fields=["due_on", "done_on"],
                condition=pgtrigger.Q(old__status__df=OPEN, new__status__df=OPEN),
            ),
            kept("a_part_of_a_task_is_kept"),
            pgtrigger.Trigger(
                name="a_part_stands_in_its_history",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=STANDS_IN_ITS_HISTORY.format(part="NEW.id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.follow_up}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:task_part", args=[self.follow_up_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def is_moved(self) -> bool:
        return self.due_on != self.first_due_on

    def standing(self, on: date) -> Standing:
        if self.status == FollowUpStatus.DROPPED:
            return Standing.DROPPED
        if self.status == DONE:
            return Standing.KEPT if self.done_on <= self.due_on else Standing.DONE_LATE
        return Standing.OVERDUE if self.due_on < on else Standing.OPEN

    def days_late(self, on: date) -> int:
        """Days after the date that holds: of the day it was reported done, else of today."""
        if self.status == FollowUpStatus.DROPPED:
            return 0
        return max(((self.done_on or on) - self.due_on).days, 0)


class FollowUpEntry(models.Model):
    """One line of a part's history, and how the part stood after it. Only ever added to."""

    part = models.ForeignKey(FollowUpPart, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind)
    text = models.TextField(_("text"), blank=True)
    note = models.ForeignKey(MeetingNote, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8, choices=FollowUpStatus)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("line of a task's history")
        verbose_name_plural = _("history of tasks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["progress", "asked", "refused", "dropped", "reopened"]) | ~Q(text=""),
                name="what_is_said_of_a_task_has_words",
                violation_error_message=_("Write a sentence."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="history_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="history_says_how_the_part_stands",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=STANDS_IN_ITS_HISTORY.format(part="NEW.part_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"
