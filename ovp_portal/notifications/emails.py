"""Subject and bodies of a message, from its three templates, in the language of who gets it."""

import re
from collections.abc import Iterable
from email.utils import make_msgid
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications.models import Mail


class Addressee(NamedTuple):
    """A person, or the head of an organization, who has no account: `who` is the organization's number below zero."""

    who: int
    name: Any
    address: str
    language: str
    user: User | None = None


def addressee(user: User | None, organization: Organization | None) -> Addressee:
    if user is not None:
        return Addressee(user.pk, str(user), user.email, user.language, user)
    return Addressee(-organization.pk, organization, organization.head_email, settings.LANGUAGE_CODE)


def addressees(numbers: Iterable[int]) -> dict[int, Addressee]:
    """Those who can be written to: people with an open account, heads whose address is known. Two queries at most."""
    people = [number for number in numbers if number > 0]
    heads = [-number for number in numbers if number < 0]
    found = {}
    if people:
        users = User.objects.filter(is_active=True).in_bulk(people)
        found |= {pk: addressee(user, None) for pk, user in users.items()}
    if heads:
        organizations = Organization.objects.exclude(head_email="").in_bulk(heads)
        found |= {-pk: addressee(None, organization) for pk, organization in organizations.items()}
    return found


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def render(*, template: str, language: str, context: dict[str, Any]) -> Letter:
    """The letter of `templates/emails/<template>.subject.txt`, `.txt` and `.html`, with addresses in its language."""
    with translation.override(language):
        words = {"language": language, "is_demo": settings.DEMO, "portal_url": settings.PORTAL_URL, **context}
        subject = " ".join(render_to_string(f"emails/{template}.subject.txt", words).split())
        words["subject"] = subject
        text = render_to_string(f"emails/{template}.txt", words)
        return Letter(subject, _even(text), render_to_string(f"emails/{template}.html", words))


def _even(text: str) -> str:
    """Plain text without the gaps that a template's tags leave: one empty line parts paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n(?<!-- \n)", "\n", text)).strip() + "\n"


def new_message_id() -> str:
    """Made when the message is written and never again: a second copy is known as one."""
    return make_msgid(domain=urlsplit(settings.PORTAL_URL).hostname)


def message_id_parts() -> tuple[str, str]:
    """For many at once, of one stem: what stands before and after the number that each has of its own."""
    name, at, domain = new_message_id().partition("@")
    return f"{name}.", f"{at}{domain}"


UNSUBSCRIBE = "notifications.unsubscribe"


def unsubscribe_url(who: int, kinds: Iterable[str]) -> str:
    """A way out of optional mails that needs no sign-in: the signature says whose they are and of which kinds."""
    token = signing.dumps([who, sorted(kinds)], salt=UNSUBSCRIBE, compress=True)
    return settings.PORTAL_URL + reverse("notifications:unsubscribe", args=[token])


def read_unsubscribe(token: str) -> tuple[int, list[str]] | None:
    """Whose mails of which kinds a token ends; nothing for one that we did not sign. It does not expire."""
    try:
        person, kinds = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return person, kinds


def message_of(mail: Mail, connection: Any = None) -> EmailMultiAlternatives:
    """The message as it goes out: one recipient, plain text first, and said to be written by a machine (RFC 3834)."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        reply_to=mail.reply_to or None,
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": translation.to_locale(mail.language).replace("_", "-"),
            **_way_out(mail),
        },
        connection=connection,
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _way_out(mail: Mail) -> dict[str, str]:
    """One click in the mail program ends what is optional (RFC 8058); there is none for duties."""
    if not mail.optional_kinds or mail.recipient_id is None:
        return {}
    with translation.override(mail.language):
        url = unsubscribe_url(mail.recipient_id, mail.optional_kinds)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
