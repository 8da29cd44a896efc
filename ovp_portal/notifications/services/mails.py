from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from ovp_portal.accounts.models import User
from ovp_portal.notifications import emails
from ovp_portal.notifications.emails import Letter
from ovp_portal.notifications.enums import Priority
from ovp_portal.notifications.models import Mail


def write_mail(
    *,
    recipient: User,
    template: str,
    context: dict[str, Any],
    at: datetime,
    priority: Priority = Priority.NORMAL,
    reply_to: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> Mail:
    """Write one message to one person, in the transaction of what it tells of. It is delivered afterwards.

    `at` is the portal's moment; `expires_at` is real time.
    """
    mail = compose_mail(
        recipient=recipient, template=template, context=context, at=at, priority=priority, reply_to=reply_to
    )
    mail.expires_at = expires_at
    mail.save()
    return mail


def compose_mail(
    *,
    recipient: User,
    template: str,
    context: dict[str, Any],
    at: datetime,
    priority: Priority = Priority.NORMAL,
    reply_to: Iterable[str] = (),
) -> Mail:
    """The same, not saved: many are saved at once. Raises what a template raises."""
    replies = list(reply_to)
    known = {"recipient": recipient, "reply_to": replies, **context}
    letter = emails.render(template=template, language=recipient.language, context=known)
    return _mail(recipient, letter, template, at, priority=priority, reply_to=replies)


def write_letter(*, recipient: User, letter: Letter, template: str, at: datetime) -> Mail:
    """Queue a letter that is written already."""
    mail = _mail(recipient, letter, template, at)
    mail.save()
    return mail


def _mail(
    recipient: User,
    letter: Letter,
    template: str,
    at: datetime,
    *,
    priority: Priority = Priority.NORMAL,
    reply_to: Sequence[str] = (),
) -> Mail:
    return Mail(
        recipient=recipient,
        address=recipient.email,
        template=template,
        priority=priority,
        reply_to=list(reply_to),
        language=recipient.language,
        subject=letter.subject[:300],
        text=letter.text,
        html=letter.html,
        message_id=emails.new_message_id(),
        written_at=at,
        next_try_at=timezone.now(),  # delivery runs on real time
    )
