"""Links that let one person in, once. Real time rules them: a demonstration's clock must not keep one alive."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import AccessLink, User
from ovp_portal.audit.services import record
from ovp_portal.notifications import emails
from ovp_portal.notifications.enums import Priority
from ovp_portal.notifications.services import deliver_soon, write_mail

LIFETIMES = {LinkPurpose.INVITATION: settings.INVITATION_AGE, LinkPurpose.SIGN_IN: settings.SIGN_IN_LINK_AGE}


class LinkRefused(ValidationError):
    """One sentence for every reason: who tries tokens learns nothing from the answer."""

    def __init__(self) -> None:
        super().__init__(_("This link was used already or has expired. Ask for a new one."), code="link_refused")


@transaction.atomic
def send_sign_in_link(*, email: str, next_url: str = "", at: datetime) -> None:
    """Mail a link that signs in, to who has an account. The answer is the same for who has none, and takes as long."""
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        _write_and_throw_away(email)
        return
    mail_link(user=user, purpose=LinkPurpose.SIGN_IN, template="sign_in_link", next_url=next_url, at=at)


def mail_link(
    *,
    user: User,
    purpose: LinkPurpose,
    template: str,
    at: datetime,
    next_url: str = "",
    by: User | None = None,
    **context: Any,
) -> AccessLink:
    """Make a link, end the older ones of its kind, and mail it at once. The token stands in the mail only."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    AccessLink.objects.filter(user=user, purpose=purpose, used_at__isnull=True, expires_at__gt=now).update(
        expires_at=now
    )
    link = AccessLink(
        purpose=purpose,
        user=user,
        token_hash=_hash(token),
        next_url=next_url[:500],
        created_at=now,
        created_by=by,
        expires_at=now + LIFETIMES[purpose],
    )
    link.full_clean(exclude=["created_by"])  # nobody made a sign-in link but its owner
    link.save()
    mail = write_mail(
        recipient=user,
        template=template,
        context={"url": _address(token, user.language), **_age(LIFETIMES[purpose]), **context},
        at=at,
        priority=Priority.URGENT,
        expires_at=link.expires_at,
    )
    deliver_soon(mail=mail)
    return link


def link_of(token: str) -> AccessLink:
    """The link that a token opens now, or the refusal. Uses nothing up: mail scanners look at links too."""
    link = AccessLink.objects.select_related("user").filter(token_hash=_hash(token)).first()
    if link is None or not _is_open(link):
        raise LinkRefused
    return link


@transaction.atomic
def use_link(*, token: str, at: datetime, password: str = "", language: str = "") -> AccessLink:
    """Use a link up; an invitation also takes the first password (if any) and the language.

    The row is locked before it is judged, so two clicks at once let in once.
    """
    links = AccessLink.objects.select_for_update(of=("self",)).select_related("user")
    link = links.filter(token_hash=_hash(token)).first()
    if link is None or not _is_open(link):
        raise LinkRefused
    user = link.user
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    if link.purpose == LinkPurpose.INVITATION:
        user.language = language or user.language
        if password:
            user.set_password(password)
        user.full_clean()
        user.save(update_fields=["language", "password"])
        record(actor=user, action="person.accepted_invitation", target=user, at=at, with_password=bool(password))
    else:
        record(actor=user, action="person.used_sign_in_link", target=user, at=at)
    return link


def _is_open(link: AccessLink) -> bool:
    return link.used_at is None and link.expires_at > timezone.now() and link.user.is_active


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _address(token: str, language: str) -> str:
    with translation.override(language):
        return settings.PORTAL_URL + reverse("accounts:link", args=[token])


def _age(lifetime: timedelta) -> dict[str, int]:
    return {"hours": int(lifetime.total_seconds()) // 3600, "minutes": int(lifetime.total_seconds()) // 60}


def _write_and_throw_away(email: str) -> None:
    """The work that a known address costs, so that the time of the answer tells nothing."""
    token = secrets.token_urlsafe(32)
    stranger = User(email=email, name=email, language=translation.get_language() or settings.LANGUAGE_CODE)
    context = {
        "recipient": stranger,
        "url": _address(token, stranger.language),
        **_age(LIFETIMES[LinkPurpose.SIGN_IN]),
    }
    emails.render(template="sign_in_link", language=stranger.language, context=context)
