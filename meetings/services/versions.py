"""The versions of a note: one for each editing session; any of them can come back as a new one."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.draft_data import from_data, to_data
from meetings.drafts import AgendaRow, ConclusionRow, NoteDraft
from meetings.enums import VersionOrigin
from meetings.models import MeetingNote, NoteVersion
from meetings.queries import Choices
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


def keep_version(
    *,
    note: MeetingNote,
    before: NoteDraft,
    data: NoteDraft,
    by: User,
    at: datetime,
    session: str = "",
    restored_from: int | None = None,
    origin: VersionOrigin = VersionOrigin.WRITTEN,
) -> tuple[NoteVersion, bool]:
    """Keep what was just saved, and say whether it began a version. Part of the act of saving: the note is locked.

    A note that was written before versions were kept gets what it said until now as its first one.
    """
    newest = note.versions.first()
    if newest is None and note.saved_by is not None and before != NoteDraft(kind=before.kind):
        newest = _new(note, None, before, note.saved_by, note.saved_at, origin=VersionOrigin.FOUND)
    if newest and not newest.name and session and (newest.session, newest.written_by_id) == (session, by.pk):
        newest.content, newest.saved_at = to_data(data), at
        newest.save(update_fields=["content", "saved_at"])
        return newest, False
    origin = origin if restored_from is None else VersionOrigin.RESTORED
    version = _new(note, newest, data, by, at, session=session, origin=origin, restored_from=restored_from)
    return version, True


def _new(
    note: MeetingNote, newest: NoteVersion | None, data: NoteDraft, by: User, at: datetime, **values: Any
) -> NoteVersion:
    number = newest.number + 1 if newest else 1
    return NoteVersion.objects.create(
        note=note, number=number, written_by=by, began_at=at, saved_at=at, content=to_data(data), **values
    )


@transaction.atomic
def name_version(*, note: MeetingNote, number: int, name: str, by: User, at: datetime) -> NoteVersion:
    """Give a version a name, so that it is found again: from then on it does not grow. No name takes it away."""
    version = NoteVersion.objects.select_for_update().get(note=note, number=number)
    if version.name != name:
        version.name = name
        version.save(update_fields=["name"])
        record(actor=by, action="note.version_named", target=note, at=at, version=number, name=name)
    return version


def draft_of_version(version: NoteVersion, choices: Choices) -> NoteDraft:
    """What a version said, as far as it can be said again: a milestone that is gone since is left out."""
    draft = from_data(version.content)
    return replace(
        draft,
        members=tuple(row for row in draft.members if row.membership in choices.seats),
        tasks=tuple(row for row in draft.tasks if row.task in choices.tasks),
        agenda=tuple(replace(row, **_still_there(row, choices)) for row in draft.agenda),
        conclusions=tuple(
            replace(
                row,
                **_still_there(row, choices),
                owner=row.owner if row.owner in choices.owners else "",
                subject=row.subject if row.subject in choices.subjects else "",
            )
            for row in draft.conclusions
        ),
    )


def _still_there(row: AgendaRow | ConclusionRow, choices: Choices) -> dict[str, int | None]:
    milestones = {milestone.pk for milestone in choices.milestones}
    return {
        "milestone": row.milestone if row.milestone in milestones else None,
        "indicator": row.indicator if row.indicator in choices.indicators else None,
    }


def refuse_deleted(note: MeetingNote) -> None:
    if note.deleted_at is not None:
        raise ValidationError(
            _("The note was deleted by %(person)s. Bring it back first; your text is kept for you."),
            code="deleted",
            params={"person": str(note.deleted_by)},
        )
