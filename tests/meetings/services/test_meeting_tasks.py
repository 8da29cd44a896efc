"""A later note closes, moves on or leaves the tasks of earlier ones: when it is published, and not before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from meetings.drafts import TaskRow
from meetings.follow_up_enums import EntryKind, FollowUpStatus, Standing
from meetings.gaps import gaps_of
from meetings.models import TaskMention
from meetings.pages import note_page
from meetings.payloads import note_payload
from meetings.queries import choices_for, draft_of
from meetings.queries_of_tasks import meetings_of, tasks_to_speak_of
from meetings.services import follow_ups
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.follow_ups import DUE, make_task
from tests.factories.meetings import NOW, make_note, publish_as_it_stands, whole_draft, write

pytestmark = pytest.mark.django_db

NEW = date(2022, 11, 7)
MEETING = date(2022, 10, 3)


@pytest.fixture(scope="module", autouse=True)
def shared_task(shared_database):
    seat = make_membership(group=make_commitment().group)
    return make_task(group=seat.group, owner=f"member-{seat.pk}")


@pytest.fixture
def task(shared_task, again):
    return again(shared_task)


@pytest.fixture
def seat(task):
    return task.parts.get().seat


@pytest.fixture
def note(task):
    """The next note of the same group, a draft."""
    return make_note(group=task.group, by=task.conclusion.note.created_by)


def spoken_of(note, task, **said):
    return write(note, whole_draft(note, tasks=(TaskRow(task=task.pk, **said),)))


def published(note):
    return publish_as_it_stands(note)


def test_what_a_draft_says_of_a_task_changes_nothing_and_is_kept(note, task):
    spoken_of(note, task, act="done", sentence="Завршено.")

    assert task.parts.get().status == FollowUpStatus.OPEN
    assert draft_of(note).tasks == (TaskRow(task=task.pk, act="done", sentence="Завршено."),)
    assert list(meetings_of(task)) == [task.conclusion.note]


@pytest.mark.parametrize(
    ("said", "status", "due_on", "kind"),
    [
        ({"act": "done", "sentence": "Завршено."}, "done", DUE, "done"),
        ({"act": "dropped", "sentence": "Веќе објавено."}, "dropped", DUE, "dropped"),
        ({"act": "moved", "new_due_on": NEW, "sentence": "Одмори."}, "open", NEW, "moved"),
        ({"act": "left"}, "open", DUE, "left"),
    ],
)
def test_publication_carries_it_out_and_the_page_of_the_task_shows_both_meetings(
    note, task, said, status, due_on, kind
):
    spoken_of(note, task, **said)
    published(note)

    part = task.parts.get()
    assert (part.status, part.due_on, part.first_due_on) == (status, due_on, DUE)
    entry = part.entries.last()
    assert (entry.kind, entry.note, entry.on, entry.text) == (kind, note, MEETING, said.get("sentence", ""))
    assert set(meetings_of(task)) == {note, task.conclusion.note}


def test_done_at_a_meeting_is_done_on_the_day_of_the_meeting(note, task):
    spoken_of(note, task, act="done")
    published(note)

    part = task.parts.get()
    assert (part.done_on, part.standing(DUE + timedelta(days=9))) == (MEETING, Standing.KEPT)


def test_the_frozen_page_tells_what_became_of_the_task_and_names_no_person(note, task, seat):
    spoken_of(note, task, act="moved", new_due_on=NEW, sentence="Поради одмори.")
    payload = note_payload(note)
    published(note)

    [row] = payload["tasks"]
    assert (row["act"], row["new_due_on"], row["sentence"]) == ("moved", NEW, "Поради одмори.")
    page = note_page(payload)
    assert "moved on to 7 November 2022" in page
    assert f'href="{task.conclusion.note.address}#{task.conclusion.anchor}"' in page
    assert seat.organization.name in page
    assert str(seat.user) not in page


def test_a_task_of_all_members_is_closed_for_those_who_did_not_report_yet(seat):
    task = make_task(group=seat.group)
    mine = task.parts.get(organization=seat.organization)
    follow_ups.report_done(part=mine, by=seat.user, at=NOW, on=NOW.date())
    note = make_note(group=seat.group, by=task.conclusion.note.created_by)
    spoken_of(note, task, act="dropped", sentence="Не е потребно.")
    published(note)

    statuses = {part.organization: part.status for part in task.parts.all()}
    assert statuses.pop(seat.organization) == "done"
    assert set(statuses.values()) == {"dropped"}


def test_a_task_reported_done_meanwhile_stays_done_and_the_writer_is_warned_and_loses_nothing(note, task, seat):
    opened = whole_draft(note, tasks=(TaskRow(task=task.pk, act="moved", new_due_on=NEW, sentence="Одмори."),))
    follow_ups.report_done(part=task.parts.get(), by=seat.user, at=NOW, on=NOW.date())

    note = write(note, opened)

    gaps = gaps_of(draft_of(note), choices_for(note.meeting.group, note), NOW.date())
    assert any("closed meanwhile" in str(gap.message) and not gap.is_blocking for gap in gaps)
    published(note)
    assert [entry.kind for entry in task.parts.get().entries.all()] == [EntryKind.OPENED, EntryKind.DONE]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"act": "moved"}, "new date"),
        ({"act": "dropped"}, "no longer needed"),
        ({"act": "", "sentence": "Се разговараше."}, "what becomes"),
    ],
)
def test_an_incomplete_act_is_saved_and_stops_the_publication(note, task, said, missing):
    spoken_of(note, task, **said)

    with pytest.raises(ValidationError, match=missing):
        published(note)
    assert task.parts.get().entries.count() == 1


def test_a_note_speaks_of_its_own_groups_tasks_only(note):
    other = make_task(group=make_commitment().group)

    with pytest.raises(ValidationError, match="not one of this group"):
        spoken_of(note, other, act="done")
    with pytest.raises(DatabaseError, match="own group"), transaction.atomic():
        TaskMention.objects.create(note=note, follow_up=other, act="done")


def test_what_a_published_note_said_of_a_task_is_fixed(note, task):
    spoken_of(note, task, act="left", sentence="Чека.")
    published(note)

    for act in (lambda: TaskMention.objects.update(sentence="Друго."), lambda: TaskMention.objects.all().delete()):
        with pytest.raises(DatabaseError, match="it is fixed"), transaction.atomic():
            act()


def test_saying_the_same_again_is_no_new_version(note, task):
    note = spoken_of(note, task, act="left", sentence="Чека.")

    again = write(note, replace(draft_of(note)))

    assert again.version == note.version


@pytest.mark.parametrize("rows", [1, 5])
def test_the_form_finds_open_tasks_in_two_queries(rows, django_assert_num_queries):
    seat = make_membership(group=make_commitment().group)
    for _row in range(rows):
        task = make_task(group=seat.group)
    note = make_note(group=seat.group, by=task.conclusion.note.created_by)

    with django_assert_num_queries(2):
        found = tasks_to_speak_of(seat.group, note)
        assert [len(row.parts.all()) for row in found.values()] == [2] * rows
