"""Meetings as they stand in calendars: of a person's groups, and of one group for the public."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commitments.models import WorkingGroup
from meetings.models import MeetingNote
from meetings.row_words import joined_modes
from ovp_portal.accounts.models import User
from ovp_portal.calendars.events import Event
from ovp_portal.lib.dates import local_date, local_moment, time_text
from ovp_portal.lib.languages import said

SHOWN_BACK = timedelta(days=400)
CANCELLED_SHOWN = timedelta(days=30)


def events(user: User, at: datetime) -> Iterator[Event]:
    """Of the groups in which a person sits: what he may read, and what was announced to all of them."""
    on = local_date(at, settings.TIME_ZONE)
    seen = Exists(MeetingNote.objects.visible_to(user, on).filter(pk=OuterRef("pk")))
    announced = Q(meeting__convocation__called_at__isnull=False)
    mine = MeetingNote.objects.filter(meeting__group__in=WorkingGroup.objects.with_member(user, on), deleted_at=None)
    mine = mine.filter(corrects=None)
    for note in _dated(mine.annotate(is_seen=seen).filter(Q(is_seen=True) | announced), on):
        cancelled_at = _cancelled_at(note)
        if cancelled_at is None or cancelled_at >= at - CANCELLED_SHOWN:
            yield _event(note, url=_url_for(note), is_cancelled=cancelled_at is not None)


def public_events(group: WorkingGroup, at: datetime) -> Iterator[Event]:
    """What is published of a group's meetings."""
    for note in _dated(MeetingNote.objects.public().filter(meeting__group=group), local_date(at, settings.TIME_ZONE)):
        yield _event(note, url=reverse("public:note", args=[note.pk]))


def _dated(notes: QuerySet[MeetingNote], on: date) -> QuerySet[MeetingNote]:
    """Those with days of their own; a month alone would fill the whole month."""
    shown = notes.filter(meeting__is_month_only=False, meeting__ends_on__gte=on - SHOWN_BACK)
    return shown.select_related("meeting__group__plan", "meeting__convocation").order_by("meeting__starts_on", "pk")


def _cancelled_at(note: MeetingNote) -> datetime | None:
    convocation = getattr(note.meeting, "convocation", None)
    return convocation.cancelled_at if convocation else None


def _url_for(note: MeetingNote) -> str:
    """Where its reader may go: who was only told of the meeting may not see its draft."""
    if note.is_published:
        return reverse("public:note", args=[note.pk])
    return reverse("meetings:preview", args=[note.pk]) if note.is_seen else ""


def _event(note: MeetingNote, *, url: str, is_cancelled: bool = False) -> Event:
    """Hours only where they are of one day: over several days a calendar would draw the nights too."""
    meeting = note.meeting
    hours = (meeting.starts_at, meeting.ends_at)
    is_hourly = meeting.starts_at is not None and meeting.starts_on == meeting.ends_on
    zone = meeting.group.plan.time_zone
    group = said(meeting.group, "name").text
    lines = [_("Working group: %(name)s") % {"name": group}] if group else []
    if meeting.modes:
        lines.append(joined_modes(meeting.modes))
    if not is_hourly and any(hours):
        lines.append(" – ".join(time_text(hour) for hour in hours if hour))
    return Event(
        key=f"meeting:{meeting.pk}",
        title=meeting.title or capfirst(str(meeting.get_kind_display())),
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        starts_at=_moment(meeting.starts_on, meeting.starts_at, zone) if is_hourly else None,
        ends_at=_moment(meeting.ends_on, meeting.ends_at, zone) if is_hourly else None,
        place=meeting.place,
        text="\n".join(lines),
        url=url,
        category=capfirst(str(meeting.get_kind_display())),
        is_cancelled=is_cancelled,
        told=tuple(
            str(part)
            for part in (
                meeting.title,
                meeting.kind,
                meeting.starts_on,
                meeting.ends_on,
                *hours,
                meeting.place,
                zone,
                is_cancelled,
            )
        ),
    )


def _moment(day: date, hour: time | None, zone: str) -> datetime | None:
    return local_moment(day, hour, zone) if hour else None
