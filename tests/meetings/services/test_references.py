from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from commitments.rosters import seats_besides
from meetings.models import MeetingNote, NoteReference
from meetings.naming import group_payload
from meetings.services.references import give_reference
from meetings.services.sharing import circulate_note
from ovp_portal.circulation.services import open_circulation
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership, make_plan
from tests.factories.meetings import CLOSES_ON, NOW, make_note, make_published_note, write
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


def group_of(*numbers, plan=None):
    plan = plan or make_plan()
    group = make_group(plan=plan, slug=f"group-{numbers}".replace(" ", "").strip("()").replace(",", "-"))
    for area, number in numbers:
        made = plan.areas.filter(number=area).first() or make_area(plan=plan, number=area)
        make_commitment(plan=plan, group=group, area=made, number=number)
    return group


def give(note):
    return give_reference(note=note, by=note.created_by, at=NOW).text


def test_references_are_counted_by_group_and_year_of_the_meeting():
    plan = make_plan()
    group, other = group_of((4, 1), plan=plan), group_of((3, 6), (3, 7), plan=plan)
    author = make_user()
    notes = [
        make_note(group=group, by=author),
        make_note(group=group, by=author),
        make_note(group=group, by=author, days=(date(2021, 12, 30), date(2022, 1, 2))),
        make_note(group=other, by=author),
    ]

    assert [give(note) for note in notes] == ["4.1/2022-01", "4.1/2022-02", "4.1/2021-01", "3.6+3.7/2022-01"]
    assert give(notes[0]) == "4.1/2022-01"


def test_a_group_without_numbers_or_with_many_is_cited_by_its_address():
    bare = make_note(group=make_group(slug="steering"))
    many = make_note(group=group_of((1, 1), (1, 2), (1, 3), (1, 4)))

    assert give(bare) == "steering/2022-01"
    assert give(many) == f"{many.meeting.group.slug}/2022-01"


def test_a_number_corrected_later_changes_no_reference_and_is_given_to_nobody_else():
    plan = make_plan()
    first, second = group_of((4, 1), plan=plan), group_of((4, 2), plan=plan)
    note = make_note(group=first)
    assert give(note) == "4.1/2022-01"
    first.commitments.update(number=9)
    second.commitments.update(number=1)

    assert give(make_note(group=second)) == "4.1/2022-02"
    assert NoteReference.objects.get(note=note).text == "4.1/2022-01"


def test_a_note_without_a_day_has_no_year_and_no_reference():
    with pytest.raises(ValidationError, match="day"):
        give(make_note(days=None))


def test_a_draft_has_no_reference_and_sending_it_to_the_members_gives_it():
    note = write(make_note(group=group_of((4, 1))))
    assert note.reference_text == ""

    published = make_published_note(note=note)

    assert published.reference_text == "4.1/2022-01"
    assert '"reference":"4.1/2022-01"' in published.edition.payload
    for page in published.edition.pages.all():
        assert "4.1/2022-01" in page.html


@pytest.mark.parametrize(
    "change",
    [
        lambda reference: NoteReference.objects.filter(pk=reference.pk).update(text="9.9/2022-01"),
        lambda reference: NoteReference.objects.filter(pk=reference.pk).delete(),
        lambda reference: NoteReference.objects.create(
            note=make_note(), group=reference.group, year=2022, number=1, text="x", given_at=NOW
        ),
    ],
)
def test_the_database_keeps_a_reference_and_gives_none_twice(change):
    reference = make_published_note().reference

    with pytest.raises(DatabaseError), transaction.atomic():
        change(reference)


def test_the_database_sends_nothing_out_without_a_reference():
    note = write(make_note())
    make_membership(group=note.meeting.group)
    sent = open_circulation(
        title="x",
        payload=group_payload(note),
        seats=seats_besides(note.meeting.group, NOW.date(), note.created_by),
        by=note.created_by,
        at=NOW,
        on=NOW.date(),
        closes_on=CLOSES_ON,
    )

    with pytest.raises(DatabaseError, match="reference"), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(status="circulated", circulation=sent)


@pytest.mark.django_db(transaction=True)
def test_notes_sent_at_once_get_one_number_each_without_a_gap():
    group = group_of((4, 1))
    author = make_user()
    notes = [write(make_note(group=group, by=author)) for _note in range(8)]

    make_membership(group=group)

    def send(note):
        try:
            return circulate_note(note=note, closes_on=CLOSES_ON, by=author, at=NOW).reference_text
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as people:
        given = list(people.map(send, notes))

    assert sorted(given) == [f"4.1/2022-{number:02}" for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_the_same_note_sent_by_two_at_once_has_one_reference():
    note = write(make_note(group=group_of((4, 1))))

    make_membership(group=note.meeting.group)

    def send(_click):
        try:
            circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
        except ValidationError:
            return "told"
        else:
            return "sent"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as people:
        assert sorted(people.map(send, range(2))) == ["sent", "told"]
    assert list(NoteReference.objects.values_list("text", flat=True)) == ["4.1/2022-01"]


def test_notes_published_before_there_were_references_are_numbered_in_the_order_of_publication():
    group = group_of((4, 1))
    author = make_user()
    first, second = (make_published_note(group=group, by=author) for _note in range(2))
    with pgtrigger.ignore("meetings.NoteReference:a_reference_stays_as_it_was_given"):
        NoteReference.objects.all().delete()
    migration = import_module("meetings.migrations.0003_give_published_notes_their_references")

    for _again in range(2):
        migration.give(apps, None)

    given = dict(NoteReference.objects.values_list("note", "text"))
    assert given == {first.pk: "4.1/2022-01", second.pk: "4.1/2022-02"}
