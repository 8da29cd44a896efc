"""The rows of a note that say who took part and what was on the agenda."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models import Indicator, Membership, Milestone
from meetings.enums import Answer, Mode, Presence
from meetings.models.notes import MeetingNote
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
                WHERE (TG_OP <> 'INSERT' AND n.id = OLD.note_id OR TG_OP <> 'DELETE' AND n.id = NEW.note_id)
                  AND (n.status NOT IN ('draft', 'correcting') OR n.deleted_at IS NOT NULL)
            ) THEN
                RAISE EXCEPTION 'The note is deleted, or no draft any more: it is fixed.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def about_one_thing(name: str) -> models.CheckConstraint:
    """An indicator says its milestone already."""
    return models.CheckConstraint(
        condition=Q(milestone__isnull=True) | Q(indicator__isnull=True),
        name=name,
        violation_error_message=_("Choose a milestone or an indicator, not both."),
    )


@tracked()
class Attendance(models.Model):
    """Somebody on the list: a member of the group, with organization and function as they were, or a guest.

    In a round of consultations a member has the way and the day he was asked on, and what came of it.
    A member may be replaced by somebody who came in his place. A guest may be an organization with
    the number of its people, and no names.
    """

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
    channels = ArrayField(
        models.CharField(max_length=10, choices=Mode), default=list, blank=True, verbose_name=_("asked by")
    )
    consulted_on = models.DateField(_("asked on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    substitute = models.CharField(_("who came instead, by name"), max_length=200, blank=True)
    substitute_function = models.CharField(_("function of who came instead"), max_length=200, blank=True)
    head_count = models.PositiveSmallIntegerField(_("how many people"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(presence=Presence.CONSULTED) | Q(channels=[], consulted_on__isnull=True, answer=""),
                name="only_who_was_consulted_has_an_answer",
                violation_error_message=_("The way, the day and the answer are for somebody who was consulted."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(presence=Presence.REPLACED), substitute="", substitute_function="")
                | Q(presence=Presence.REPLACED, membership__isnull=False),
                name="only_a_member_is_replaced",
                violation_error_message=_("Who came instead is said of a member who was replaced."),
            ),
            models.CheckConstraint(
                condition=Q(head_count__isnull=True) | Q(head_count__gte=1, membership__isnull=True, person=""),
                name="a_head_count_names_nobody",
                violation_error_message=_("A row with a number of people names nobody: leave one of the two empty."),
            ),
        ]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.person or self.organization_name


@tracked()
class AgendaItem(models.Model):
    """A point of the agenda, which may be about a milestone or an indicator, and what was said on it if apart."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("point"))
    discussion = models.TextField(_("what was said on this point"), blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("milestone")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    is_standing = models.BooleanField(_("comes back at every meeting"), default=False)
    anchor_number = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "pk"]
        constraints = [about_one_thing("a_point_is_about_one_thing")]
        triggers = [fixed_with_its_note()]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def anchor(self) -> str:
        """Its place on the note's page, the same in every edition: a row of a correction stands where the first did."""
        return f"point-{self.anchor_number or self.pk}"
