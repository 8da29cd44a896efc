"""Messages to those who look after the portal, sent at once and not queued."""

import contextlib
import logging
import smtplib
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications.emails import new_message_id
from ovp_portal.notifications.models import Incident
from ovp_portal.notifications.services import health_words
from ovp_portal.notifications.services.health import Health

log = logging.getLogger("portal.watch")


class Reader(NamedTuple):
    address: str
    language: str


class Alarm(NamedTuple):
    subject: str
    text: str


def readers() -> list[Reader]:
    """National coordinators and superusers with an open account, and whom the environment names. One query."""
    coordinates = Q(grants__role=Role.NATIONAL_COORDINATOR, grants__revoked_at__isnull=True)
    people = User.objects.filter(coordinates | Q(is_superuser=True), is_active=True).distinct().order_by("pk")
    found: dict[str, Reader] = {}
    for address, language in people.values_list("email", "language"):
        found.setdefault(address.lower(), Reader(address, language))
    for address in settings.ALARM_EMAILS:
        found.setdefault(address.lower(), Reader(address, settings.LANGUAGE_CODE))
    return list(found.values())


def known_as(addresses: Collection[str]) -> list[Reader]:
    """The same addresses, in the language of their accounts where there are some."""
    languages = dict(User.objects.filter(email__in=addresses).values_list("email", "language"))
    return [Reader(address, languages.get(address, settings.LANGUAGE_CODE)) for address in sorted(addresses)]


def tell(readers: Sequence[Reader], write: Callable[[], Alarm]) -> tuple[list[str], str]:
    """Send to each reader in his language. Answers whose messages were taken, and the last fault."""
    if not readers:
        return [], "Nobody is there to be told."
    taken, fault = [], ""
    for reader in readers:
        line = _connection()
        try:
            line.open()
        except (OSError, smtplib.SMTPException) as away:
            fault = f"{type(away).__name__}: {away}"
            break
        try:
            _message(reader, write, line).send()
            taken.append(reader.address)
        except (OSError, smtplib.SMTPException) as refusal:  # one reader's matter
            fault = f"{reader.address}: {refusal}"
        _close(line)
    if fault:
        log.error("An alarm could not be told to all: %s", fault)
    return taken, fault


def _close(line) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        line.close()


def letter_of_troubles(incidents: Iterable[Incident], health: Health) -> Alarm:
    rows = list(incidents)
    lines = [health_words.sentence(row.kind, health) for row in rows]
    subject = _("Alarm: %(what)s") % {"what": ", ".join(str(row.get_kind_display()) for row in rows)}
    return alarm(subject, lines)


def letter_of_ends(incidents: Iterable[Incident], health: Health) -> Alarm:
    rows = list(incidents)
    subject = _("Over: %(what)s") % {"what": ", ".join(dict.fromkeys(str(row.get_kind_display()) for row in rows))}
    return alarm(subject, [_over(row, health.real_now) for row in rows])


def alarm(subject: str, lines: Sequence[str]) -> Alarm:
    """The words in the active language, with the way to the page that says more."""
    words = {"lines": lines, "portal_url": settings.PORTAL_URL, "is_demo": settings.DEMO}
    return Alarm(subject, render_to_string("emails/alarm.txt", words).strip() + "\n")


def _over(row: Incident, now: datetime) -> str:
    return _("%(what)s: from %(begun)s to %(ended)s.") % {
        "what": str(row.get_kind_display()).capitalize(),
        "begun": health_words.when(row.begun_at, now),
        "ended": health_words.when(row.ended_at, now),
    }


def _connection():
    """The alarm's own mail server where one is named, else the portal's."""
    own = settings.ALARM_MAIL
    if not own:
        return get_connection()
    return get_connection(
        own["EMAIL_BACKEND"],
        host=own["EMAIL_HOST"],
        port=own["EMAIL_PORT"],
        username=own["EMAIL_HOST_USER"],
        password=own["EMAIL_HOST_PASSWORD"],
        use_tls=own.get("EMAIL_USE_TLS", False),
        use_ssl=own.get("EMAIL_USE_SSL", False),
    )


def _message(reader: Reader, write: Callable[[], Alarm], line) -> EmailMessage:
    with translation.override(reader.language):
        subject, text = write()
    headers = {
        "Message-ID": new_message_id(),
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.to_locale(reader.language).replace("_", "-"),
        "Importance": "high",
    }
    return EmailMessage(subject=subject, body=text, to=[reader.address], headers=headers, connection=line)
