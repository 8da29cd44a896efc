"""A note of 200 points, 100 members and 60 conclusions: opened and saved through the portal, in seconds.

    ./run bench note_editor

All goes through the whole web stack in this process: middleware, session, sign-in, token, template, database. Beside
the seconds on the wall and of CPU stands a bare way of the same in the same run, as somebody would write it first:

- **bare open**: the same rows, asked and put by a plain template into the same fields. It knows no errors, no notation
  of rich text, no row buttons, nobody else who writes;
- **bare save**: the rows of the same post, deleted and written anew. It checks nothing, loses the rows' addresses, and
  keeps no version and nothing of what a second writer did.

Twice the rows show how it grows.
"""

# ruff: noqa: E402 – Django is set up before its models are imported
import gzip
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import path

from bench._crowd import database
from meetings import queries
from meetings.drafts import AgendaRow, ConclusionRow, MemberRow
from meetings.models import AgendaItem, Attendance, Conclusion, MeetingNote
from ovp_portal import clock, urls

POINTS, MEMBERS, CONCLUSIONS = 200, 100, 60
MOST_SECONDS = 1.0
ROUNDS = 9
SAID = "Во разговорите се утврди дека податоците за третиот квартал ќе се достават навреме, со **доказ** за секој."


class Spent(NamedTuple):
    wall: float
    cpu: float


def note_of(points: int, members: int, conclusions: int) -> MeetingNote:
    milestones = [make_milestone(responsible=[make_organization()])]
    commitment = milestones[0].commitment
    milestones += [make_milestone(commitment=commitment, responsible=[make_organization()]) for _ in range(7)]
    note = make_note(group=commitment.group)
    seats = [make_membership(group=commitment.group) for _each in range(members - 1)]
    draft = whole_draft(
        note,
        members=tuple(MemberRow(membership=seat.pk, presence="consulted", channels=("email",)) for seat in seats),
        agenda=tuple(
            AgendaRow(text=f"Точка {number}: {SAID[:60]}", discussion=SAID, milestone=milestones[number % 8].pk)
            for number in range(points)
        ),
        conclusions=tuple(
            ConclusionRow(text=f"Заклучок {number}: {SAID}", milestone=milestones[number % 8].pk)
            for number in range(conclusions)
        ),
    )
    return write(note, draft)


# --- the bare way ---------------------------------------------------------------------------------

FIELD = (
    '<div id="div_id_{0}" class="mb-3"><label for="id_{0}" class="form-label">{1}</label>'
    '<input type="text" class="textinput form-control" name="{0}" id="id_{0}" value="{{{{ {2} }}}}"></div>'
)
AREA = (
    '<div id="div_id_{0}" class="mb-3"><label for="id_{0}" class="form-label">{1}</label>'
    '<textarea class="textarea form-control" name="{0}" id="id_{0}" rows="2">{{{{ {2} }}}}</textarea></div>'
)
SELECT = (
    '<div id="div_id_{0}" class="mb-3"><label for="id_{0}" class="form-label">{1}</label>'
    '<select class="select form-select" name="{0}" id="id_{0}">{{% for key, label in {3} %}}'
    '<option value="{{{{ key }}}}"{{% if key == {2} %}} selected{{% endif %}}>{{{{ label }}}}</option>{{% endfor %}}'
    "</select></div>"
)


def field(shape: str, name: str, label: str, value: str, choices: str = "") -> str:
    return shape.format(name, label, value, choices)


