"""What "now" is. Asked once, at the doors (views, tasks, commands), and passed in from there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from ovp_portal.lib import clockfile


def now() -> datetime:
    """The portal's present moment: real time, or the demonstration's own."""
    if settings.CLOCK_FILE:
        return timezone.now() + clockfile.read_offset(settings.CLOCK_FILE)
    return timezone.now()


def today(zone: str | None = None) -> date:
    """The portal's present day in a zone (the portal's own when none is named)."""
    return now().astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()
