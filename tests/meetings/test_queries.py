from datetime import date, timedelta

import pytest

from meetings.drafts import ConclusionRow
from meetings.queries import drafts_of, group_label, open_tasks_of, published_notes, published_notes_of
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership, make_milestone
from tests.factories.meetings import NOW, make_note, make_published_note, whole_draft, write
from tests.factories.portal import make_organization

pytestmark = pytest.mark.django_db

ON = NOW.date()
DUE = date(2022, 10, 10)


def published_task(group, **row):
    """A published note with one task for somebody."""
    note = make_note(group=group)
    draft = whole_draft(note, conclusions=(ConclusionRow(text="Да се достават", kind="task", due_on=DUE, **row),))
    return make_published_note(group=group, by=note.created_by, draft=draft).conclusions.get()


def test_drafts_wait_for_who_coordinates_the_group_today():
    note = make_note()
    make_published_note(group=note.meeting.group, by=note.created_by)
    member = make_membership(group=note.meeting.group)

    assert list(drafts_of(note.created_by, ON)) == [note]
    assert not drafts_of(member.user, ON).exists()


def test_a_task_for_everyone_waits_for_every_member_of_the_group():
    group = make_group()
    member = make_membership(group=group)
    task = published_task(group, owner="everyone")

    assert list(open_tasks_of(member.user, ON)) == [task]
    assert not open_tasks_of(make_membership().user, ON).exists()


def test_a_task_of_an_organization_waits_for_its_people_in_that_group_only():
    group, organization = make_group(), make_organization()
    commitment = make_commitment(group=group, plan=group.plan)
    make_milestone(commitment=commitment, responsible=[organization])
    inside, elsewhere = (
        make_membership(group=group, organization=organization),
        make_membership(organization=organization),
    )
    task = published_task(group, owner=f"organization-{organization.pk}")

    assert list(open_tasks_of(inside.user, ON)) == [task]
    assert not open_tasks_of(elsewhere.user, ON).exists()


def test_a_task_of_one_member_waits_for_him_until_its_day_is_over():
    group = make_group()
    mine, other = make_membership(group=group), make_membership(group=group)
    task = published_task(group, owner=f"member-{mine.pk}")

    assert list(open_tasks_of(mine.user, DUE)) == [task]
    assert not open_tasks_of(mine.user, DUE + timedelta(days=1)).exists()
    assert not open_tasks_of(other.user, ON).exists()


def test_a_task_in_a_draft_waits_for_nobody():
    group = make_group()
    member = make_membership(group=group)
    note = make_note(group=group)
    write(note, whole_draft(note, conclusions=(ConclusionRow(text="А", kind="task", owner="everyone", due_on=DUE),)))

    assert not open_tasks_of(member.user, ON).exists()


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