BARE_PAGE = (
    '{% extends "base_office.html" %}{% block content %}<form method="post" id="note">{% csrf_token %}'
    + '<input type="hidden" name="version" value="{{ note.version }}">'
    + field(AREA, "purpose", "Цел", "note.purpose")
    + field(AREA, "discussion", "Тек", "note.discussion")
    + '{% for row in members %}<div class="row-form">{{ row.membership.organization }} {{ row.membership.user }}'
    + field(SELECT, "member-{{ row.membership_id }}-presence", "Учество", "row.presence", "presences")
    + field(SELECT, "member-{{ row.membership_id }}-channels", "Начин", "row.channels.0", "channels")
    + field(FIELD, "member-{{ row.membership_id }}-consulted_on", "Ден", "row.consulted_on|default:''")
    + field(SELECT, "member-{{ row.membership_id }}-answer", "Одговор", "row.answer", "answers")
    + field(FIELD, "member-{{ row.membership_id }}-substitute", "Замена", "row.substitute")
    + field(FIELD, "member-{{ row.membership_id }}-substitute_function", "Функција", "row.substitute_function")
    + "</div>{% endfor %}"
    + '{% for row in points %}<div class="row-form">{{ forloop.counter }}'
    + field(AREA, "agenda-{{ forloop.counter0 }}-text", "Точка", "row.text")
    + field(SELECT, "agenda-{{ forloop.counter0 }}-about", "Се однесува на", "row.milestone_id", "abouts")
    + field(AREA, "agenda-{{ forloop.counter0 }}-discussion", "Кажано", "row.discussion")
    + "</div>{% endfor %}"
    + '{% for row in conclusions %}<div class="row-form">'
    + field(AREA, "conclusion-{{ forloop.counter0 }}-text", "Заклучок", "row.text")
    + field(SELECT, "conclusion-{{ forloop.counter0 }}-kind", "Вид", "row.kind", "kinds")
    + field(SELECT, "conclusion-{{ forloop.counter0 }}-owner", "Носител", "row.owner_id", "owners")
    + field(FIELD, "conclusion-{{ forloop.counter0 }}-due_on", "Рок", "row.due_on|default:''")
    + field(SELECT, "conclusion-{{ forloop.counter0 }}-about", "Се однесува на", "row.milestone_id", "abouts")
    + field(SELECT, "conclusion-{{ forloop.counter0 }}-verdict", "Исход", "row.verdict", "verdicts")
    + "".join(
        field(FIELD, f"conclusion-{{{{ forloop.counter0 }}}}-{name}", "Гласови", f"row.{name}|default:''")
        for name in ("votes_for", "votes_against", "votes_abstained")
    )
    + "</div>{% endfor %}</form>{% endblock %}"
)


