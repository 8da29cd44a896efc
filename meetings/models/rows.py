"""The rows of a note: who took part, what was on the agenda, what was concluded."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models import Membership, Milestone
from meetings.enums import ConclusionKind, Presence
from meetings.models.meetings import MeetingNote
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked


def fixed_with_its_note() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="fixed_with_its_note",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM meetings_meetingnote n
                WHERE n.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.note_id ELSE OLD.note_id END)
                  AND n.status = 'published'
            ) THEN
                RAISE EXCEPTION 'The note is published: it is fixed.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@tracked()
class Attendance(models.Model):
    """Somebody on the list: a member of the group, with organization and function as they were, or a guest."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="attendances")
    position = models.PositiveSmallIntegerField(default=1)
    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("member"),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    organization_name = models.CharField(_("organization, as written"), max_length=300, blank=True)
    person = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=200, blank=True)
    role = models.CharField(max_length=12, blank=True)
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "membership"],
                name="a_member_stands_once_on_the_list",
                violation_error_message=_("This member is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False)
                | Q(organization__isnull=False)
                | ~Q(organization_name="")
                | ~Q(person="")
                | ~Q(function=""),
                name="an_attendance_says_who",
                violation_error_message=_("Say who it was: a member, an organization, a function or a name."),
            ),
        ]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.person or self.organization_name


@tracked()
class AgendaItem(models.Model):
    """A point of the agenda, which may name a milestone."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("point"))
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("milestone")
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "pk"]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.text[:80]


@tracked()
class Conclusion(models.Model):
    """A conclusion for further action; a task has an owner and a deadline, which is a local date."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="conclusions")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=ConclusionKind, default=ConclusionKind.INFORMATION)
    text = models.TextField(_("text"))
    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("member who owns it"),
    )
    owner_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("organization that owns it"),
    )
    is_for_everyone = models.BooleanField(_("every member owns it"), default=False)
    due_on = models.DateField(_("due date"), null=True, blank=True)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_organization__isnull=True) | Q(is_for_everyone=False),
                name="a_task_has_one_kind_of_owner",
                violation_error_message=_("Choose one owner: a member, an organization or everyone."),
            )
        ]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.text[:80]
