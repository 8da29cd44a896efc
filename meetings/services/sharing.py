"""A note's way after it was written: to every member, back for a change, to the public or into the group's drawer."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commitments.rosters import hold_roster, seats_besides
from meetings.checking import blocking, check_of
from meetings.enums import NoteStatus
from meetings.models import MeetingNote
from meetings.naming import final_payload, group_payload
from meetings.pages import note_pages
from meetings.parts import parts_of
from meetings.payloads import note_title, publisher_of
from meetings.publication import names_rule_of, said_in_public, stays_inside
from meetings.services.convocations import refuse_cancelled
from meetings.services.meeting_tasks import settle_tasks
from meetings.services.notes import locked, write
from meetings.services.references import give_reference
from meetings.services.versions import refuse_deleted
from meetings.workflow import NOTE_MOVES
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.circulation import services as circulation
from ovp_portal.circulation.models import Circulation, Disposition, Position
from ovp_portal.circulation.queries import Saying, sayings_of, standing_opinions
from ovp_portal.editions import services as editions
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.text import tidy
from ovp_portal.lib.workflow import check_move


@transaction.atomic
def circulate_note(*, note: MeetingNote, closes_on: date, by: User, at: datetime) -> MeetingNote:
    """Send the frozen note to every member of the group of this day, in one act; what stops it is in the refusal."""
    note = locked(note)
    check_move(NOTE_MOVES, note.status, NoteStatus.CIRCULATED)
    refuse_cancelled(note)
    refuse_deleted(note)
    on = local_date(at, note.meeting.group.plan.time_zone)
    refusals = [str(one.message) for one in blocking(check_of(note, on))]
    if closes_on < on:
        refusals.append(_("The closing date is in the past."))
    if refusals:
        raise ValidationError(refusals)
    group = note.meeting.group
    hold_roster(group.pk)
    if not note.is_correction:
        note.reference = give_reference(note=note, by=by, at=at)
    payload = group_payload(note)
    with translation.override(note.language):
        title = note_title(payload)
    sent = circulation.open_circulation(
        title=title,
        payload=payload,
        seats=seats_besides(group, on, by),
        by=by,
        at=at,
        on=on,
        closes_on=closes_on,
        earlier=note.earlier_circulations.order_by("-pk").first(),
    )
    write(note, {"status": NoteStatus.CIRCULATED, "circulation": sent})
    record(
        actor=by,
        action="note.circulated",
        target=note,
        at=at,
        closes_on=closes_on.isoformat(),
        circulation=sent.pk,
        checksum=sent.checksum,
    )
    return note


@transaction.atomic
def recall_note(*, note: MeetingNote, reason: str, by: User, at: datetime) -> MeetingNote:
    """Take a note back to draft, to change it: it then goes to every member again, who all read the reason.

    Answers stay with the version that they were given on; an opinion is published unless its author
    writes a newer one.
    """
    note = locked(note)
    check_move(NOTE_MOVES, note.status, NoteStatus.DRAFT)
    reason = tidy(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why the note is called back: its members read it.")})
    closed = circulation.close(circulation=note.circulation, at=at, called_back_for=reason, called_back_by=by)
    note.earlier_circulations.add(closed)
    write(note, {"status": NoteStatus.DRAFT, "circulation": None})
    record(actor=by, action="note.recalled", target=note, at=at, circulation=closed.pk, reason=reason)
    return note


@transaction.atomic
def dispose_of_remark(
    *,
    note: MeetingNote,
    position: Position,
    part: str,
    verdict: str,
    reason: str,
    by: User,
    at: datetime,
    seen: str = "",
) -> Disposition:
    """Say what becomes of a remark on this note, on whichever version it was made, before the note goes on."""
    note = locked(note)
    if note.is_finished:
        raise ValidationError(_("The note is finished: what became of its remarks is fixed."))
    if position.circulation_id not in circulations_of(note):
        raise ValidationError(_("There is no such remark."))
    return circulation.dispose(position=position, part=part, verdict=verdict, reason=reason, by=by, at=at, seen=seen)


@transaction.atomic
def publish_note(*, note: MeetingNote, by: User, at: datetime, reason: str = "") -> MeetingNote:
    """Freeze what the members saw as an edition, with their answers and by the plan's rule for names.

    Before the closing day ends it takes a `reason`: who answered could still change his answer.
    """
    note = locked(note)
    plan = note.meeting.group.plan
    check_move(NOTE_MOVES, note.status, NoteStatus.PUBLISHED)
    _refuse_correction(note)
    if stays_inside(note):
        raise ValidationError(
            _("The note stays within the group: the plan says so, or said so when the note was sent."), code="internal"
        )
    sent, said = ended_circulation(note, at, reason)
    payload = final_payload(
        thaw(sent.payload),
        rule=names_rule_of(note),
        circulation=sent,
        opinions=standing_opinions(said_in_public(circulations_of(note))),
        at=at,
        zone=plan.time_zone,
    )
    with translation.override(note.language):
        title, publisher = note_title(payload), publisher_of(payload)
    edition = editions.publish(
        address=note.address,
        kind="meeting_note",
        title=title,
        payload=payload,
        pages=note_pages(payload),
        published_by=publisher,
        at=at,
        by=by,
    )
    write(note, {"status": NoteStatus.PUBLISHED, "published_at": at, "edition": edition})
    _finished(note, by, at)
    record(actor=by, action="note.published", target=note, at=at, edition=edition.number, **said)
    return note


@transaction.atomic
def keep_note(*, note: MeetingNote, by: User, at: datetime, reason: str = "") -> MeetingNote:
    """End the circulation of a note that its plan keeps within the group; nobody else reads it."""
    note = locked(note)
    check_move(NOTE_MOVES, note.status, NoteStatus.INTERNAL)
    _refuse_correction(note)
    if not stays_inside(note):
        raise ValidationError(_("The plan publishes its notes."), code="public")
    _sent, said = ended_circulation(note, at, reason)
    write(note, {"status": NoteStatus.INTERNAL, "kept_at": at})
    _finished(note, by, at)
    record(actor=by, action="note.kept", target=note, at=at, **said)
    return note


def _refuse_correction(note: MeetingNote) -> None:
    """Its way ends in the note that it corrects (meetings.services.corrections)."""
    if note.is_correction:
        raise ValidationError(_("A correction is published as a new edition of its note."), code="correction")


def _finished(note: MeetingNote, by: User, at: datetime) -> None:
    """What begins with the end of a note, published or kept: its tasks are owed from here on."""
    settle_tasks(note=note, by=by, at=at)


def ended_circulation(note: MeetingNote, at: datetime, reason: str) -> tuple[Circulation, dict[str, str]]:
    """Everybody answered or the closing day is over, and every remark has its answer. With what the history keeps.

    Closed first and judged then: who changes his answer at this moment is counted, or waits and is refused.
    """
    note.circulation = closed = circulation.close(circulation=note.circulation, at=at)
    on = local_date(at, note.meeting.group.plan.time_zone)
    circulation.check_it_is_over(closed, on)
    refusals = refusals_of_remarks(note, remarks_on(note))
    if refusals:
        raise ValidationError(refusals, code="remarks")
    said = circulation.check_it_may_go_on(closed, on, reason=reason)
    return closed, {"reason": said} if said else {}


def circulations_of(note: MeetingNote) -> list[int]:
    """The versions that were sent, the one with the members first."""
    earlier = list(note.earlier_circulations.order_by("-pk").values_list("pk", flat=True))
    return [note.circulation_id, *earlier] if note.circulation_id else earlier


def remarks_on(note: MeetingNote) -> list[Saying]:
    """Every remark on every version, the newest version first. A fixed number of queries."""
    rows = Position.objects.filter(circulation__in=circulations_of(note)).select_related("organization", "circulation")
    rows = list(rows.order_by("-circulation_id", "organization__sort_key", "pk"))
    frozen = {row.circulation_id: row.circulation.payload for row in rows if row.text or row.parts}
    parts = {pk: parts_of(thaw(payload)) for pk, payload in frozen.items()}
    found: list[Saying] = []
    for pk in dict.fromkeys(row.circulation_id for row in rows):
        found += sayings_of([row for row in rows if row.circulation_id == pk], parts.get(pk, []))
    return found


def refusals_of_remarks(note: MeetingNote, remarks: list[Saying]) -> list[str]:
    """Why remarks hold the note back: unanswered ones, and those taken up in words alone."""
    refusals = []
    waiting = sum(one.is_open for one in remarks)
    if waiting:
        words = ngettext_lazy(
            "%(count)s remark waits for your answer.", "%(count)s remarks wait for your answer.", waiting
        )
        refusals.append(words % {"count": waiting})
    if any(one.asks_for_a_change and one.position.circulation_id == note.circulation_id for one in remarks):
        refusals.append(
            _("A remark on this version is taken up. Call the note back, change it, and send it to the members again.")
        )
    return refusals