def bare_open(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(MeetingNote.objects.select_related("meeting__group__plan"), pk=pk)
    choices = queries.choices_for(note.meeting.group, note)
    from meetings.enums import Answer, ConclusionKind, Mode, Presence, Verdict

    context = {
        "note": note,
        "members": note.attendances.select_related("membership__user", "membership__organization"),
        "points": note.agenda.all(),
        "conclusions": note.conclusions.all(),
        "presences": Presence.choices,
        "channels": Mode.choices,
        "answers": Answer.choices,
        "kinds": ConclusionKind.choices,
        "verdicts": Verdict.choices,
        "owners": list(choices.owners.items()),
        "abouts": [(milestone.pk, milestone.full_number) for milestone in choices.milestones],
    }
    return HttpResponse(TEMPLATE.render(context, request))


@transaction.atomic
def bare_save(request: HttpRequest, pk: int) -> HttpResponse:
    note = MeetingNote.objects.select_related("meeting").get(pk=pk)
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for key, value in request.POST.items():
        if found := re.fullmatch(r"(member|agenda|conclusion)-(\d+)-(\w+)", key):
            rows.setdefault((found[1], found[2]), {})[found[3]] = value
    about = {number: values.get("about", "").partition("-")[2] for number, values in rows.items()}
    seats = {row.membership_id: row for row in note.attendances.all()}
    for kept in (note.attendances, note.agenda, note.conclusions):
        kept.all().delete()
    Attendance.objects.bulk_create(
        Attendance(note=note, membership_id=int(number), presence=values["presence"], position=place,
                   channels=values["channels"].split(), answer=values["answer"], substitute=values["substitute"],
                   organization_id=seats[int(number)].organization_id, function=seats[int(number)].function,
                   organization_name=seats[int(number)].organization_name, role=seats[int(number)].role)
        for place, ((kind, number), values) in enumerate(rows.items(), 1)
        if kind == "member" and int(number) in seats
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(note=note, position=place, text=values["text"], discussion=values.get("discussion", ""),
                   milestone_id=about[kind, number] or None)
        for place, ((kind, number), values) in enumerate(rows.items(), 1)
        if kind == "agenda"
    )  # fmt: skip
    Conclusion.objects.bulk_create(
        Conclusion(note=note, position=place, kind=values["kind"], text=values["text"],
                   milestone_id=about[kind, number] or None)
        for place, ((kind, number), values) in enumerate(rows.items(), 1)
        if kind == "conclusion"
    )  # fmt: skip
    note.purpose, note.version = request.POST["purpose"], note.version + 1
    note.save()
    return HttpResponse(status=302)


TEMPLATE = engines["django"].from_string(BARE_PAGE)


# --- the comparison -----------------------------------------------------------------------------------


def spent_by(act: Callable[[], HttpResponse], status: int) -> tuple[Spent, HttpResponse]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = act()
    spent = Spent(time.perf_counter() - wall, time.process_time() - cpu)
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return spent, answer


def middle(all_spent: list[Spent]) -> Spent:
    return Spent(median(one.wall for one in all_spent), median(one.cpu for one in all_spent))


class Writing:
    """Somebody who opens one note again and again, changes a few words and saves."""

    def __init__(self, note: MeetingNote) -> None:
        self.client, self.note = Client(enforce_csrf_checks=True), note
        self.client.force_login(note.created_by)
        self.address, self.turn = f"/work/notes/{note.pk}/", 0
        self.fields = fields_of(self.client.get(self.address).text)

    def typed(self) -> dict[str, list[str]]:
        """A few words changed in a point, a conclusion and the purpose; all else is sent as it stood."""
        self.turn += 1
        self.note.refresh_from_db()
        changed = {name: [f"Изменето {self.turn}"] for name in ("purpose", "agenda-0-text", "conclusion-0-text")}
        token = {"csrfmiddlewaretoken": [self.client.cookies[settings.CSRF_COOKIE_NAME].value]}
        version = {"version": [str(self.note.version)], "session": [f"{self.turn:032x}"]}
        return self.fields | changed | token | version

    def opens(self, address: str = "") -> tuple[Spent, HttpResponse]:
        return spent_by(lambda: self.client.get(address or self.address, HTTP_ACCEPT_ENCODING="gzip"), 200)

    def saves(self, address: str = "") -> Spent:
        return self.sends(address or self.address, {} if address else {"act": ["save"]}, 302)[0]

    def sends(self, address: str, more: dict, status: int, **headers: str) -> tuple[Spent, HttpResponse]:
        """As a browser sends a form without files. Writing the post is the browser's work."""
        body, kind = urlencode(self.typed() | more, doseq=True), "application/x-www-form-urlencoded"
        return spent_by(lambda: self.client.post(address, body, content_type=kind, **headers), status)

    def autosaves(self) -> Spent:
        spent, answer = self.sends(f"{self.address}autosave/", {}, 200)
        assert answer.json()["state"] == "saved", answer.text
        return spent

    def presses(self) -> Spent:
        return self.sends(self.address, {"act": ["agenda-3-down"]}, 200, HTTP_HX_REQUEST="true")[0]


def measure() -> list[str]:
    many, bare, few = (Writing(note_of(*rows)) for rows in [(POINTS, MEMBERS, CONCLUSIONS)] * 2 + [(1, 2, 1)])
    queries_of: dict[str, list[int]] = {}
    for name in ("opens", "saves", "autosaves"):
        for writing in (few, many):
            with CaptureQueriesContext(connection) as asked:
                getattr(writing, name)()
            queries_of.setdefault(name, []).append(len(asked))
    spent: dict[str, list[Spent]] = {}
    for _round in range(ROUNDS):
        opened, answer = many.opens()
        bare_opened, bare_answer = bare.opens(f"/bare/{bare.note.pk}/")
        spent.setdefault("open", []).append(opened)
        spent.setdefault("bare open", []).append(bare_opened)
        spent.setdefault("save", []).append(many.saves())
        spent.setdefault("bare save", []).append(bare.saves(f"/bare/{bare.note.pk}/save/"))
        spent.setdefault("autosave", []).append(many.autosaves())
        spent.setdefault("move a row", []).append(many.presses())
    figures = {name: middle(each) for name, each in spent.items()}
    for name, one in figures.items():
        print(f"{name:12} {one.wall:6.3f} s on the wall, {one.cpu:6.3f} s of CPU here")
    for name in ("open", "save"):
        ratio = figures[name].wall / figures[f"bare {name}"].wall
        print(f"{name} ÷ bare {name}: {ratio:.2f}")
    page = gzip.decompress(answer.content)
    print(f"page         {len(page):,} bytes, {len(answer.content):,} as sent (bare {len(bare_answer.content):,})")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    print(
        f"load         {load:.1f} on {cores} cores" + (": the seconds on the wall say little" if load > cores else "")
    )
    is_slow = [(name, one.cpu if load > cores else one.wall) for name, one in figures.items() if "bare" not in name]
    slow = [name for name, seconds in is_slow if seconds > MOST_SECONDS]
    faults = [f"{name} takes more than {MOST_SECONDS} s" for name in slow]
    for name, (small, big) in queries_of.items():
        print(f"{name:12} {small} queries for a note of 1 point, {big} for one of {POINTS}")
        if small != big:
            faults.append(f"{name} asks more for more rows")
    return faults


if __name__ == "__main__":
    urls.urlpatterns += [path("bare/<int:pk>/", bare_open), path("bare/<int:pk>/save/", bare_save)]
    clock.now = lambda: datetime(2022, 10, 7, 7, tzinfo=UTC)
    setup_test_environment()
    with database():
        from tests.factories.commitments import make_membership, make_milestone
        from tests.factories.meetings import make_note, whole_draft, write
        from tests.factories.portal import make_organization
        from tests.meetings.forms_data import fields_of

        found = measure()
    print(*found, sep="\n")
    sys.exit(len(found) > 0)
