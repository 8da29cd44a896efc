from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow
from meetings.enums import MeetingKind, NoteStatus
from meetings.models import AgendaItem, Attendance, Conclusion, Meeting, MeetingNote
from meetings.payloads import note_payload
from meetings.queries import draft_of
from meetings.services.notes import StaleNote, create_note, save_note
from meetings.services.sharing import circulate_note, publish_note
from ovp_portal.audit.queries import history_of
from ovp_portal.lib.workflow import MoveNotAllowed
from tests.factories.commitments import make_commitment, make_group, make_membership, make_milestone
from tests.factories.meetings import (
    CLOSES_ON,
    NOW,
    PUBLISHED,
    make_circulated_note,
    make_note,
    make_published_note,
    whole_draft,
    write,
)
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db


def actions_on(note):
    return [event.action for event in history_of(note)]


def test_a_note_can_be_begun_before_its_day_is_known():
    group = make_group()

    note = create_note(group=group, kind=MeetingKind.MEETING, days=None, by=make_user(), at=NOW)

    assert (note.meeting.starts_on, note.status, note.version) == (None, NoteStatus.DRAFT, 0)
    assert actions_on(note) == ["note.created"]


def test_a_meeting_does_not_end_before_it_starts():
    days = (date(2022, 10, 5), date(2022, 10, 4))

    with pytest.raises(ValidationError) as refusal:
        create_note(group=make_group(), kind=MeetingKind.MEETING, days=days, by=make_user(), at=NOW)

    assert "ends before it starts" in str(refusal.value)
    assert not Meeting.objects.exists()


def test_what_is_saved_is_read_back_the_same():
    group = make_group()
    commitment = make_commitment(group=group, plan=group.plan)
    organization = make_organization()
    milestone = make_milestone(commitment=commitment, responsible=[organization])
    note = make_note(group=group)
    seat = group.memberships.get()
    draft = whole_draft(
        note,
        title="Консултации",
        guests=(GuestRow(person="Гостин", organization="Клиника", function="лекар", presence="present"),),
        agenda=(AgendaRow(text="Прва", milestone=milestone.pk), AgendaRow(text="Втора")),
        conclusions=(
            ConclusionRow(text="А", kind="task", owner="everyone", due_on=date(2022, 10, 10)),
            ConclusionRow(text="Б", kind="task", owner=f"member-{seat.pk}", due_on=date(2022, 10, 15)),
            ConclusionRow(text="В", kind="decision", owner=f"organization-{organization.pk}"),
        ),
    )

    note = write(note, draft)

    assert draft_of(MeetingNote.objects.get(pk=note.pk)).says_the_same_as(draft)
    assert (note.version, note.saved_at, note.saved_by) == (1, NOW, note.created_by)
    assert actions_on(note) == ["note.saved", "note.created"]


def test_the_list_keeps_the_organizations_name_of_that_day():
    note = make_note()
    organization = note.meeting.group.memberships.get().organization
    before = organization.name
    note = write(note)
    organization.name = "Преименувано министерство"
    organization.save()

    note = write(note, replace(whole_draft(note), purpose="Друга цел"))

    row = note.attendances.get()
    assert (row.organization_name, row.function, row.role) == (before, "Советник", "coordinator")
    assert note_payload(note)["attendance"][0]["organization"] == {"mk": before}


def test_rows_keep_their_ids_when_they_are_moved_and_removed():
    note = write(make_note(), None)
    note = write(note, whole_draft(note, agenda=(AgendaRow(text="1"), AgendaRow(text="2"), AgendaRow(text="3"))))
    first, _second, third = draft_of(note).agenda

    note = write(note, whole_draft(note, agenda=(third, replace(first, text="1 сменета"))))

    assert list(note.agenda.values_list("pk", "text", "position")) == [(third.id, "3", 1), (first.id, "1 сменета", 2)]


