from datetime import date
from typing import Self

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from ovp_portal.accounts.enums import LinkPurpose, OrganizationKind
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.history import tracked
from ovp_portal.lib.guards import locked_when
from ovp_portal.lib.ranges import BOTH_ENDS, DateRange
from ovp_portal.lib.text import fold, sort_key


class OrganizationQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("sort_key", "pk")


@tracked()
class Organization(models.Model):
    """An institution or a civil-society organization; a directorate stands inside its ministry."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("part of")
    )
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    head_email = models.EmailField(_("address of the head"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_text = models.TextField(editable=False, default="")
    i18n = TranslationField(fields=("name", "short_name"))

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organization_is_not_part_of_itself",
                violation_error_message=_("An organization cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organization_has_a_name",
                violation_error_message=_("Enter the name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_i18n

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name, "mk")
        said = [self.name, self.short_name, *(value for value in (self.i18n or {}).values() if value)]
        self.search_text = fold(" ".join(said))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_civil_society(self) -> bool:
        return self.kind in OrganizationKind.civil_society()

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name_i18n or self.name_i18n


@tracked()
class FormerName(models.Model):
    """A name that an organization had: papers of that time keep it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=300)
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.UniqueConstraint(fields=["organization", "until_on"], name="one_former_name_ends_on_a_day")
        ]

    def __str__(self) -> str:
        return self.name


END_OPEN_LINKS = """
    UPDATE accounts_accesslink SET expires_at = GREATEST(clock_timestamp(), created_at + interval '1 microsecond')
    WHERE user_id = NEW.id AND used_at IS NULL AND expires_at > clock_timestamp();
    RETURN NULL;
"""
"""Whoever changes a password wants nobody else in: a link that was mailed before lets in no more. Real time."""


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Accounts are never deleted, only deactivated: papers name them."""

    email = models.EmailField(_("official e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name or function"), max_length=200)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organization"),
    )
    language = models.CharField(_("language"), max_length=10, default="mk")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    may_be_named = models.BooleanField(_("may be named in published notes"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_an_email",
                violation_error_message=_("There is an account with this e-mail already."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="an_account_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="a_new_password_ends_open_links",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("password"),
                condition=pgtrigger.Condition("OLD.password IS DISTINCT FROM NEW.password"),
                func=END_OPEN_LINKS,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return str(self)

    def get_full_name(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    @cached_property
    def roles(self) -> frozenset[str]:
        """The portal-wide roles that are not revoked; asked once for a request."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))

    @property
    def is_national_coordinator(self) -> bool:
        return Role.NATIONAL_COORDINATOR in self.roles

    @property
    def sees_everything(self) -> bool:
        """The secretariat and the Council read drafts of every group."""
        return bool({Role.NATIONAL_COORDINATOR, Role.COUNCIL} & self.roles)


@tracked()
class RoleGrant(models.Model):
    """A portal-wide role that somebody has, or had: a change of office never rewrites the past."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(revoked_at__isnull=True),
                name="role_granted_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("granted_at")),
                name="role_revoked_after_it_was_granted",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_role_is_revoked_never_rewritten", fields=["user", "role", "granted_at"]),
            locked_when(name="a_revoked_role_stays_past", condition=pgtrigger.Q(old__revoked_at__isnull=False)),
            pgtrigger.Protect(name="a_role_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class AccessLink(models.Model):
    """A link that lets one person in, once: an invitation or a sign-in by mail. Real time rules it.

    Only a hash is kept: who reads the table cannot use what he finds.
    """

    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    next_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_dies_after_it_is_born")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.user}"


SAME_ORGANIZATION = """
    IF NOT EXISTS (
        SELECT FROM accounts_user p JOIN accounts_user s ON s.organization_id = p.organization_id
        WHERE p.id = NEW.person_id AND s.id = NEW.substitute_id
    ) THEN
        RAISE EXCEPTION 'A substitute is of the same organization.';
    END IF;
    RETURN NEW;
"""


class SubstitutionQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those that hold on a day: the substitute has an open account and is still of the same organization."""
        return self.filter(
            starts_on__lte=day,
            ends_on__gte=day,
            substitute__is_active=True,
            substitute__organization=F("person__organization"),
        )


@tracked()
class Substitution(models.Model):
    """For some days a colleague stands in: what a person owes for his organization is told to the colleague.

    It is ended, never rewritten: `ends_on` may be brought forward, and one that has not begun may go.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(
        User, models.PROTECT, related_name="stands_in_by", verbose_name=_("who stands in for you")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    named_at = models.DateTimeField()

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_substitution_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("substitute")),
                name="nobody_is_his_own_substitute",
                violation_error_message=_("Choose a colleague: you cannot stand in for yourself."),
            ),
            ExclusionConstraint(
                name="one_substitute_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", BOTH_ENDS), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody stands in for you on some of these days already."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="a_substitution_is_ended_never_rewritten",
                fields=["person", "substitute", "starts_on", "named_at"],
            ),
            pgtrigger.Trigger(
                name="a_substitute_is_of_the_same_organization",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_ORGANIZATION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} – {self.person}"
