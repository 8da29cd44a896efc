"""The database's walls around a note: no shell, no import and no bulk update gets it round its members or its plan."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from commitments.enums import NamesRule, NotesRule
from meetings.models import AgendaItem, Meeting, MeetingNote
from meetings.services import deletion, sharing
from ovp_portal.accounts.models import User
from ovp_portal.circulation.models import Circulation
from ovp_portal.editions.models import Edition
from tests.factories.commitments import make_membership
from tests.factories.meetings import (
    CLOSES_ON,
    NOW,
    make_circulated_note,
    make_note,
    make_published_note,
    write,
)
from tests.meetings.services.test_sharing import answer, by_rule, decide, only_position

pytestmark = pytest.mark.django_db


def _published_all_the_same(note, **said):
    """Round every service: closed, an edition made of the frozen text, the note moved by hand."""
    Circulation.objects.filter(pk=note.circulation_id).update(closed_at=NOW)
    payload = json.loads(note.circulation.payload)
    edition = Edition.objects.create(
        address=note.address,
        kind="meeting_note",
        title="x",
        published_at=NOW,
        published_by="x",
        payload=json.dumps({"opinions": [], "names_rule": "never", **payload} | said),
        checksum="x",
    )
    MeetingNote.objects.filter(pk=note.pk).update(status="published", published_at=NOW, edition=edition)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def publish_what_was_sent_to_the_group_alone():
    note = make_note()
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    note = make_circulated_note(note=note)
    by_rule(note, notes_rule=NotesRule.PUBLIC)
    _published_all_the_same(note)


def publish_a_name_that_the_rule_hides():
    note = make_circulated_note()
    said = json.loads(note.circulation.payload)["attendance"]
    _published_all_the_same(note, attendance=[row | {"person": "Име"} for row in said])


def publish_by_a_wider_rule():
    _published_all_the_same(make_circulated_note(), names_rule="all")


def publish_an_opinion_that_nobody_gave():
    _published_all_the_same(make_circulated_note(), opinions=[{"text": "Измислено"}])


def test_the_shell_of_these_ways_publishes_what_breaks_no_rule():
    note = make_circulated_note()
    _published_all_the_same(note)

    assert MeetingNote.objects.get(pk=note.pk).is_published


def publish_uncirculated():
    note = write(make_note())
    MeetingNote.objects.filter(pk=note.pk).update(status="published", published_at=NOW)


def publish_a_recalled_version():
    note = make_circulated_note()
    sent = note.circulation
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    MeetingNote.objects.filter(pk=note.pk).update(status="circulated", circulation=sent)


def circulate_another_note():
    other = make_circulated_note()
    note = write(make_note(group=other.meeting.group, by=other.created_by))
    sharing.recall_note(note=other, reason="Се менува.", by=other.created_by, at=NOW)
    MeetingNote.objects.filter(pk=note.pk).update(status="circulated", circulation=other.earlier_circulations.get())


def forget_a_member():
    note = make_circulated_note()
    sent = note.circulation
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    make_membership(group=note.meeting.group)
    copy = Circulation.objects.create(
        title="x",
        payload=sent.payload,
        checksum=sent.checksum,
        roster_on=sent.roster_on,
        opened_at=NOW,
        opened_by=note.created_by,
        closes_on=CLOSES_ON,
    )
    MeetingNote.objects.filter(pk=note.pk).update(status="circulated", circulation=copy)


def publish_before_it_is_closed():
    note = make_circulated_note()
    MeetingNote.objects.filter(pk=note.pk).update(status="internal", kept_at=NOW)


def publish_what_the_plan_keeps():
    note = make_circulated_note()
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    Circulation.objects.filter(pk=note.circulation_id).update(closed_at=NOW)
    edition = Edition.objects.create(
        address=note.address, kind="x", title="x", published_at=NOW, published_by="x", payload="{}", checksum="x"
    )
    MeetingNote.objects.filter(pk=note.pk).update(status="published", published_at=NOW, edition=edition)


def publish_other_words():
    note = make_published_note()
    other = make_circulated_note(group=note.meeting.group, by=note.created_by)
    Edition.objects.create(
        address=other.address,
        kind="meeting_note",
        title="x",
        published_at=NOW,
        published_by="x",
        payload=other.circulation.payload.replace("Состојба", "Измислено"),
        checksum="x",
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def remarked(note, **given):
    """With a remark of its one reader."""
    return answer(only_position(note), "remark", **given)


def publish_over_a_remark_that_nobody_answered():
    note = make_circulated_note()
    remarked(note, text="Додајте рок.")
    _published_all_the_same(note)


def publish_over_a_remark_on_an_earlier_version():
    note = make_circulated_note()
    remarked(note, text="Додајте рок.")
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    _published_all_the_same(note)


def file_over_a_remark_on_a_part_worded_anew():
    note = make_circulated_note()
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    remarked(note, parts={"conclusion-1": "Додајте рок."})
    decide(note, sharing.remarks_on(note)[0])
    remarked(note, parts={"conclusion-1": "Додајте рок и носител."})
    Circulation.objects.filter(pk=note.circulation_id).update(closed_at=NOW)
    MeetingNote.objects.filter(pk=note.pk).update(status="internal", kept_at=NOW)


def publish_unchanged_what_is_taken_up():
    note = make_circulated_note()
    remarked(note, text="Додајте рок.")
    decide(note, sharing.remarks_on(note)[0], "taken_up", "")
    _published_all_the_same(note)


def by_agreement(*, agrees):
    """A note of a plan that names who agreed, with the frozen list of it."""
    note = make_note()
    by_rule(note, names_rule=NamesRule.AGREED)
    User.objects.filter(pk=note.created_by.pk).update(may_be_named=agrees)
    note = make_circulated_note(note=note)
    return note, json.loads(note.circulation.payload)["attendance"], note.created_by.name


def publish_a_name_that_is_not_on_the_list():
    note, said, _name = by_agreement(agrees=True)
    _published_all_the_same(note, names_rule="agreed", attendance=[row | {"person": "Друг Некој"} for row in said])


def publish_who_did_not_agree():
    note, said, name = by_agreement(agrees=False)
    _published_all_the_same(note, names_rule="agreed", attendance=[row | {"person": name} for row in said])


def publish_who_came_instead_of_somebody_who_agreed():
    note, said, _name = by_agreement(agrees=True)
    _published_all_the_same(note, names_rule="agreed", attendance=[row | {"substitute": ""} for row in said])


def publish_by_the_rule_that_the_plan_had():
    note = make_note()
    by_rule(note, names_rule=NamesRule.ALL)
    note = make_circulated_note(note=note)
    by_rule(note, names_rule=NamesRule.NEVER)
    _published_all_the_same(note, names_rule="all")


@pytest.mark.parametrize(
    "way",
    [
        publish_uncirculated,
        publish_a_recalled_version,
        circulate_another_note,
        forget_a_member,
        publish_before_it_is_closed,
        publish_what_the_plan_keeps,
        publish_other_words,
        publish_what_was_sent_to_the_group_alone,
        publish_a_name_that_the_rule_hides,
        publish_by_a_wider_rule,
        publish_an_opinion_that_nobody_gave,
    ],
)
def test_no_shell_and_no_import_gets_a_note_round_its_members(way):
    with pytest.raises(DatabaseError), transaction.atomic():
        way()


def test_the_shell_of_these_ways_publishes_answered_remarks_and_who_agreed():
    note, said, name = by_agreement(agrees=True)
    remarked(note, text="Додајте рок.")
    decide(note, sharing.remarks_on(note)[0])
    _published_all_the_same(note, names_rule="agreed", attendance=[row | {"person": name} for row in said])

    assert MeetingNote.objects.get(pk=note.pk).is_published


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (publish_over_a_remark_that_nobody_answered, "waits for its answer"),
        (publish_over_a_remark_on_an_earlier_version, "waits for its answer"),
        (file_over_a_remark_on_a_part_worded_anew, "waits for its answer"),
        (publish_unchanged_what_is_taken_up, "is taken up"),
        (publish_a_name_that_is_not_on_the_list, "not on the list"),
        (publish_who_did_not_agree, "did not agree"),
        (publish_who_came_instead_of_somebody_who_agreed, "did not agree"),
        (publish_by_the_rule_that_the_plan_had, "rule of the plan"),
    ],
)
def test_the_wall_says_what_stands_in_the_way(way, reason):
    with pytest.raises(DatabaseError, match=reason), transaction.atomic():
        way()


@pytest.mark.parametrize("kind", ["attendances", "agenda", "conclusions"])
def test_the_rows_of_a_deleted_draft_stay_as_they_were(kind):
    note = write(make_note())
    deletion.delete_note(note=note, by=note.created_by, at=NOW)
    rows = getattr(note, kind)

    for change in (lambda: rows.update(position=99), rows.all().delete):
        with pytest.raises(DatabaseError, match="is deleted"), transaction.atomic():
            change()
    deletion.bring_back(note=note, by=note.created_by, at=NOW)

    assert rows.update(position=99) == 1


def test_nothing_is_added_to_a_deleted_draft_and_its_meeting_stays():
    note = write(make_note())
    deletion.delete_note(note=note, by=note.created_by, at=NOW)

    with pytest.raises(DatabaseError, match="is deleted"), transaction.atomic():
        AgendaItem.objects.create(note=note, text="Потоа")
    with pytest.raises(DatabaseError, match="is deleted"), transaction.atomic():
        Meeting.objects.filter(pk=note.meeting_id).update(title="Друго")
    with pytest.raises(DatabaseError, match="a_deleted_note_is_not_written"), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(may_stay=["ana@example.org"])
