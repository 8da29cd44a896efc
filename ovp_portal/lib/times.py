"""Typed hours, read generously and never guessed."""

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.text import fold

_HOUR = re.compile(r"(?:ora |vo |u |at )?(\d{1,2})(?:[ .](\d{2}))?(?: ?(?:casot|casa|casova|cas|h))?")


class TimeNotRead(ValidationError, ValueError):
    """What was typed is no hour of a day."""


def read_time(text: str) -> time:
    """Read an hour of the day: 10.00, 10:00, 10, 10.00 часот, ora 10.00, 10h. Raises TimeNotRead."""
    typed = text.strip()
    found = _HOUR.fullmatch(fold(typed)) if len(typed) <= 30 and "-" not in typed else None
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        message = _("“%(text)s” is not an hour. Type it like 10.00.")
        raise TimeNotRead(message, code="time_not_read", params={"text": typed[:30]})
    return time(hour, minute)
