"""The rest of a hostile note's way: called back, its tasks, the note after it, its correction, old notes read in."""

import re
from dataclasses import replace
from datetime import timedelta
from html import escape

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from meetings.drafts import TaskRow
from meetings.models import FollowUpPart, MeetingNote
from meetings.queries import draft_of
from meetings.services import (
    corrections,
    date_requests,
    follow_ups,
    internal_remarks,
    notes,
    sharing,
    starting,
    versions,
    writing,
)
from ovp_portal.circulation.models import Circulation
from tests.factories.commitments import make_commitment, make_group, make_membership
from tests.factories.meetings import NOW, PUBLISHED
from tests.hostile.hostile_note import DUE_ON, Way
from tests.hostile.look import Looker
from tests.portal.lib.reading.files import docx, paragraph

MARK = "top.r("
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_TYPED = {
    "meetings.MeetingNote.language": "chosen from a list",
    "meetings.MeetingNote.may_stay": "addresses and numbers that the portal found itself",
    "meetings.NoteReference.text": "made of the group's number and the year",
    "meetings.NoteVersion.session": "a number that the page was given",
    "meetings.NoteWriter.session": "a number that the page was given",
    "meetings.Attendance.role": "copied from the seat, where it is chosen from a list",
    "circulation.Circulation.checksum": "computed",
    "circulation.Position.role": "copied from the seat, where it is chosen from a list",
    "circulation.Disposition.part": "the address of a part of the note",
    "circulation.Opinion.language": "chosen from a list",
}
"""Text fields that nobody types into, each with what stands there."""

ON_THE_WAY = {
    "circulation.Circulation": "called_back_for payload title",
    "circulation.Disposition": "reason text",
    "circulation.Opinion": "text",
    "circulation.Position": "function parts person text",
    "meetings.AgendaItem": "discussion text",
    "meetings.Attendance": "function organization_name person substitute substitute_function",
    "meetings.Conclusion": "text",
    "meetings.Convocation": "reason",
    "meetings.DateRequest": "answer reason",
    "meetings.FollowUpEntry": "text",
    "meetings.InternalRemark": "text",
    "meetings.Meeting": "place title",
    "meetings.MeetingNote": "change_note discussion nothing_done_reason purpose",
    "meetings.NoteSibling": "common",
    "meetings.NoteVersion": "content name",
    "meetings.Priority": "organization_name text",
    "meetings.TaskMention": "sentence",
    "meetings.TypedNote": "fields reason",
}
"""Every other one, by its model: what this way puts payloads into. A new field is put here, and on the way."""


def text_fields() -> list[tuple[type[models.Model], models.Field, str]]:
    """Every field of notes and of their circulation that can hold a text."""
    labels = ("meetings", Circulation._meta.app_label)
    return [
        (model, field, f"{label}.{model.__name__}.{field.name}")
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.endswith("Event")
        for field in model._meta.concrete_fields
        if _holds_text(field)
    ]


def _holds_text(field: models.Field) -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(inner, (models.CharField, models.TextField, models.JSONField)) and not inner.choices


def not_walked() -> list[str]:
    """Fields into which somebody types and in which no payload stood on this way."""
    return [
        name
        for model, field, name in text_fields()
        if name not in NOT_TYPED
        and not any(MARK in str(value) for value in model._base_manager.values_list(field.attname, flat=True))
    ]


