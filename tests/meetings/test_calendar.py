"""Meetings in calendars: what a person may see, what was announced to him, and what is published."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from meetings.calendar import events
from meetings.services import convocations
from meetings.services.deletion import delete_note
from ovp_portal.calendars import services
from ovp_portal.calendars.entries import entries_of
from tests.factories.commitments import make_commitment, make_group, make_membership, make_plan
from tests.factories.meetings import NOW, make_note, make_published_note, whole_draft, write
from tests.portal.calendars.reading import read

pytestmark = pytest.mark.django_db
COMING = date(2022, 10, 20)


def planned(**given):
    return make_note(**{"days": (COMING, COMING), "kind": "meeting"} | given)


def member_of(note):
    return make_membership(group=note.meeting.group).user


def titles(user, at=NOW):
    return [(event.title, event.is_cancelled) for event in events(user, at)]


def test_a_meeting_to_come_stands_in_its_coordinators_calendar_alone_until_it_is_announced():
    note = planned()
    member = member_of(note)

    assert titles(note.created_by) == [("Работен состанок", False)]
    assert titles(member) == []
    convocations.announce_meeting(note=note, by=note.created_by, at=NOW)
    (event,) = events(member, NOW)
    assert (event.starts_on, event.ends_on, event.url) == (COMING, COMING, "")
    assert titles(make_membership(group=make_group()).user) == []


def test_the_text_of_a_draft_stands_in_no_calendar():
    note = planned()
    write(note, whole_draft(note, purpose="Тајна цел", discussion="Тајни зборови"))
    convocations.announce_meeting(note=note, by=note.created_by, at=NOW)

    assert "Тајн" not in str(list(events(member_of(note), NOW)) + list(events(note.created_by, NOW)))


def test_a_published_note_stands_in_the_calendar_of_every_member_and_leads_to_it():
    note = make_published_note()
    (event,) = events(member_of(note), NOW)

    assert event.url == note.get_absolute_url()


def test_a_range_is_whole_days_and_hours_of_one_day_are_hours():
    note = planned()
    note.meeting.starts_at, note.meeting.ends_at = time(10), time(11, 30)
    note.meeting.save()
    (event,) = events(note.created_by, NOW)
    assert (event.starts_at.isoformat(), event.ends_at.isoformat()) == (
        "2022-10-20T08:00:00+00:00",
        "2022-10-20T09:30:00+00:00",
    )

    note.meeting.ends_on = COMING + timedelta(days=1)
    note.meeting.save()
    (event,) = events(note.created_by, NOW)
    assert (event.starts_at, event.ends_at) == (None, None)
    assert "10.00" in event.text


def test_a_month_alone_and_a_note_without_a_day_are_no_events():
    whole = planned(days=(date(2022, 10, 1), date(2022, 10, 31)))
    whole.meeting.is_month_only = True
    whole.meeting.save()
    none = make_note(days=None)

    assert titles(whole.created_by) == []
    assert titles(none.created_by) == []


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Друг наслов"), ("ends_on", date(2022, 10, 21)), ("place", "Битола")]
)
def test_the_number_rises_with_the_day_the_title_and_the_place_whoever_changed_them(field, value):
    note = planned()
    before = _entry(note)
    type(note.meeting).objects.filter(pk=note.meeting.pk).update(**{field: value})
    after = _entry(note)

    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)


def test_the_number_does_not_rise_with_the_text_of_the_note():
    note = planned()
    before = _entry(note)
    write(note, whole_draft(note, title=note.meeting.title))

    assert _entry(note).sequence == before.sequence


def _entry(note):
    (event,) = events(note.created_by, NOW)
    return entries_of([event], at=NOW)[event.key]


def test_a_cancelled_meeting_is_told_as_cancelled_for_thirty_days_and_then_no_more(client):
    note = planned()
    member = member_of(note)
    convocations.announce_meeting(note=note, by=note.created_by, at=NOW)
    convocations.cancel_meeting(note=note, reason="Нема кворум.", by=note.created_by, at=NOW)

    assert titles(member) == [("Работен состанок", True)]
    assert titles(member, NOW + timedelta(days=31)) == []
    token = services.make_feed(user=member, by=member, at=NOW)
    (event,) = read(client.get(reverse("calendar_of_person", args=[token])).content)
    assert event["STATUS"].value == "CANCELLED"
    assert "Нема кворум" not in str(event)


def test_the_calendar_of_a_group_holds_what_is_published_of_it_and_nothing_else(client):
    note = make_published_note()
    group = note.meeting.group
    convocations.announce_meeting(note=(coming := planned(group=group, by=note.created_by)), by=note.created_by, at=NOW)
    address = reverse("public:group_calendar", args=[group.plan.slug, group.slug])
    answer = client.get(address)
    (event,) = read(answer.content)

    assert event["URL"].value.endswith(note.get_absolute_url())
    assert coming.meeting.starts_on.strftime("%Y%m%d") not in answer.text
    assert "max-age=60" in answer["Cache-Control"]
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert address in client.get(group.commitments.first().get_absolute_url()).text


def test_the_group_of_a_drafted_plan_has_no_calendar(client):
    group = make_group(plan=make_plan(status="draft", adopted_on=None))

    assert client.get(reverse("public:group_calendar", args=[group.plan.slug, group.slug])).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_a_calendar_asks_no_query_per_meeting(count, django_assert_num_queries):
    group = make_commitment().group
    note = make_published_note(group=group)
    for _ in range(count - 1):
        planned(group=group, by=note.created_by)

    with django_assert_num_queries(2):
        assert len(list(events(note.created_by, NOW))) == count


def test_a_deleted_note_takes_its_meeting_out_of_every_calendar():
    note = planned()
    member = member_of(note)
    convocations.announce_meeting(note=note, by=note.created_by, at=NOW)
    delete_note(note=note, by=note.created_by, at=NOW)

    assert titles(member) == titles(note.created_by) == []
