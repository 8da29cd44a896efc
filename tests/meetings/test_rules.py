"""Every rule of the rows stands twice: as a sentence beside the field, and as a wall in the database."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from commitments.rosters import seats_besides
from meetings.drafts import ConclusionRow, GuestRow, MemberRow
from meetings.models import AgendaItem, Attendance, Conclusion, Meeting, MeetingNote, Priority
from meetings.naming import group_payload
from meetings.services.references import give_reference
from ovp_portal.circulation.services import open_circulation
from tests.factories.commitments import make_group, make_indicator, make_membership, make_milestone
from tests.factories.meetings import NOW, circulate_as_it_stands, make_note, make_published_note, whole_draft, write

pytestmark = pytest.mark.django_db
DECISION = {"kind": "decision", "text": "Планот се усвојува."}
WRONG_MEMBERS = [
    {"presence": "present", "answer": "answered"},
    {"presence": "absent", "channels": ["telephone"]},
    {"presence": "excused", "consulted_on": date(2022, 10, 3)},
    {"presence": "present", "substitute": "Некој"},
    {"presence": "excused", "substitute_function": "советник"},
]
WRONG_GUESTS = [
    {"organization_name": "Клиника", "person": "Некој", "head_count": 3},
    {"organization_name": "Клиника", "head_count": 0},
]
WRONG_CONCLUSIONS = [
    {"kind": "task", "text": "Задача", "verdict": "approved"},
    {"kind": "information", "text": "Сведение", "votes_for": 3, "votes_against": 0, "votes_abstained": 0},
    {"kind": "task", "text": "Задача", "subject": "work_plan"},
    DECISION | {"votes_for": 0, "votes_against": 0, "votes_abstained": 0},
    DECISION | {"verdict": "approved", "votes_for": 0, "votes_against": 2, "votes_abstained": 1},
]


def refused(note, **given):
    with pytest.raises(ValidationError):
        write(note, whole_draft(note, **given))
    note.refresh_from_db()
    assert note.version == 0


def walled(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("wrong", WRONG_MEMBERS)
def test_only_who_was_asked_has_an_answer_and_only_who_was_replaced_a_substitute(wrong):
    note = make_note()
    seat = note.meeting.group.memberships.get()

    row = wrong | {"channels": tuple(wrong.get("channels", ()))}
    refused(note, members=(MemberRow(membership=seat.pk, **row),))
    walled(lambda: Attendance.objects.create(note=note, membership=seat, organization_name="А", **wrong))


@pytest.mark.parametrize("wrong", WRONG_GUESTS)
def test_a_number_of_people_is_one_or_more_and_names_nobody(wrong):
    note = make_note()

    values = {"organization" if name == "organization_name" else name: value for name, value in wrong.items()}
    refused(note, guests=(GuestRow(presence="present", **values),))
    walled(lambda: Attendance.objects.create(note=note, presence="present", **wrong))


def test_nobody_without_a_seat_is_replaced():
    note = make_note()

    refused(note, guests=(GuestRow(organization="Клиника", presence="replaced"),))
    walled(lambda: Attendance.objects.create(note=note, presence="replaced", organization_name="А", substitute="Б"))


@pytest.mark.parametrize("wrong", WRONG_CONCLUSIONS)
def test_somebody_voted_and_only_on_a_decision(wrong):
    note = make_note()

    refused(note, conclusions=(ConclusionRow(**wrong),))
    walled(lambda: Conclusion.objects.create(note=note, **wrong))


@pytest.mark.parametrize(
    "right",
    [
        DECISION,
        DECISION | {"verdict": "approved"},
        DECISION | {"verdict": "approved", "subject": "work_plan"},
        DECISION | {"verdict": "approved", "votes_for": 5, "votes_against": 1, "votes_abstained": 0},
        DECISION | {"verdict": "rejected", "votes_for": 0, "votes_against": 3, "votes_abstained": 2},
        DECISION | {"votes_for": 2, "votes_against": 2, "votes_abstained": 0},
    ],
)
def test_a_decision_is_kept_with_votes_or_without(right):
    note = make_note()

    note = write(note, whole_draft(note, conclusions=(ConclusionRow(**right),)))

    assert {name: getattr(note.conclusions.get(), name) for name in right} == right


def test_votes_half_typed_are_kept_in_a_draft_and_never_sent():
    note = make_note()
    half = ConclusionRow(**DECISION, votes_for=3, votes_against=1)
    note = write(note, whole_draft(note, conclusions=(half,)))
    assert (note.conclusions.get().votes_for, note.conclusions.get().votes_abstained) == (3, None)

    with translation.override("en"), pytest.raises(ValidationError, match="all three counts"):
        circulate_as_it_stands(note)
    give_reference(note=note, by=note.created_by, at=NOW)
    sent = open_circulation(
        title="x",
        payload=group_payload(note),
        seats=seats_besides(note.meeting.group, NOW.date(), note.created_by),
        by=note.created_by,
        at=NOW,
        on=NOW.date(),
        closes_on=NOW.date(),
    )
    with pytest.raises(DatabaseError, match="votes"), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(status="circulated", circulation=sent)


def test_a_round_has_no_place_and_no_hour():
    note = make_note(kind="consultation")
    for given in ({"place": "Скопје"}, {"starts_at": time(10)}, {"ends_at": time(11)}):
        refused(note, **given)
        walled(lambda given=given: Meeting.objects.filter(pk=note.meeting_id).update(**given))

    note = write(note, whole_draft(note, kind="meeting", place="Скопје"))
    walled(lambda: Meeting.objects.filter(pk=note.meeting_id).update(kind="consultation"))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_whole"),
    [
        (date(2020, 3, 1), date(2020, 3, 31), True),
        (date(2024, 2, 1), date(2024, 2, 29), True),
        (date(2020, 12, 1), date(2021, 1, 31), True),
        (date(2020, 3, 2), date(2020, 3, 31), False),
        (date(2020, 3, 1), date(2020, 3, 30), False),
        (None, None, False),
    ],
)
def test_a_month_alone_is_a_whole_month(starts_on, ends_on, is_whole):
    meeting = Meeting(group=make_group(), starts_on=starts_on, ends_on=ends_on, is_month_only=True)
    if is_whole:
        meeting.full_clean()
        meeting.save()
        return
    with pytest.raises(ValidationError):
        meeting.full_clean()
    walled(meeting.save)


def test_a_row_is_about_a_milestone_or_an_indicator_and_not_both():
    note = make_note()
    indicator = make_indicator()
    about = {"milestone": indicator.milestone, "indicator": indicator}

    walled(lambda: AgendaItem.objects.create(note=note, text="Точка", **about))
    walled(lambda: Conclusion.objects.create(note=note, text="Заклучок", **about))


def test_a_decision_upon_a_note_says_which_and_never_itself():
    note = make_note()

    walled(lambda: Conclusion.objects.create(note=note, **DECISION, subject="note"))
    walled(lambda: Conclusion.objects.create(note=note, **DECISION, subject_note=make_note()))
    walled(lambda: Conclusion.objects.create(note=note, **DECISION, subject="note", subject_note=note))


def test_notes_and_indicators_of_other_groups_are_refused():
    note = make_note()
    stranger, indicator = make_note(group=make_group()), make_indicator()

    refused(note, conclusions=(ConclusionRow(**DECISION, subject=f"note-{stranger.pk}"),))
    refused(note, conclusions=(ConclusionRow(text="Заклучок", indicator=indicator.pk),))
    refused(note, conclusions=(ConclusionRow(text="Заклучок", milestone=make_milestone().pk),))


def test_a_priority_is_for_a_year_that_can_be_meant():
    note = make_note()

    walled(lambda: Priority.objects.create(note=note, text="Приоритет", year=20))
    assert Priority(note=note, text="Приоритет", year=2024, organization_name="А").full_clean() is None


def test_a_member_stands_on_the_list_as_he_was_on_the_day_of_the_meeting():
    note = make_note(days=(date(2019, 5, 5), date(2019, 5, 5)))
    seat = make_membership(group=note.meeting.group, function="советник", starts_on=date(2019, 1, 1))
    organization = seat.organization
    organization.former_names.create(name="Како се викаше во 2018", until_on=date(2018, 12, 31))
    organization.former_names.create(name="Како се викаше во 2019", until_on=date(2020, 6, 1))
    members = (MemberRow(membership=seat.pk, presence="present"),)

    note = write(note, whole_draft(note, members=members))
    assert note.attendances.get().organization_name == "Како се викаше во 2019"

    later = {"starts_on": date(2021, 5, 5), "ends_on": date(2021, 5, 5)}
    note = write(note, whole_draft(note, members=members, **later))
    assert note.attendances.get().organization_name == organization.name


@pytest.mark.parametrize("kind", ["attendances", "agenda", "conclusions"])
def test_no_row_slips_into_a_published_note_from_a_draft(kind):
    published = make_published_note()
    rows = getattr(write(make_note()), kind)

    with pytest.raises(DatabaseError, match="no draft any more"), transaction.atomic():
        rows.update(note=published, position=99)

    assert rows.count() == 1