def test_an_id_of_another_notes_row_makes_a_new_row_and_leaves_that_one_alone():
    other = write(make_note())
    theirs = other.agenda.get()
    note = make_note()

    note = write(note, whole_draft(note, agenda=(AgendaRow(id=theirs.pk, text="Мое"),)))

    assert [theirs.text, theirs.note_id] == list(other.agenda.values_list("text", "note_id")[0])
    assert note.agenda.get().pk != theirs.pk


def test_a_save_on_an_older_version_is_refused_and_changes_nothing():
    note = make_note()
    deputy = make_user(name="Заменик")
    saved = write(note, by=deputy)

    with pytest.raises(StaleNote) as refusal:
        save_note(note=note, data=whole_draft(note, purpose="Моја"), version=0, by=make_user(), at=NOW)

    assert "Заменик" in refusal.value.messages[0]
    assert "7 October 2022" in refusal.value.messages[0]
    assert refusal.value.note.version == saved.version
    assert draft_of(MeetingNote.objects.get(pk=note.pk)).purpose == "Состојба на активностите."


def test_the_same_text_sent_twice_is_saved_once_and_is_no_conflict():
    note = make_note()
    draft = whole_draft(note)
    for _click in range(2):
        note_after = save_note(note=note, data=draft, version=0, by=note.created_by, at=NOW)

    assert note_after.version == 1
    assert actions_on(note).count("note.saved") == 1
    assert (note_after.agenda.count(), note_after.conclusions.count(), note_after.attendances.count()) == (1, 1, 1)


def test_seats_milestones_and_owners_of_another_group_are_refused():
    note = make_note()
    stranger = make_membership()
    milestone = make_milestone()

    with pytest.raises(ValidationError) as refusal:
        write(
            note,
            whole_draft(
                note,
                members=(MemberRow(membership=stranger.pk, presence="present"),),
                agenda=(AgendaRow(text="Точка", milestone=milestone.pk),),
                conclusions=(ConclusionRow(text="Задача", owner=f"member-{stranger.pk}"),),
            ),
        )

    assert len(refusal.value.messages) == 3
    assert not Attendance.objects.exists()


def test_every_gap_is_named_when_a_note_is_shared_too_early():
    note = create_note(group=make_group(), kind=MeetingKind.MEETING, days=None, by=make_user(), at=NOW)
    milestone = make_milestone(commitment=make_commitment(group=note.meeting.group, plan=note.meeting.group.plan))
    draft = whole_draft(
        note,
        modes=(),
        agenda=(AgendaRow(text="Точка"), AgendaRow(milestone=milestone.pk)),
        conclusions=(ConclusionRow(kind="task", text="Да се достават"), ConclusionRow(owner="everyone")),
    )
    note = write(note, draft)

    with pytest.raises(ValidationError) as refusal:
        circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)

    with_day, with_mode, point, owner, due, text = refusal.value.messages
    assert "day" in with_day
    assert "held" in with_mode
    assert "2" in point
    assert "owns" in owner
    assert "due date" in due
    assert "2" in text
    note.refresh_from_db()
    assert (note.status, note.edition) == (NoteStatus.DRAFT, None)


def test_a_note_of_a_meeting_that_is_not_over_is_not_shared():
    note = make_note(days=(NOW.date(), NOW.date() + timedelta(days=1)))
    note = write(note)

    with pytest.raises(ValidationError, match="not over"):
        circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)


def test_publishing_freezes_an_edition_in_every_language():
    note = make_published_note()

    assert (note.status, note.published_at, note.edition.number) == (NoteStatus.PUBLISHED, PUBLISHED, "1.0")
    assert sorted(note.edition.pages.values_list("language", flat=True)) == ["en", "mk", "sq", "sr-latn"]
    assert note.edition.published_by == note.created_by.organization.name
    assert actions_on(note)[0] == "note.published"


def test_a_second_click_publishes_nothing_and_says_so():
    note = make_published_note()

    with pytest.raises(MoveNotAllowed):
        publish_note(note=note, by=note.created_by, at=PUBLISHED)