class Rest:
    def __init__(self, way: Way) -> None:
        self.way = way
        self.lines = [payload.text for payload in way.payloads]
        self.text = "\n".join(self.lines)[:2_000]

    def called_back(self, office: Looker, desk: Looker) -> None:
        """With the members, remarked on among the coordinators, called back, and sent again."""
        way = self.way
        internal_remarks.remark_internally(note=way.note, text=self.text, by=way.coordinator, at=NOW)
        office.goes(way.address("meetings:circulation"))
        way.note = sharing.recall_note(note=way.note, reason=self.text, by=way.coordinator, at=NOW)
        for number, name in enumerate(self.lines[: way.note.versions.count()], 1):
            versions.name_version(note=way.note, number=number, name=name[:100], by=way.coordinator, at=NOW)
        for name in ("edit", "check", "versions"):
            office.goes(way.address(f"meetings:{name}"))
        way.circulated()
        office.goes(way.address("meetings:circulation"))
        for position in way.note.circulation.positions.filter(user=way.seats[1].user):
            desk.goes(reverse("meetings:position", args=[position.pk]))

    def tasks(self, office: Looker, desk: Looker) -> None:
        """Reported, asked for another date, refused, asked again, granted, dropped – each with its words."""
        way, member = self.way, self.way.seats[1].user
        at = {"at": PUBLISHED, "on": PUBLISHED.date()}
        mine = FollowUpPart.objects.filter(follow_up__group=way.group, organization=member.organization).order_by("pk")
        part, dropped = mine[:2]
        follow_ups.report_progress(part=part, text=self.text, by=member, **at)
        for days, answer in ((7, date_requests.refuse), (8, None)):
            wanted = DUE_ON + timedelta(days=days)
            asked = date_requests.ask(part=part, wanted_on=wanted, reason=self.text, by=member, **at)
            office.goes(self._task(part))
            if answer:
                answer(request=asked, answer=self.text, by=way.coordinator, **at)
            else:
                date_requests.grant(request=asked, granted_on=wanted, answer=self.text, by=way.coordinator, **at)
        follow_ups.drop(part=dropped, text=self.text, by=way.coordinator, **at)
        for looker in (office, desk):
            for one in (part, dropped):
                looker.goes(self._task(one))
                looker.goes(reverse("meetings:task_part", args=[one.follow_up_id, one.pk]))
            looker.goes(reverse("meetings:tasks"))
            looker.goes("/work/")
        self._next(part, office)

    @staticmethod
    def _task(part: FollowUpPart) -> str:
        return reverse("meetings:task", args=[part.follow_up_id])

    def _next(self, part: FollowUpPart, office: Looker) -> None:
        """The next note, begun for two groups at once, speaks of the task; words of it could not be saved."""
        way, days = self.way, (PUBLISHED.date(),) * 2
        other = make_group(plan=way.group.plan)
        make_commitment(plan=way.group.plan, group=other)
        make_membership(group=other, user=way.coordinator, role="coordinator")
        starting.start_notes(
            groups=[way.group, other],
            kind="meeting",
            days=days,
            by=way.coordinator,
            at=PUBLISHED,
            purpose=self.text,
            points=self.lines,
        )
        note = MeetingNote.objects.filter(meeting__group=way.group).latest("pk")
        said = TaskRow(task=part.follow_up_id, act="left", sentence=self.text)
        draft = replace(draft_of(note), tasks=(said,))
        notes.save_note(note=note, data=draft, version=note.version, by=way.coordinator, at=PUBLISHED)
        writing.keep_typed(
            note=note, user=way.coordinator, fields={"purpose": [self.text]}, reason=self.text, at=PUBLISHED
        )
        for name in ("edit", "siblings", "preview", "check"):
            office.goes(reverse(f"meetings:{name}", args=[note.pk]))

    def corrected(self, office: Looker, street: Looker) -> None:
        """Other words alone: published at once, with the reason that the public reads."""
        way = self.way
        beside = corrections.begin_correction(note=way.note, reason=self.text, by=way.coordinator, at=PUBLISHED)
        draft = draft_of(beside)
        draft = replace(draft, purpose=f"{draft.purpose} така")
        notes.save_note(note=beside, data=draft, version=beside.version, by=way.coordinator, at=PUBLISHED)
        office.goes(way.address("meetings:correct"))
        for name in ("edit", "check", "preview"):
            office.goes(reverse(f"meetings:{name}", args=[beside.pk]))
        beside.refresh_from_db()
        corrections.publish_correction(correction=beside, by=way.coordinator, at=PUBLISHED)
        for path in ("", "1.0/", "1.1/"):
            street.goes(way.note.get_absolute_url() + path)

    def read_in(self, office: Looker) -> None:
        """The text of an old note pasted, and as a file: the form that is to be confirmed."""
        several = "\n".join(f"· {line}" for line in self.lines)
        first = self.lines[0]
        text = (
            f"{first}\nМесто: {first}\nЦел: {first}\nПрисутни\n{several}\nОтсутни\n{several}\nДневен ред\n{several}\n"
            f"Дискусија\n{several}\n{self.text}\nЗаклучоци\n{several}\nПрилог: {first}\n"
        )
        self._reads(office, "a text read in", "#id_text", text)
        word = {
            "name": "old.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": docx("".join(paragraph(escape(_NOT_IN_XML.sub("", line))) for line in text.split("\n"))),
        }
        self._reads(office, "a file read in", "#id_file", word)

    def _reads(self, office: Looker, name: str, field: str, given: str | dict) -> None:
        office.goes(reverse("meetings:read"))
        page = office.page
        page.evaluate(
            """pk => {
              const one = document.querySelector(`[name=group][value="${pk}"]`);
              if (one && one.tagName === "INPUT") one.checked = true;
              else document.querySelector("[name=group]").value = pk;
            }""",
            str(self.way.group.pk),
        )
        if isinstance(given, str):
            page.locator(field).fill(given)
        else:
            page.locator(field).set_input_files(given)
        with page.expect_navigation():
            page.locator("button[value='read']").click()
        assert page.locator("#id_agenda-0-text").count(), page.locator("main").inner_text()[:500]
        office.looks(name)
