"""A note as plain data: the one shape that the preview shows and that the edition freezes.

It holds no person's name, mail or telephone: of members and guests the public sees the
organization, the function and the role.
"""

from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import MemberRole
from commitments.models import Commitment, Membership
from meetings.enums import MeetingKind
from meetings.models import Attendance, MeetingNote, Priority
from meetings.row_payloads import ABOUT, OF_CONCLUSIONS, agenda_payload, conclusion_payload
from meetings.task_payloads import tasks_payload
from ovp_portal.accounts.models import Organization
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.languages import chosen, in_languages

Payload = dict[str, Any]


SCHEMA = 2


def note_payload(note: MeetingNote) -> Payload:
    meeting, group = note.meeting, note.meeting.group
    commitments = Commitment.objects.filter(group=group).select_related("area").in_order()
    attendances = note.attendances.select_related("organization")
    return {
        "kind": "meeting_note",
        "schema": SCHEMA,
        "reference": note.reference_text,
        "plan": {"slug": group.plan.slug, "title": in_languages(group.plan, "title")},
        "group": {"slug": group.slug, "name": in_languages(group, "name")},
        "commitments": [
            {"slug": row.slug, "number": row.full_number, "title": in_languages(row, "title")} for row in commitments
        ],
        "meeting_kind": meeting.kind,
        "title": meeting.title,
        "language": note.language,
        "starts_on": meeting.starts_on,
        "ends_on": meeting.ends_on,
        "is_month_only": meeting.is_month_only,
        "modes": list(meeting.modes),
        "place": meeting.place,
        "from_hour": _hour(meeting.starts_at),
        "to_hour": _hour(meeting.ends_at),
        "purpose": note.purpose,
        "attendance": [_attendance(row, note.language) for row in attendances],
        "agenda": [agenda_payload(row) for row in note.agenda.select_related(*ABOUT)],
        "tasks": tasks_payload(note),
        "discussion": note.discussion,
        "nothing_done_reason": note.nothing_done_reason,
        "conclusions": [conclusion_payload(row) for row in note.conclusions.select_related(*OF_CONCLUSIONS)],
        "priorities": [_priority(row, note.language) for row in note.priorities.select_related("organization")],
        "compiled_by": _compiled_by(note.corrects or note),
    }


def note_title(payload: Payload) -> str:
    """The note's title; where none was typed, what it is a note of, in the reader's language."""
    return payload["title"] or kind_title(payload["meeting_kind"])


def kind_title(kind: str) -> str:
    return {
        MeetingKind.MEETING: _("Note of a working meeting"),
        MeetingKind.CONSULTATION: _("Note of consultations"),
        MeetingKind.STEERING: _("Note of a meeting of the steering committee"),
        MeetingKind.SECTOR: _("Note of a sector meeting"),
        MeetingKind.COUNCIL: _("Note of a session of the Council"),
    }[kind]


def publisher_of(payload: Payload) -> str:
    """Who answers for the note in public: an organization, never a person."""
    organization = chosen(payload["compiled_by"]["organization"], payload["language"])
    return (organization if organization.text else chosen(payload["group"]["name"], payload["language"])).text


def _attendance(row: Attendance, language: str) -> Payload:
    """Of who came instead the public reads the function, and that somebody came; never the name."""
    return {
        "organization": organization_then(row, language),
        "function": row.function,
        "role": row.role,
        "presence": row.presence,
        "channels": list(row.channels),
        "consulted_on": row.consulted_on,
        "answer": row.answer,
        "has_substitute": bool(row.substitute or row.substitute_function),
        "substitute_function": row.substitute_function,
        "head_count": row.head_count,
    }


def _priority(row: Priority, language: str) -> Payload:
    return {"organization": organization_then(row, language), "text": row.text, "year": row.year}


def organization_then(row: Attendance | Priority, language: str) -> dict[str, str]:
    """The name as it was on that day; in other languages only while the organization is still called so."""
    organization = row.organization
    if organization is not None and row.organization_name in ("", organization.name):
        return in_languages(organization, "name")
    return {language: row.organization_name} if row.organization_name else {}


def _compiled_by(note: MeetingNote) -> Payload:
    """The seat from which the note was written: its author's on the day on which he began it."""
    day = local_date(note.created_at, note.meeting.group.plan.time_zone)
    seats = Membership.objects.on(day).of(note.meeting.group).filter(role__in=MemberRole.coordinating())
    seat = seats.filter(user=note.created_by).select_related("organization").first()
    organization: Organization | None = seat.organization if seat else note.created_by.organization
    return {
        "organization": in_languages(organization, "name") if organization else {},
        "role": seat.role if seat else "",
    }


def _hour(value: time | None) -> str:
    return value.strftime("%H:%M") if value else ""