def test_a_published_note_cannot_be_saved():
    note = make_published_note()

    with pytest.raises(ValidationError, match="published"):
        write(note, whole_draft(note, purpose="Поинаку"))


def change_purpose(note):
    MeetingNote.objects.filter(pk=note.pk).update(purpose="Поинаку")


def change_language(note):
    MeetingNote.objects.filter(pk=note.pk).update(language="sq")


def go_back_to_draft(note):
    MeetingNote.objects.filter(pk=note.pk).update(status=NoteStatus.DRAFT)


def move_the_day(note):
    Meeting.objects.filter(pk=note.meeting_id).update(ends_on=date(2022, 10, 6))


def change_a_point(note):
    AgendaItem.objects.filter(note=note).update(text="Поинаку")


def remove_a_conclusion(note):
    Conclusion.objects.filter(note=note).delete()


def add_a_guest(note):
    Attendance.objects.create(note=note, organization_name="Гостин", presence="present")


def remove_the_note(note):
    MeetingNote.objects.filter(pk=note.pk).delete()


def write_sql(note):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_conclusion SET due_on = '2030-01-01' WHERE note_id = %s", [note.pk])


@pytest.mark.parametrize(
    "change",
    [
        change_purpose,
        change_language,
        go_back_to_draft,
        move_the_day,
        change_a_point,
        remove_a_conclusion,
        add_a_guest,
        remove_the_note,
        write_sql,
    ],
)
def test_the_database_keeps_a_published_note_as_it_is(change):
    note = make_published_note()

    with pytest.raises(DatabaseError), transaction.atomic():
        change(note)


@pytest.mark.parametrize(
    "change",
    [change_purpose, change_language, move_the_day, change_a_point, remove_a_conclusion, add_a_guest, remove_the_note],
)
def test_the_database_keeps_a_note_that_is_with_the_members_as_they_read_it(change):
    note = make_circulated_note()

    with pytest.raises(DatabaseError), transaction.atomic():
        change(note)


def test_no_note_is_born_published():
    meeting = Meeting.objects.create(group=make_group())
    born = MeetingNote(meeting=meeting, status=NoteStatus.PUBLISHED, created_at=NOW, created_by=make_user())

    with pytest.raises(DatabaseError), transaction.atomic():
        born.save()


@pytest.mark.parametrize("rows", [2, 200])
def test_a_save_asks_the_same_number_of_queries_for_few_rows_and_for_many(django_assert_max_num_queries, rows):
    group = make_group()
    note = make_note(group=group)
    seats = [make_membership(group=group) for _seat in range(min(rows, 100))]
    draft = whole_draft(
        note,
        members=tuple(MemberRow(membership=seat.pk, presence="present") for seat in seats),
        agenda=tuple(AgendaRow(text=f"Точка {number}") for number in range(rows)),
        conclusions=tuple(ConclusionRow(text=f"Заклучок {number}") for number in range(rows)),
    )

    with django_assert_max_num_queries(57):
        note = write(note, draft)
    turned = replace(draft_of(note), agenda=draft_of(note).agenda[::-1])
    with django_assert_max_num_queries(57):
        note = write(note, turned)

    assert [row.text for row in draft_of(note).agenda] == [row.text for row in turned.agenda]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_save_the_same_version_at_once_one_is_kept_and_all_others_are_told():
    note = make_note()
    drafts = [whole_draft(note, purpose=f"Цел {number}") for number in range(6)]

    def save(draft):
        try:
            save_note(note=note, data=draft, version=0, by=note.created_by, at=NOW)
        except StaleNote:
            return "told"
        else:
            return draft.purpose
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as people:
        answers = list(people.map(save, drafts))

    note.refresh_from_db()
    assert note.version == 1
    assert sorted(answers) == sorted([note.purpose, *["told"] * 5])
