"""A calendar as the answer to a program that asks for it."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ovp_portal.calendars.entries import entries_of
from ovp_portal.calendars.events import Event
from ovp_portal.calendars.ics import CONTENT_TYPE, calendar_of
from ovp_portal.lib.http import etag_response


def calendar_response(
    request: HttpRequest, events: Collection[Event], *, name: str, at: datetime, max_age: int
) -> HttpResponse:
    """The calendar with its ETag, or 304: it is asked for every hour and changes once a week."""
    entries = entries_of(events, at=at)
    body = calendar_of(events, entries, name=name, cancelled=_("Cancelled"), base=settings.PORTAL_URL)
    response = etag_response(request, body, CONTENT_TYPE, etag=sha256(body).hexdigest(), max_age=max_age)
    response["X-Robots-Tag"] = "noindex"
    return response
