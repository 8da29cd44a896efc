import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from commitments.enums import MemberRole
from commitments.models import Milestone, WorkingGroup
from commitments.queries import roster
from meetings.drafts import AgendaRow, ConclusionRow, MemberRow, NoteDraft
from meetings.enums import Presence
from meetings.models import MeetingNote
from meetings.services import notes, sharing
from ovp_portal.accounts.models import Organization, User
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.services import take_position
from ovp_portal.lib.dates import local_date, local_moment
from reports.demo.history import PLAN

FACTS = Path(__file__).with_name("notes.json")
HOUR = time(15, 30)


def load_notes(*, at: datetime) -> None:
    """Write and publish the notes of the consultations that were before `at`; once."""
    for fact in json.loads(FACTS.read_text()):
        group = WorkingGroup.objects.select_related("plan").get(plan__slug=PLAN, slug=fact["group"])
        on = date.fromisoformat(fact["on"])
        starts_on, ends_on = map(date.fromisoformat, fact["days"])
        is_there = MeetingNote.objects.filter(meeting__group=group, meeting__starts_on=starts_on).exists()
        if not is_there and on <= local_date(at, group.plan.time_zone):
            _write(group, fact, (starts_on, ends_on), local_moment(on, HOUR, group.plan.time_zone))


def _write(group: WorkingGroup, fact: Mapping[str, Any], days: tuple[date, date], at: datetime) -> None:
    seats = {seat.user.email: seat for seat in roster(group, days[0])}
    coordinator = next(seat.user for seat in seats.values() if seat.role == MemberRole.COORDINATOR)
    note = notes.create_note(group=group, kind=fact["kind"], days=days, by=coordinator, at=at)
    milestones = {row.number: row.pk for row in Milestone.objects.filter(commitment__group=group)}
    draft = NoteDraft(
        kind=fact["kind"],
        title=fact["title"],
        starts_on=days[0],
        ends_on=days[1],
        modes=tuple(fact["modes"]),
        purpose=fact["purpose"],
        discussion=fact["discussion"],
        nothing_done_reason=fact["reason"],
        members=tuple(_member(seats[email].pk, said) for email, said in fact["members"].items()),
        agenda=tuple(
            AgendaRow(text=row["text"], milestone=milestones.get(row.get("milestone"))) for row in fact["agenda"]
        ),
        conclusions=tuple(_conclusion(row, seats, milestones) for row in fact["conclusions"]),
    )
    note = notes.save_note(note=note, data=draft, version=note.version, by=coordinator, at=at)
    _send_around(note, coordinator, at)


def _send_around(note: MeetingNote, coordinator: User, at: datetime) -> None:
    """Everybody answers on the same day, so that the note is published on it."""
    zone = note.meeting.group.plan.time_zone
    on = local_date(at, zone)
    note = sharing.circulate_note(note=note, closes_on=on, by=coordinator, at=at)
    for position in note.circulation.positions.select_related("user"):
        take_position(position=position, answer=Answer.AGREE, text="", by=position.user, at=at, on=on)
    with translation.override(note.language):
        reason = gettext("All members answered on the same day.")
    sharing.publish_note(note=note, by=coordinator, at=at, reason=reason)


def _member(seat: int, said: str | Mapping[str, Any]) -> MemberRow:
    """How a member took part; of whom was consulted, the ways, the day if the note says it, and the answer."""
    if isinstance(said, str):
        return MemberRow(membership=seat, presence=said)
    return MemberRow(
        membership=seat,
        presence=Presence.CONSULTED,
        channels=tuple(said["channels"]),
        consulted_on=date.fromisoformat(said["on"]) if "on" in said else None,
        answer=said["answer"],
    )


def _conclusion(row: Mapping[str, Any], seats: Mapping[str, Any], milestones: Mapping[int, int]) -> ConclusionRow:
    owner = row.get("owner", "")
    if owner.startswith("organization-"):
        owner = f"organization-{Organization.objects.get(slug=owner.removeprefix('organization-')).pk}"
    elif owner in seats:
        owner = f"member-{seats[owner].pk}"
    return ConclusionRow(
        text=row["text"],
        kind=row.get("kind", "information"),
        owner=owner,
        milestone=milestones.get(row.get("milestone")),
        due_on=date.fromisoformat(row["due_on"]) if "due_on" in row else None,
    )
