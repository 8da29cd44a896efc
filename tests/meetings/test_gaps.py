"""What stops a publication and what is only pointed out, of the rows that not every note has."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from meetings import gaps as checks
from meetings.drafts import ConclusionRow, GuestRow, MemberRow, PriorityRow
from meetings.gaps import Gap, gaps_of
from meetings.queries import choices_for
from tests.factories.commitments import make_membership
from tests.factories.meetings import circulate_as_it_stands, make_note, whole_draft, write

pytestmark = pytest.mark.django_db
ON = date(2022, 10, 7)


def gaps(note, **given):
    with translation.override("en"):
        found = gaps_of(whole_draft(note, **given), choices_for(note.meeting.group, note), ON)
        return [(gap.anchor, gap.is_blocking) for gap in found]


def decision(**given):
    return (ConclusionRow(text="Планот", kind="decision", **given),)


def test_a_whole_note_lacks_nothing():
    note = make_note()

    assert gaps(note) == []
    assert gaps(note, conclusions=decision(verdict="approved")) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("id_conclusion-0-verdict", False)]),
        ({"votes_for": 1}, [("id_conclusion-0-votes_for", True)]),
        ({"votes_for": 1, "votes_against": 0, "votes_abstained": 0}, []),
        ({"votes_for": 3, "votes_against": 1, "votes_abstained": 0}, [("id_conclusion-0-votes_for", False)]),
        (
            {"votes_for": 1, "votes_against": 1, "votes_abstained": 0, "verdict": "approved"},
            [("id_conclusion-0-verdict", False)],
        ),
    ],
)
def test_votes_are_counted_against_those_who_were_there(given, expected):
    note = make_note()
    seats = [make_membership(group=note.meeting.group) for _seat in range(2)]
    members = tuple(MemberRow(membership=seat.pk, presence="present") for seat in seats)

    assert gaps(note, members=members, conclusions=decision(**given)) == expected


def test_votes_are_not_counted_against_numbers_that_nobody_knows():
    note = make_note()
    many = {"votes_for": 30, "votes_against": 1, "votes_abstained": 0}
    unknown = (GuestRow(organization="Делегација", presence="present"),)
    known = (GuestRow(organization="Делегација", presence="present", head_count=31),)

    assert gaps(note, guests=unknown, conclusions=decision(**many)) == []
    assert gaps(note, members=(), guests=known, conclusions=decision(**many)) == []


def test_a_day_outside_of_the_round_and_an_unnamed_substitute_are_pointed_out():
    note = make_note()
    seat = note.meeting.group.memberships.get()
    outside = MemberRow(membership=seat.pk, presence="consulted", consulted_on=date(2022, 10, 9))
    unnamed = MemberRow(membership=seat.pk, presence="replaced")

    assert gaps(note, members=(outside,)) == [(f"id_member-{seat.pk}-consulted_on", False)]
    assert gaps(note, members=(unnamed,)) == [(f"id_member-{seat.pk}-substitute", False)]


def test_an_empty_priority_stops_the_publication():
    note = make_note()

    assert gaps(note, priorities=(PriorityRow(organization="Клиника"),)) == [("id_priority-0-text", True)]


def test_a_month_that_is_not_over_may_be_published_and_one_to_come_may_not():
    note = make_note()
    month = {"starts_on": date(2022, 10, 1), "ends_on": date(2022, 10, 31), "is_month_only": True}
    coming = {"starts_on": date(2022, 11, 1), "ends_on": date(2022, 11, 30), "is_month_only": True}

    assert gaps(note, **month) == []
    assert gaps(note, **coming) == [("id_ends_on", True)]


def test_another_app_adds_a_check_and_its_gap_leads_to_its_field_and_stops_the_note(client, monkeypatch):
    note = write(make_note())
    monkeypatch.setattr(checks, "_CHECKS", [*checks._CHECKS])

    @checks.check
    def _place_is_known(seen):
        if not seen.draft.place:
            yield Gap("Say where it was.", "id_place")

    client.force_login(note.created_by)
    page = client.get(reverse("meetings:check", args=[note.pk])).text

    assert f'<a href="{reverse("meetings:edit", args=[note.pk])}#id_place">Say where it was.</a>' in page
    with pytest.raises(ValidationError, match=r"Say where it was\."):
        circulate_as_it_stands(note)
