from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from commitments.enums import MemberRole
from commitments.models.plans import ActionPlan
from commitments.models.texts import TextsMixin
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked
from ovp_portal.lib.ranges import BOTH_ENDS, DateRange


class WorkingGroupQuerySet(models.QuerySet):
    def coordinated_by(self, user, on: date) -> Self:
        seats = Membership.objects.on(on).filter(user=user, role__in=MemberRole.coordinating())
        return self.filter(pk__in=seats.values("group"))

    def with_member(self, user, on: date) -> Self:
        return self.filter(pk__in=Membership.objects.on(on).filter(user=user).values("group"))

    def visible_to(self, user, on: date) -> Self:
        if user.sees_everything:
            return self.all()
        return self.with_member(user, on)


@tracked()
class WorkingGroup(TextsMixin, models.Model):
    """A group of one or more commitments."""

    required_texts = ("name",)

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="groups", verbose_name=_("action plan"))
    slug = models.SlugField(_("address"), max_length=60)
    name = models.CharField(_("name"), max_length=300, blank=True)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    i18n = TranslationField(fields=("name",), fallback_language_field="language")

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["plan_id", "slug"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="group_address_once_in_a_plan")]

    def __str__(self) -> str:
        return self.name_i18n

    def get_absolute_url(self) -> str:
        return reverse("commitments:group", args=[self.pk])

    @property
    def content_language(self) -> str:
        return self.language


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Who sits in a group on a day."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day), user__is_active=True)

    def of(self, group) -> Self:
        return self.filter(group=group)


@tracked()
class Membership(models.Model):
    """A seat: person, organization, function, role, from and to. It is ended, never rewritten."""

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("organization")
    )
    function = models.CharField(_("function"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The membership ends before it starts."),
            ),
            ExclusionConstraint(
                name="one_seat_a_person_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", BOTH_ENDS), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person sits in the group on these days already."),
            ),
            ExclusionConstraint(
                name="one_coordinator_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", BOTH_ENDS), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=MemberRole.COORDINATOR),
                violation_error_message=_("The group has another coordinator on these days."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="seat_is_ended_never_rewritten",
                fields=["group", "user", "organization", "function", "role", "starts_on"],
            ),
            pgtrigger.Protect(name="a_seat_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.group}"
