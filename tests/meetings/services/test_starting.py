"""A new note starts from the group's last one; notes of several groups start together and then differ."""

from dataclasses import replace

import pytest

from meetings.drafts import AgendaRow
from meetings.models import MeetingNote, NoteFamily
from meetings.queries import draft_of
from meetings.services.notes import StaleNote, save_note
from meetings.services.siblings import compare, copy_common, siblings_of
from meetings.services.starting import start_notes
from ovp_portal.audit.queries import history_of
from tests.factories.commitments import make_commitment, make_milestone
from tests.factories.meetings import NOW, make_coordinator_of, make_note, publish_as_it_stands, whole_draft, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def last():
    """A note with a standing point about a milestone, another point and a place."""
    commitment = make_commitment()
    milestone = make_milestone(commitment=commitment)
    note = make_note(group=commitment.group, kind="meeting")
    agenda = (
        AgendaRow(text="Состојба", milestone=milestone.pk, is_standing=True, discussion="Кажано."),
        AgendaRow(text="Обука"),
    )
    return write(note, whole_draft(note, agenda=agenda, modes=("in_person",), place="Скопје"))


def begin(groups, by, **given):
    return start_notes(groups=groups, by=by, at=NOW, **{"kind": "meeting", "days": None} | given)


def test_a_new_note_takes_the_standing_points_the_way_and_the_place_and_nobody_as_present(last):
    [note] = begin([last.meeting.group], last.created_by)

    draft = draft_of(note)
    [point] = draft.agenda
    assert (point.text, point.is_standing, point.discussion) == ("Состојба", True, "")
    assert point.milestone == draft_of(last).agenda[0].milestone
    assert (draft.modes, draft.place, draft.members, draft.conclusions) == (("in_person",), "Скопје", (), ())
    assert draft_of(last).agenda[0].discussion == "Кажано."


def test_another_kind_takes_the_points_alone_and_who_wants_nothing_gets_nothing(last):
    [round_], [bare] = (
        begin([last.meeting.group], last.created_by, kind="consultation"),
        begin([last.meeting.group], last.created_by, is_from_last=False),
    )

    assert (draft_of(round_).modes, draft_of(round_).place, len(draft_of(round_).agenda)) == ((), "", 1)
    assert (draft_of(bare).agenda, draft_of(bare).modes) == ((), ())


@pytest.fixture
def family():
    """Three drafts that one coordinator began together: with a common purpose and two points."""
    groups = [make_commitment().group for _number in range(3)]
    by = make_coordinator_of(groups[0])
    return begin(groups, by, kind="consultation", purpose="Податоци за кварталот.", points=["Податоци", "Рокови"])


def change(note, **values):
    return save_note(note=note, data=replace(said_in(note), **values), version=note.version, by=note.created_by, at=NOW)


def said_in(note):
    """What stands in the database now, whatever this test holds in its hand."""
    return draft_of(MeetingNote.objects.get(pk=note.pk))


def others(note):
    return [row.note for row in siblings_of(note)]


def test_notes_begun_together_say_the_same_and_know_each_other(family):
    assert NoteFamily.objects.count() == 1
    assert {tuple(row.text for row in draft_of(note).agenda) for note in family} == {("Податоци", "Рокови")}
    assert {draft_of(note).purpose for note in family} == {"Податоци за кварталот."}
    assert others(family[0]) == family[1:]


def test_one_group_alone_makes_no_family(last):
    begin([last.meeting.group], last.created_by)

    assert not NoteFamily.objects.exists()


def test_a_changed_field_is_copied_to_those_that_did_not_change_it_and_only_on_request(family):
    first, second, third = family
    second = change(second, purpose="Свое.")
    first = change(first, purpose="Ново.", agenda=(AgendaRow(text="Податоци"), AgendaRow(text="Објавување")))
    assert said_in(third).purpose == "Податоци за кварталот."

    done = copy_common(note=first, fields=["purpose", "agenda"], to=[second, third], by=first.created_by, at=NOW)

    assert [(row.note, row.takes, row.keeps) for row in done] == [
        (second, ["agenda"], ["purpose"]),
        (third, ["purpose", "agenda"], []),
    ]
    assert (said_in(second).purpose, said_in(third).purpose) == ("Свое.", "Ново.")
    assert [row.text for row in said_in(second).agenda] == ["Податоци", "Објавување"]
    assert [event.action for event in history_of(third)][:2] == ["note.took_common_text", "note.saved"]


def test_a_field_that_is_not_asked_for_stays(family):
    first, second, _third = family
    first = change(first, purpose="Ново.", title="Наслов")

    copy_common(note=first, fields=["title"], to=[second], by=first.created_by, at=NOW)

    assert (said_in(second).title, said_in(second).purpose) == ("Наслов", "Податоци за кварталот.")


def test_what_was_copied_may_be_copied_again_until_it_is_changed(family):
    first, second, _third = family
    for text in ("Второ.", "Трето."):
        first = change(first, purpose=text)
        copy_common(note=first, fields=["purpose"], to=[second], by=first.created_by, at=NOW)
        first.refresh_from_db()
    assert said_in(second).purpose == "Трето."

    second.refresh_from_db()
    change(second, purpose="Свое.")
    first = change(first, purpose="Четврто.")

    [row] = compare(first, [row for row in siblings_of(first) if row.note == second])
    assert (row.takes, row.keeps) == ([], ["purpose"])


def test_a_point_keeps_the_groups_own_milestone(family):
    first, second, _third = family
    milestone = make_milestone(commitment=second.meeting.group.commitments.get())
    points = said_in(second).agenda
    second = change(second, agenda=(replace(points[0], milestone=milestone.pk), points[1]))
    first = change(first, agenda=(*said_in(first).agenda, AgendaRow(text="Објавување")))

    copy_common(note=first, fields=["agenda"], to=[second], by=first.created_by, at=NOW)

    agenda = said_in(second).agenda
    assert [(row.text, row.milestone) for row in agenda] == [
        ("Податоци", milestone.pk),
        ("Рокови", None),
        ("Објавување", None),
    ]
    assert agenda[0].id == points[0].id


def test_a_form_open_on_a_sibling_is_told_of_the_copy_and_overwrites_nothing(family):
    first, second, _third = family
    opened = replace(said_in(second), title="Пишувам.")
    first = change(first, purpose="Ново.")
    copy_common(note=first, fields=["purpose"], to=[second], by=first.created_by, at=NOW)

    with pytest.raises(StaleNote):
        save_note(note=second, data=opened, version=second.version, by=second.created_by, at=NOW)
    assert said_in(second).purpose == "Ново."


def test_a_published_note_takes_nothing(family):
    first, second, _third = family
    second = write(second, whole_draft(second, agenda=said_in(second).agenda, starts_on=NOW.date(), ends_on=NOW.date()))
    publish_as_it_stands(second)
    first = change(first, title="Наслов")

    [row] = copy_common(note=first, fields=["title"], to=[second], by=first.created_by, at=NOW)

    assert row.takes == []
    assert said_in(second).title == ""
