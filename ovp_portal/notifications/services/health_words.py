"""The state of the clockwork in sentences, in the active language: for its page and for alarms."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovp_portal.lib.dates import local_date, moment_text, time_text
from ovp_portal.lib.numbers import number_text
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Trouble
from ovp_portal.notifications.services.health import Health


def sentences(health: Health) -> list[str]:
    """First whether it goes, then what is left undone."""
    return [said(health) for said in _SAID.values() if said(health)]


def sentence(trouble: str, health: Health) -> str:
    return _SAID[Trouble(trouble)](health)


def when(moment: datetime, now: datetime) -> str:
    """The hour of today, or day and hour."""
    zone = timezone.get_default_timezone()
    if local_date(moment, zone) == local_date(now, zone):
        return time_text(moment.astimezone(zone).time())
    return moment_text(moment, zone)


def _of_ticks(health: Health) -> str:
    if health.last_at is None:
        return _("The clockwork has not run yet.")
    last = _("The clockwork last ran: %(when)s.") % {"when": when(health.last_at, health.real_now)}
    if Trouble.STILL not in health.troubles:
        return last
    minutes = int(health.tick_age.total_seconds() // 60)
    still = ngettext(
        "It has stood still for %(count)s minute: no period opens, nothing is published and no mail goes out.",
        "It has stood still for %(count)s minutes: no period opens, nothing is published and no mail goes out.",
        minutes,
    )
    return f"{last} {still % {'count': number_text(minutes)}}"


def _of_faults(health: Health) -> str:
    if not health.failing:
        return ""
    return _("These parts of it fail since %(when)s: %(names)s.") % {
        "when": when(health.failing_since, health.real_now),
        "names": ", ".join(translation.gettext(name) for name in health.failing),
    }


def _of_overdue(health: Health) -> str:
    count, is_all, unasked = health.overdue
    if unasked:
        names = ", ".join(str(sources.source_of(kind).label) for kind in unasked)
        return _("What is due could not be asked for: %(names)s.") % {"names": names}
    if not count:
        return _("Nothing is overdue.")
    return ngettext(
        "%(count)s reminder is overdue: its hour has come and it is not written.",
        "%(count)s reminders are overdue: their hour has come and they are not written.",
        count,
    ) % {"count": number_text(count) if is_all else f"> {number_text(count)}"}


def _of_waiting(health: Health) -> str:
    if not health.waiting:
        return _("No message waits.")
    said = ngettext("%(count)s message waits to be sent.", "%(count)s messages wait to be sent.", health.waiting) % {
        "count": number_text(health.waiting)
    }
    if health.unanswered:
        said += " " + _("The mail server does not answer.")
    elif health.oldest_age:
        since = when(health.oldest_waiting_at, health.real_now)
        said += " " + _("The oldest could have gone since %(when)s.") % {"when": since}
    return said


def _of_parked(health: Health) -> str:
    if not health.parked:
        return _("No message was given up in the last 24 hours.")
    return ngettext(
        "%(count)s message was given up in the last 24 hours.",
        "%(count)s messages were given up in the last 24 hours.",
        health.parked,
    ) % {"count": number_text(health.parked)}


_SAID = {
    Trouble.STILL: _of_ticks,
    Trouble.FAILS: _of_faults,
    Trouble.OVERDUE: _of_overdue,
    Trouble.WAITING: _of_waiting,
    Trouble.PARKED: _of_parked,
}
