"""Meeting notes. They begin as drafts; the services move them on."""

from datetime import UTC, date, datetime

from django.db import connection

from commitments.enums import MemberRole
from commitments.models import Membership, WorkingGroup
from meetings.drafts import AgendaRow, ConclusionRow, MemberRow, NoteDraft
from meetings.enums import MeetingKind, Presence
from meetings.models import MeetingNote
from meetings.services import notes, sharing
from ovp_portal.accounts.models import User
from tests.factories.commitments import make_commitment, make_group, make_membership
from tests.factories.portal import make_user

NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
"""7 October 2022, 09:00 in Skopje."""
THIRD_OF_OCTOBER = date(2022, 10, 3)
CLOSES_ON = date(2022, 10, 9)
PUBLISHED = datetime(2022, 10, 10, 7, tzinfo=UTC)
"""The day after the members' last day."""


def make_note(*, group: WorkingGroup | None = None, by: User | None = None, **given) -> MeetingNote:
    """The draft of a round of consultations on 3 October 2022, with nothing written yet."""
    group = group or make_group()
    fields = {"kind": MeetingKind.CONSULTATION, "days": (THIRD_OF_OCTOBER, THIRD_OF_OCTOBER), "at": NOW}
    return notes.create_note(group=group, by=by or make_coordinator_of(group), **fields | given)


def make_coordinator_of(group: WorkingGroup, **given) -> User:
    user = make_user()
    make_membership(group=group, user=user, **{"role": MemberRole.COORDINATOR} | given)
    return user


def whole_draft(note: MeetingNote, **given) -> NoteDraft:
    """All that a note needs to be published: its days, modes, a consulted coordinator, a point, a conclusion."""
    seat = note.meeting.group.memberships.first()
    fields = {
        "kind": note.meeting.kind,
        "starts_on": note.meeting.starts_on,
        "ends_on": note.meeting.ends_on,
        "modes": ("email", "telephone"),
        "purpose": "Состојба на активностите.",
        "discussion": "Се разгледаа податоците.",
        "members": (MemberRow(membership=seat.pk, presence=Presence.CONSULTED),) if seat else (),
        "agenda": (AgendaRow(text="Податоци по индикатори"),),
        "conclusions": (ConclusionRow(text="Обврските продолжуваат."),),
    }
    return NoteDraft(**fields | given)


def write(note: MeetingNote, draft: NoteDraft | None = None, *, by: User | None = None) -> MeetingNote:
    return notes.save_note(
        note=note, data=draft or whole_draft(note), version=note.version, by=by or note.created_by, at=NOW
    )


def make_published_note(*, draft: NoteDraft | None = None, **given) -> MeetingNote:
    if not {"group", "note"} & set(given):
        given["group"] = make_commitment().group
    note = make_circulated_note(draft=draft, **given)
    return sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)


def make_circulated_note(*, draft: NoteDraft | None = None, note: MeetingNote | None = None, **given) -> MeetingNote:
    """A whole note with the members until 9 October."""
    return circulate_as_it_stands(write(note or make_note(**given), draft))


def circulate_as_it_stands(note: MeetingNote) -> MeetingNote:
    """To whoever sits in the group besides the coordinator: somebody at least."""
    group = note.meeting.group
    if not Membership.objects.filter(group=group).exclude(user=note.created_by).exists():
        make_membership(group=group)
    return sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)


def judged_now() -> None:
    """As at the end of a transaction, and then as in the next one."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def publish_as_it_stands(note: MeetingNote) -> MeetingNote:
    sent = circulate_as_it_stands(note)
    return sharing.publish_note(note=sent, by=sent.created_by, at=PUBLISHED)
