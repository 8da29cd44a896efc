"""Events as an iCalendar file (RFC 5545), for programs that fetch it again and again."""

from collections.abc import Collection, Mapping
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from ovp_portal.calendars.events import Event
from ovp_portal.calendars.models import CalendarEntry
from ovp_portal.lib.papers.shape import printable

if TYPE_CHECKING:
    from icalendar import Event as VEvent

CONTENT_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=1)


def calendar_of(
    events: Collection[Event], entries: Mapping[str, CalendarEntry], *, name: str, cancelled: str, base: str
) -> bytes:
    """The calendar. The same events give the same bytes: nothing in it says when it was fetched.

    `cancelled` is the word before the title of what was called off, for programs that do not show the state.
    """
    from icalendar import Calendar  # a quarter of a second that only calendars need

    calendar = Calendar()
    calendar.add("prodid", "-//OVP portal//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", printable(name))
    calendar.add("x-wr-calname", printable(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_event(event, entries[event.key], cancelled=cancelled, base=base))
    return calendar.to_ical()


def _event(event: Event, entry: CalendarEntry, *, cancelled: str, base: str) -> "VEvent":
    from icalendar import Event as VEvent

    shown = VEvent()
    shown.add("uid", str(entry.uid))
    shown.add("sequence", entry.sequence)
    shown.add("dtstamp", entry.changed_at.astimezone(UTC))
    shown.add("last-modified", entry.changed_at.astimezone(UTC))
    _add_days(shown, event)
    title = f"{cancelled}: {event.title}" if event.is_cancelled else event.title
    shown.add("summary", " ".join(printable(title).split()))
    shown.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    shown.add("transp", "OPAQUE" if event.is_busy and not event.is_cancelled else "TRANSPARENT")
    url = base + event.url if event.url.startswith("/") else event.url
    for field, text in (("location", event.place), ("categories", event.category), ("url", url)):
        if text:
            shown.add(field, printable(text))
    if text := "\n".join(line for line in (event.text, url) if line):
        shown.add("description", printable(text))
    return shown


def _add_days(shown: "VEvent", event: Event) -> None:
    """Hours in UTC, which need no table of time zones; whole days end on the morning after."""
    if event.starts_at is None:
        shown.add("dtstart", event.starts_on)
        shown.add("dtend", event.ends_on + timedelta(days=1))
        return
    shown.add("dtstart", event.starts_at.astimezone(UTC))
    if event.ends_at is not None and event.ends_at > event.starts_at:
        shown.add("dtend", event.ends_at.astimezone(UTC))
