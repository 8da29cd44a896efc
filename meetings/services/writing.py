"""While a note is written: who has it open, and what was typed and could not be saved."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from meetings.models import MeetingNote, NoteWriter, TypedNote
from ovp_portal.accounts.models import User

OPENED = timedelta(minutes=10)
"""How long who opened the form counts as writing when nothing more is heard: without scripts, only saves are."""
HEARD = timedelta(seconds=50)
"""How long after the last word of the page's script, which speaks every 15 seconds."""


def be_here(
    *, note: MeetingNote, user: User, session: str, at: datetime, lease: timedelta, has_unsaved: bool = False
) -> None:
    """Take or renew the lease. `at` is the portal's moment, for showing; the lease itself runs on real time.

    `has_unsaved`: the page has held words for longer than a save takes, so others do not see them.
    """
    now = timezone.now()
    NoteWriter.objects.filter(note=note, until__lt=now).delete()
    NoteWriter.objects.bulk_create(
        [NoteWriter(note=note, user=user, session=session, since=at, until=now + lease, has_unsaved=has_unsaved)],
        update_conflicts=True,
        unique_fields=["note", "session"],
        update_fields=["until", "has_unsaved"],
    )


def leave(*, note: MeetingNote, user: User, session: str) -> None:
    NoteWriter.objects.filter(note=note, user=user, session=session).delete()


def keep_typed(*, note: MeetingNote, user: User, fields: Mapping[str, list[str]], reason: str, at: datetime) -> None:
    """Keep what was sent and could not be saved; the newest takes the place of the one before.

    The reason may repeat what was typed, so it is cleaned like the rest.
    """
    clean = {_kept(name): [_kept(value) for value in values] for name, values in fields.items()}
    TypedNote.objects.update_or_create(
        note=note, user=user, defaults={"fields": clean, "reason": _kept(reason), "kept_at": at}
    )


def _kept(typed: str) -> str:
    """The database keeps everything but the sign of nothing."""
    return typed.replace("\x00", "")


def forget_typed(*, note: MeetingNote, user: User) -> None:
    TypedNote.objects.filter(note=note, user=user).delete()
