"""Subject and bodies of a message, from its three templates, in the language of who gets it."""

import re
from email.utils import make_msgid
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ovp_portal.notifications.models import Mail


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
        },
        connection=connection,
    )
    message.attach_alternative(mail.html, "text/html")
    return message
