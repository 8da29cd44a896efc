"""Who has an account, and which portal-wide roles. Accounts are deactivated, never deleted: papers name them."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import Organization, RoleGrant, User
from ovp_portal.accounts.roles import Role
from ovp_portal.accounts.services.links import mail_link
from ovp_portal.audit.services import record


@transaction.atomic
def invite(
    *, email: str, name: str, organization: Organization | None, language: str, by: User | None, at: datetime
) -> User:
    """Open an account and mail its owner a link; who was invited and never came is invited anew."""
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user is None:
        user = User(email=email.strip().lower())
        user.set_unusable_password()
    elif not user.is_active:
        raise ValidationError(_("This account is deactivated. Activate it on the person's page."))
    elif user.last_login is not None:
        raise ValidationError(_("This person has an account already and uses it."))
    user.name, user.organization, user.language = name, organization, language
    _save(user)
    _send_invitation(user=user, by=by, at=at)
    return user


@transaction.atomic
def invite_again(*, user: User, by: User, at: datetime) -> None:
    """Mail a fresh invitation; the older link ends."""
    user = _locked(user)
    if not user.is_active:
        raise ValidationError(_("This account is deactivated. Activate it on the person's page."))
    if user.last_login is not None:
        raise ValidationError(_("This person has signed in already and needs no invitation."))
    _send_invitation(user=user, by=by, at=at)


@transaction.atomic
def change_person(*, user: User, name: str, organization: Organization | None, by: User, at: datetime) -> User:
    """Correct a name or function, or move a person to another organization; memberships stay as they are."""
    user = _locked(user)
    changes = _changes(user, name=name, organization=organization)
    user.name, user.organization = name, organization
    _save(user, update_fields=["name", "organization"])
    if changes:
        record(actor=by, action="person.changed", target=user, at=at, changes=changes)
    return user


@transaction.atomic
def change_language(*, user: User, language: str, at: datetime) -> User:
    """The language of a person's pages and mails."""
    user = _locked(user)
    changes = _changes(user, language=language)
    user.language = language
    _save(user, update_fields=["language"])
    if changes:
        record(actor=user, action="person.changed_language", target=user, at=at, changes=changes)
    return user


@transaction.atomic
def change_naming(*, user: User, may_be_named: bool, at: datetime) -> User:
    """Whether a person's name may stand in published notes; his own word alone, for what is published from now on."""
    user = _locked(user)
    changes = _changes(user, may_be_named=may_be_named)
    user.may_be_named = may_be_named
    _save(user, update_fields=["may_be_named"])
    if changes:
        record(actor=user, action="person.changed_naming", target=user, at=at, changes=changes)
    return user


@transaction.atomic
def grant(*, user: User, role: Role, by: User | None, at: datetime) -> RoleGrant:
    """Give a portal-wide role; who has it keeps it as it is."""
    user = _locked(user)
    if not user.is_active:
        raise ValidationError(_("A deactivated account cannot get a role."))
    held = user.grants.filter(role=role, revoked_at__isnull=True).first()
    if held is not None:
        return held
    given = RoleGrant(user=user, role=role, granted_at=at)
    given.full_clean()
    given.save()
    record(actor=by, action="role.granted", target=user, at=at, role=str(role))
    return given


@transaction.atomic
def revoke(*, user: User, role: Role, by: User | None, at: datetime) -> None:
    """Take a portal-wide role back, from this moment on."""
    user = _locked(user)
    held = user.grants.select_for_update().filter(role=role, revoked_at__isnull=True).first()
    if held is None:
        raise ValidationError(_("This person does not have this role."))
    if role == Role.NATIONAL_COORDINATOR:
        _refuse_the_last_coordinator(user)
    # A demonstration's clock can be set back; a role never ends before it began.
    held.revoked_at = max(at, held.granted_at)
    held.full_clean()
    held.save(update_fields=["revoked_at"])
    record(actor=by, action="role.revoked", target=user, at=at, role=str(role))


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> User:
    """Close an account: sessions and links end at once, what the person did stays."""
    user = _locked(user)
    if user.pk == by.pk:
        raise ValidationError(_("You cannot deactivate your own account."))
    if not user.is_active:
        raise ValidationError(_("This account is deactivated already."))
    if user.is_national_coordinator:
        _refuse_the_last_coordinator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor=by, action="person.deactivated", target=user, at=at)
    return user


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> User:
    """Open a closed account again; roles that were not revoked count again."""
    user = _locked(user)
    if user.is_active:
        raise ValidationError(_("This account is active."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor=by, action="person.reactivated", target=user, at=at)
    return user


def _send_invitation(*, user: User, by: User | None, at: datetime) -> None:
    mail_link(user=user, purpose=LinkPurpose.INVITATION, template="invitation", at=at, by=by)
    record(actor=by, action="person.invited", target=user, at=at)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _save(user: User, update_fields: list[str] | None = None) -> None:
    user.full_clean()
    try:
        with transaction.atomic():
            user.save(update_fields=update_fields)
    except IntegrityError:
        user.full_clean()  # says in words what somebody else was quicker with
        raise


def _changes(user: User, **values: Any) -> dict[str, dict[str, str]]:
    """What will be different, as the audit keeps it."""
    before = {name: getattr(user, name) for name in values}
    return {
        name: {"before": str(before[name] or ""), "after": str(value or "")}
        for name, value in values.items()
        if before[name] != value
    }


def _refuse_the_last_coordinator(user: User) -> None:
    """Without one nobody could invite anybody. The others' rows are locked, so two cannot leave at once."""
    others = (
        RoleGrant.objects.select_for_update(of=("self",))
        .filter(role=Role.NATIONAL_COORDINATOR, revoked_at__isnull=True, user__is_active=True)
        .order_by("pk")
    )
    if not [held for held in others if held.user_id != user.pk]:
        raise ValidationError(_("The portal needs a national coordinator. Give the role to somebody else first."))
