"""Versions, deletion and what could not be saved."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from meetings.draft_data import from_data, to_data
from meetings.drafts import AgendaRow, ConclusionRow, GuestRow
from meetings.models import MeetingNote, NoteVersion
from meetings.queries import choices_for, draft_of
from meetings.services import deletion, notes
from meetings.services.versions import draft_of_version, name_version
from meetings.version_changes import changes
from ovp_portal.audit.queries import history_of
from ovp_portal.lib.word_diff import Part
from tests.factories.meetings import NOW, make_coordinator_of, make_note, make_published_note, whole_draft, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SESSION, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def note():
    return make_note()


def save(note, session=SESSION, by=None, at=NOW, **changes):
    note = MeetingNote.objects.get(pk=note.pk)
    return notes.save_note(
        note=note,
        data=replace(draft_of(note), **changes),
        version=note.version,
        by=by or note.created_by,
        at=at,
        session=session,
    )


def test_saves_of_one_session_are_one_version_and_one_line_of_the_history(note):
    for words in ("а", "аб", "абв"):
        save(note, purpose=words)

    assert [(version.number, version.content["purpose"]) for version in note.versions.all()] == [(1, "абв")]
    assert [event.action for event in history_of(note)] == ["note.saved", "note.created"]


def test_another_session_another_person_or_a_save_between_begins_a_version(note):
    deputy = make_coordinator_of(note.meeting.group, role="deputy")
    save(note, purpose="а")
    save(note, session=OTHER, purpose="б")
    save(note, by=deputy, purpose="в")
    save(note, purpose="г")

    assert [version.content["purpose"] for version in note.versions.all()] == ["г", "в", "б", "а"]


def test_an_earlier_version_is_fixed_and_none_is_deleted(note):
    save(note, purpose="а")
    save(note, session=OTHER, purpose="б")
    newest, first = note.versions.all()

    for act in (
        lambda: NoteVersion.objects.filter(pk=first.pk).update(content={}),
        lambda: NoteVersion.objects.filter(pk=newest.pk).update(number=7),
        lambda: NoteVersion.objects.filter(pk=newest.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_draft_comes_back_from_plain_data_as_it_was(note):
    draft = whole_draft(
        note,
        starts_at=time(10, 30),
        guests=(GuestRow(organization="Општина", presence="present"),),
        conclusions=(ConclusionRow(text="Задача", kind="task", owner="everyone", due_on=date(2022, 10, 10)),),
    )

    assert from_data(to_data(draft)) == draft
    assert from_data({"purpose": "само ова", "of_a_later_release": 1}).purpose == "само ова"


def test_any_version_is_restored_as_a_new_one(note):
    write(note, whole_draft(note, agenda=(AgendaRow(text="Прва"), AgendaRow(text="Втора"))))
    save(note, agenda=(AgendaRow(text="Друга"),), purpose="Друго")
    first = note.versions.get(number=1)
    data = draft_of_version(first, choices_for(note.meeting.group))

    note.refresh_from_db()
    notes.save_note(note=note, data=data, version=note.version, by=note.created_by, at=NOW, restored_from=first.number)

    note = MeetingNote.objects.get(pk=note.pk)
    assert [row.text for row in draft_of(note).agenda] == ["Прва", "Втора"]
    assert [(row.number, row.origin, row.restored_from) for row in note.versions.all()] == [
        (3, "restored", 1),
        (2, "written", None),
        (1, "written", None),
    ]


def test_a_note_from_before_there_were_versions_keeps_what_it_said(note):
    MeetingNote.objects.filter(pk=note.pk).update(
        purpose="Од порано", version=4, saved_at=NOW, saved_by=note.created_by
    )

    save(note, purpose="Ново")

    assert [(row.origin, row.content["purpose"]) for row in note.versions.all()] == [
        ("written", "Ново"),
        ("found", "Од порано"),
    ]


def test_rows_without_ids_that_say_the_same_are_the_same_rows(note):
    write(note, whole_draft(note, agenda=(AgendaRow(text="Прва"), AgendaRow(text="Втора"))))
    before = {row.text: row.pk for row in note.agenda.all()}

    save(note, agenda=(AgendaRow(text="Нова"), AgendaRow(text="Втора"), AgendaRow(text="Прва")))

    after = {row.text: row.pk for row in note.agenda.all()}
    assert {text: after[text] for text in before} == before


def test_two_versions_are_compared_word_by_word_and_rows_by_what_they_say(note):
    old = whole_draft(note, purpose="Податоци до 10 октомври.", agenda=(AgendaRow(text="А"), AgendaRow(text="Б")))
    new = replace(
        old,
        purpose="Податоци до 12 октомври.",
        agenda=(AgendaRow(text="Нова"), AgendaRow(text="А"), AgendaRow(text="Б")),
    )

    found = changes(old, new, choices_for(note.meeting.group))

    assert [(change.label, change.parts) for change in found] == [
        (
            "Purpose",
            [
                Part("same", "Податоци до "),
                Part("removed", "10"),
                Part("added", "12"),
                Part("same", " октомври."),
            ],
        ),
        ("Point 1", [Part("added", "Нова")]),
    ]


def test_a_deleted_draft_leaves_the_lists_and_comes_back_with_its_versions(note):
    save(note, purpose="Цел")
    deletion.delete_note(note=note, by=note.created_by, at=NOW)
    day = NOW.date()

    assert not MeetingNote.objects.visible_to(note.created_by, day).exists()
    assert not MeetingNote.objects.drafts().exists()
    with pytest.raises(ValidationError, match="was deleted"):
        save(note, purpose="Сепак")
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(purpose="Сепак")

    deletion.bring_back(note=note, by=note.created_by, at=NOW + timedelta(hours=1))
    assert MeetingNote.objects.visible_to(note.created_by, day).get().versions.count() == 1
    assert [event.action for event in history_of(note)][:2] == ["note.brought_back", "note.deleted"]


def test_a_published_note_cannot_be_deleted():
    note = make_published_note()

    with pytest.raises(ValidationError, match="Only a draft"):
        deletion.delete_note(note=note, by=note.created_by, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(deleted_at=NOW, deleted_by=note.created_by)


def test_a_version_that_was_named_keeps_its_words_and_the_same_session_goes_on_in_the_next_one(note):
    save(note, purpose="Се испраќа")
    name_version(note=note, number=1, name="Испратена", by=note.created_by, at=NOW)
    save(note, purpose="Се менува")
    save(note, purpose="Се менува уште")

    versions = note.versions.all()
    assert [(row.name, row.content["purpose"]) for row in versions] == [
        ("", "Се менува уште"),
        ("Испратена", "Се испраќа"),
    ]
    assert [event.action for event in history_of(note)][:2] == ["note.saved", "note.version_named"]
    name_version(note=note, number=1, name="Прва", by=note.created_by, at=NOW)
    name_version(note=note, number=1, name="Прва", by=note.created_by, at=NOW)
    assert sum(event.action == "note.version_named" for event in history_of(note)) == 2
    name_version(note=note, number=2, name="Втора", by=note.created_by, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoteVersion.objects.filter(number=2).update(content={})
