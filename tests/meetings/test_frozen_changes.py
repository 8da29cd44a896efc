"""Two versions that were sent to the members, in the words of the page that they read."""

import pytest
from django.utils import translation

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, PriorityRow
from meetings.frozen_changes import frozen_changes, frozen_lines
from meetings.naming import group_payload
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from ovp_portal.lib.word_diff import Part
from tests.factories.meetings import CLOSES_ON, NOW, make_note, whole_draft, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_every_field_and_row_of_a_frozen_note_is_compared():
    """What the payload says and the comparison does not name would change unseen."""
    note = make_note()
    seat = note.meeting.group.memberships.first()
    filled = whole_draft(
        note,
        title="Наслов",
        members=(MemberRow(membership=seat.pk, presence="consulted", channels=("email",), consulted_on=NOW.date()),),
        guests=(GuestRow(organization="Клиника", function="лекар", person="Гостин", presence="present"),),
        agenda=(AgendaRow(text="Точка", discussion="Речено"),),
        nothing_done_reason="Одмор",
        conclusions=(ConclusionRow(text="Задача", kind="task", owner="everyone", due_on=CLOSES_ON),),
        priorities=(PriorityRow(organization="Клиника", text="Приоритет", year=2023),),
    )
    said = " ".join(text for _label, text in frozen_lines(thaw(canonical_json(group_payload(write(note, filled))))))

    words = ["Наслов", "Гостин", "Клиника", "лекар", "Точка", "Речено", "Одмор", "Задача", "Приоритет", "2023"]
    others = [filled.purpose, filled.discussion, note.created_by.name, "All members", "9 October 2022", "e-mail"]
    assert [word for word in [*words, *others] if word not in said] == []


def test_a_frozen_note_that_says_nothing_is_compared_with_one_that_does():
    note = make_note()
    nothing = thaw(canonical_json(group_payload(note)))
    something = thaw(canonical_json(group_payload(write(note))))

    found = {change.label: change.parts for change in frozen_changes(nothing, something)}

    assert found["Purpose"] == [Part("added", "Состојба на активностите.")]
    assert list(found) == ["When and how", "Purpose", "Attendance", "Point 1", "What was said", "Conclusion 1"]
