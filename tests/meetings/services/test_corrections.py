"""A published note is corrected in the open: a new edition, its reason, and the old one where it was."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from meetings.correcting import gaps_of_correction, is_wording_alone
from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, PriorityRow
from meetings.models import FollowUp, Meeting, MeetingNote
from meetings.queries import draft_of
from meetings.services import corrections, deletion, sharing
from meetings.services.notes import save_note
from ovp_portal.audit.queries import history_of
from ovp_portal.circulation.services import take_position
from ovp_portal.editions.models import Edition
from ovp_portal.lib.workflow import MoveNotAllowed
from tests.factories.commitments import make_commitment
from tests.factories.meetings import CLOSES_ON, NOW, PUBLISHED, judged_now, make_note, make_published_note, whole_draft

pytestmark = pytest.mark.django_db
ON = NOW.date()


@pytest.fixture(scope="module", autouse=True)
def shared_note(shared_database):
    note = make_note(group=make_commitment().group)
    draft = whole_draft(
        note,
        guests=(GuestRow(person="Гостин", organization="Клиника", presence="present"),),
        agenda=(AgendaRow(text="Податоци", discussion="Има 12 случаи."), AgendaRow(text="Рокови")),
        conclusions=(
            ConclusionRow(text="Обврските продолжуваат."),
            ConclusionRow(text="Да се достават податоци.", kind="task", owner="everyone", due_on=CLOSES_ON),
        ),
        priorities=(PriorityRow(organization="Клиника", text="Обуки"),),
    )
    note = make_published_note(note=note, draft=draft)
    judged_now()
    return note


@pytest.fixture
def note(shared_note, again):
    return again(shared_note)


def begin(note, reason="Погрешно беше наведено името."):
    return corrections.begin_correction(note=note, reason=reason, by=note.created_by, at=PUBLISHED)


def rewrite(correction, **given):
    before = draft_of(correction)
    changes = {name: change(getattr(before, name)) if callable(change) else change for name, change in given.items()}
    return save_note(
        note=correction,
        data=replace(before, **changes),
        version=correction.version,
        by=correction.created_by,
        at=PUBLISHED,
    )


def first(**given):
    """Change the first of some rows."""
    return lambda rows: (replace(rows[0], **given), *rows[1:])


def publish(correction):
    said = {"by": correction.created_by, "at": PUBLISHED, "reason": "Сите одговорија."}
    note = corrections.publish_correction(correction=correction, **said)
    judged_now()
    return note


def circulate(correction):
    return sharing.circulate_note(note=correction, closes_on=PUBLISHED.date(), by=correction.created_by, at=PUBLISHED)


def answered(correction):
    """Sent to the members, and all of them agree."""
    sent = circulate(correction)
    for position in sent.circulation.positions.all():
        take_position(position=position, answer="agree", text="", by=position.user, at=PUBLISHED, on=PUBLISHED.date())
    return sent


def payload_of(note):
    return json.loads(MeetingNote.objects.get(pk=note.pk).edition.payload)


def test_while_a_correction_is_written_nothing_of_the_published_note_changes(note):
    before = draft_of(note), note.edition_id

    correction = rewrite(begin(note), purpose="Друга цел", starts_on=ON, ends_on=ON)

    note = MeetingNote.objects.get(pk=note.pk)
    assert (draft_of(note), note.edition_id, note.is_published) == (*before, True)
    assert (draft_of(correction).purpose, correction.reference_text) == ("Друга цел", note.reference_text)
    assert list(MeetingNote.objects.public()) == [note]


def test_the_correction_begins_with_all_that_the_note_says_and_at_the_same_addresses(note):
    correction = begin(note)

    assert draft_of(correction).says_the_same_as(draft_of(note))
    for rows in ("agenda", "conclusions"):
        assert [row.anchor for row in getattr(correction, rows).all()] == [
            row.anchor for row in getattr(note, rows).all()
        ]


def test_a_correction_of_the_wording_is_edition_1_1_with_its_reason_and_keeps_the_first(note):
    first_page = note.edition.pages.get(language="mk").html
    correction = rewrite(begin(note), purpose="Состојба на активностите!", agenda=first(text="Податоци по индикатори"))
    assert is_wording_alone(correction)

    note = publish(correction)

    editions = list(Edition.objects.of(note.address))
    assert [(one.number, one.change_note) for one in editions] == [
        ("1.1", "Погрешно беше наведено името."),
        ("1.0", ""),
    ]
    assert editions[1].pages.get(language="mk").html == first_page
    assert (note.edition, note.is_published, note.purpose) == (editions[0], True, "Состојба на активностите!")
    said, before = payload_of(note), json.loads(editions[1].payload)
    assert said["circulation"] == before["circulation"]
    assert [row["anchor"] for row in said["agenda"]] == [row["anchor"] for row in before["agenda"]]
    assert "Податоци по индикатори" in editions[0].pages.get(language="sq").html


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": PUBLISHED.date()},
        {"agenda": first(discussion="Има 13 случаи.")},
        {"agenda": lambda rows: rows[:1]},
        {"conclusions": first(text="Обврските престануваат.")},
        {"members": first(presence="absent")},
        {"guests": first(organization="Друга клиника")},
        {"priorities": first(year=2023)},
        {"modes": ("email",)},
    ],
)
def test_a_number_a_date_a_status_and_a_conclusion_are_never_wording(note, change):
    correction = rewrite(begin(note), **change)

    assert not is_wording_alone(correction)
    with pytest.raises(ValidationError, match="members first"):
        publish(correction)
    assert Edition.objects.count() == 1


def test_any_other_correction_goes_to_the_members_and_is_edition_2_0(note):
    correction = rewrite(
        begin(note),
        conclusions=lambda rows: (
            replace(rows[0], text="Обврските престануваат."),
            rows[1],
            ConclusionRow(text="Ново."),
        ),
    )
    with pytest.raises(ValidationError):
        publish(correction)
    sent = circulate(correction)
    assert json.loads(sent.circulation.payload)["change_note"] == "Погрешно беше наведено името."
    with pytest.raises(ValidationError, match="new edition of its note"):
        sharing.publish_note(note=sent, by=note.created_by, at=PUBLISHED)
    sharing.recall_note(note=sent, reason="Се менува.", by=note.created_by, at=PUBLISHED)

    note = publish(answered(MeetingNote.objects.get(pk=sent.pk)))

    said = payload_of(note)
    assert [one.number for one in Edition.objects.of(note.address)] == ["2.0", "1.0"]
    assert said["circulation"]["answers"]["agree"] == 1
    assert [row["anchor"] for row in said["conclusions"]] == [row.anchor for row in note.conclusions.all()]
    assert [row.text for row in note.conclusions.all()] == [
        "Обврските престануваат.",
        "Да се достават податоци.",
        "Ново.",
    ]
    assert history_of(note).first().action == "note.corrected"


def test_a_second_correction_stands_on_the_first_and_cites_what_that_one_added(note):
    correction = rewrite(begin(note), conclusions=lambda rows: (*rows, ConclusionRow(text="Ново.")))
    note = publish(answered(correction))
    anchors = [row.anchor for row in note.conclusions.all()]

    note = publish(rewrite(begin(note, "Правопис."), purpose="Нова цел"))

    assert [one.number for one in Edition.objects.of(note.address)] == ["2.1", "2.0", "1.0"]
    assert [row["anchor"] for row in payload_of(note)["conclusions"]] == anchors
    assert note.versions.first().origin == "corrected"


def test_a_task_that_is_followed_keeps_its_owner_and_its_date_whoever_changes_it(note):
    task = FollowUp.objects.get()
    correction = rewrite(begin(note), conclusions=lambda rows: (rows[0], replace(rows[1], due_on=PUBLISHED.date())))
    gone = [str(gap.message) for gap in gaps_of_correction(rewrite(correction, conclusions=lambda rows: rows[:1]))]

    assert "followed already" in gone[0]
    with pytest.raises(ValidationError, match="followed already"):
        circulate(MeetingNote.objects.get(pk=correction.pk))
    with pytest.raises(DatabaseError, match="followed"), transaction.atomic():
        _moved_in_a_shell(task)


def _moved_in_a_shell(task):
    MeetingNote.objects.filter(pk=task.conclusion.note_id).update(status="correcting")
    task.conclusion.due_on = PUBLISHED.date()
    task.conclusion.save()


def test_its_words_are_changed_and_a_new_task_is_followed_from_the_correction_on(note):
    def rows(before):
        new = ConclusionRow(text="Втора задача.", kind="task", owner="everyone", due_on=PUBLISHED.date())
        return before[0], replace(before[1], text="Да се достават сите податоци."), new

    note = publish(answered(rewrite(begin(note), conclusions=rows)))

    assert [str(task) for task in FollowUp.objects.all()] == ["Да се достават сите податоци.", "Втора задача."]


def test_only_what_is_published_is_corrected_and_once_at_a_time(note):
    with pytest.raises(ValidationError, match="Only a published note"):
        corrections.begin_correction(note=make_note(), reason="x", by=note.created_by, at=PUBLISHED)
    correction = begin(note)
    assert begin(note, "Друга причина.") == correction
    assert MeetingNote.objects.get(pk=correction.pk).change_note == "Друга причина."

    deletion.delete_note(note=correction, by=note.created_by, at=PUBLISHED)

    assert begin(note).pk != correction.pk
    with pytest.raises(ValidationError, match="begun already"):
        deletion.bring_back(note=correction, by=note.created_by, at=PUBLISHED)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_says_why(note, reason):
    with pytest.raises(ValidationError, match="what is changed"):
        begin(note, reason)
    begin(note)
    with pytest.raises(ValidationError, match="what is changed"):
        begin(note, reason)


def test_a_correction_that_changes_nothing_is_no_edition(note):
    with pytest.raises(ValidationError, match="Nothing is changed"):
        publish(begin(note))


def test_a_correction_is_published_once(note):
    correction = rewrite(begin(note), purpose="Нова цел")
    publish(correction)

    with pytest.raises(MoveNotAllowed):
        publish(correction)


def change_the_published_row(note):
    MeetingNote.objects.filter(pk=note.pk).update(purpose="Друго")


def change_it_in_silence(note):
    MeetingNote.objects.filter(pk=note.pk).update(status="correcting")
    Meeting.objects.filter(pk=note.meeting_id).update(title="Друго")
    MeetingNote.objects.filter(pk=note.pk).update(status="published")


def leave_it_open(note):
    MeetingNote.objects.filter(pk=note.pk).update(status="correcting")


def correct_a_draft(note):
    draft = make_note(group=note.meeting.group, by=note.created_by)
    other = make_note(group=note.meeting.group, by=note.created_by)
    MeetingNote.objects.create(
        meeting=Meeting.objects.create(group=note.meeting.group),
        corrects=draft,
        change_note="x",
        created_at=NOW,
        created_by=other.created_by,
    )


def enter_what_corrects_nothing(note):
    draft = make_note(group=note.meeting.group, by=note.created_by)
    MeetingNote.objects.filter(pk=draft.pk).update(status="entered")


def edition(note, minor=1, major=1, **said):
    made = Edition.objects.create(
        address=note.address,
        major=major,
        minor=minor,
        kind="meeting_note",
        title="x",
        published_at=NOW,
        published_by="x",
        payload=json.dumps(json.loads(note.edition.payload) | said),
        checksum="x",
        change_note="x",
    )
    MeetingNote.objects.filter(pk=note.pk).update(status="correcting")
    MeetingNote.objects.filter(pk=note.pk).update(status="published", edition=made)


def call_a_new_date_wording(note):
    edition(note, starts_on="2022-10-01")


def call_a_new_number_wording(note):
    edition(note, purpose="12 обуки")


def call_a_new_conclusion_wording(note):
    edition(note, conclusions=[])


def publish_a_major_one_that_nobody_saw(note):
    edition(note, major=2, minor=0, conclusions=[])


def _judged(way, note):
    way(note)
    judged_now()


@pytest.mark.parametrize(
    "way",
    [
        change_the_published_row,
        change_it_in_silence,
        leave_it_open,
        correct_a_draft,
        enter_what_corrects_nothing,
        call_a_new_date_wording,
        call_a_new_number_wording,
        call_a_new_conclusion_wording,
        publish_a_major_one_that_nobody_saw,
    ],
)
def test_no_shell_corrects_a_note_in_silence(note, way):
    with pytest.raises(DatabaseError), transaction.atomic():
        _judged(way, note)


def test_the_shell_of_these_ways_may_publish_other_words(note):
    edition(note, purpose="Други зборови")
    judged_now()

    assert payload_of(note)["purpose"] == "Други зборови"
