import pytest

from meetings.queries import drafts_of, group_label, published_notes, published_notes_of
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership
from tests.factories.meetings import NOW, make_note, make_published_note

pytestmark = pytest.mark.django_db

ON = NOW.date()


def test_drafts_wait_for_who_coordinates_the_group_today():
    note = make_note()
    make_published_note(group=note.meeting.group, by=note.created_by)
    member = make_membership(group=note.meeting.group)

    assert list(drafts_of(note.created_by, ON)) == [note]
    assert not drafts_of(member.user, ON).exists()


def test_the_notes_of_a_commitment_are_the_published_ones_of_its_group():
    commitment = make_commitment()
    published = make_published_note(group=commitment.group)
    make_note(group=commitment.group, by=published.created_by)
    other = make_published_note()

    assert list(published_notes_of(commitment)) == [published]
    assert set(published_notes()) == {published, other}


@pytest.mark.parametrize("rows", [1, 4])
def test_published_notes_are_listed_with_their_groups_in_two_queries(django_assert_num_queries, rows):
    group = make_group()
    make_commitment(group=group, plan=group.plan, area=make_area(plan=group.plan, number=3), number=6)
    first = make_published_note(group=group)
    for _note in range(rows - 1):
        make_published_note(group=group, by=first.created_by)

    with django_assert_num_queries(2):
        labels = [(group_label(note.meeting.group), note.edition.number) for note in published_notes()]

    assert labels == [("3.6", "1.0")] * rows
