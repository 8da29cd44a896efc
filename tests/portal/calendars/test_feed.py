"""A person's calendar: a secret address that is told once, and what stands behind it."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.urls import reverse
from icalendar import Calendar

from ovp_portal import clock
from ovp_portal.audit.models import AuditEvent
from ovp_portal.calendars import services, views
from ovp_portal.calendars.entries import entries_of
from ovp_portal.calendars.events import Event
from ovp_portal.calendars.ics import calendar_of
from ovp_portal.calendars.models import CalendarEntry, CalendarFeed
from ovp_portal.lib.throttle import is_within
from tests.factories.portal import make_user
from tests.factories.reports import NOW, make_quarter
from tests.portal.calendars.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def it_is_a_day_of_october(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


def fetch(client, token, **headers):
    return client.get(reverse("calendar_of_person", args=[token]), headers=headers)


def an_event(**given) -> Event:
    day = date(2022, 10, 4)
    return Event(**{"key": "a", "title": "Состанок", "starts_on": day, "ends_on": day, "told": ("a",)} | given)


def ics(*events, at=NOW):
    return calendar_of(events, entries_of(events, at=at), name="К", cancelled="Откажано", base="https://ovp.example")


# The address


def test_the_address_is_shown_once_and_kept_only_as_a_fingerprint(client):
    user = make_user()
    client.force_login(user)
    made = client.post(reverse("calendars:feed"), {"act": "make"})
    token = made.context["address"].rpartition("/")[2].removesuffix(".ics")
    again = client.get(reverse("calendars:feed"))

    assert token in made.text
    assert "no-store" in made["Cache-Control"]
    assert token not in again.text
    assert token not in CalendarFeed.objects.get().token_hash
    assert fetch(client, token).status_code == 200
    assert not AuditEvent.objects.filter(data__icontains=token).exists()
    assert AuditEvent.objects.filter(action="calendar.made", actor_id=user.pk).count() == 1


def test_a_calendar_program_needs_no_session_and_gets_none(client):
    answer = fetch(client, services.make_feed(user=(user := make_user()), by=user, at=NOW))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_a_new_address_ends_the_old_one_and_a_revoked_one_answers_like_none(client):
    user = make_user()
    first = services.make_feed(user=user, by=user, at=NOW)
    second = services.make_feed(user=user, by=user, at=NOW)

    assert [fetch(client, token).status_code for token in (first, second, "made-up")] == [404, 200, 404]
    client.force_login(user)
    client.post(reverse("calendars:feed"), {"act": "revoke"})
    assert [fetch(client, token).status_code for token in (second, "made-up")] == [404, 404]
    assert AuditEvent.objects.filter(action="calendar.revoked").count() == 1
    client.post(reverse("calendars:feed"), {"act": "revoke"})
    assert AuditEvent.objects.filter(action="calendar.revoked").count() == 1


def test_a_closed_account_has_no_calendar(client):
    user = make_user()
    token = services.make_feed(user=user, by=user, at=NOW)
    user.is_active = False
    user.save(update_fields=["is_active"])

    assert fetch(client, token).status_code == 404


def test_the_database_keeps_one_open_address_and_lets_no_revoked_one_come_back():
    user = make_user()
    services.make_feed(user=user, by=user, at=NOW)
    services.make_feed(user=user, by=user, at=NOW)
    for change in [
        lambda: CalendarFeed.objects.filter(revoked_at__isnull=False).update(revoked_at=None),
        lambda: CalendarFeed.objects.update(token_hash="0" * 64),
        lambda: CalendarFeed.objects.create(user=user, token_hash="1" * 64, created_at=NOW),
        lambda: CalendarFeed.objects.all().delete(),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_secret_is_written_into_no_log(client, caplog):
    user = make_user()
    token = services.make_feed(user=user, by=user, at=NOW)
    services.revoke_feed(user=user, by=user, at=NOW)
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        assert fetch(client, token).status_code == 404

    assert token not in caplog.text


def test_who_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(views, "FETCHES_AN_HOUR", 2)
    monkeypatch.setattr(views, "REFUSALS_IN_FIVE_MINUTES", 1)
    token = services.make_feed(user=(user := make_user()), by=user, at=NOW)

    assert [fetch(client, token).status_code for _ in range(3)] == [200, 200, 429]
    assert [fetch(client, "made-up").status_code for _ in range(2)] == [404, 429]


def test_a_throttle_counts_each_key_for_itself():
    assert [is_within("a", most=2, seconds=3600) for _ in range(3)] == [True, True, False]
    assert is_within("b", most=2, seconds=3600)


def test_nobody_makes_an_address_for_somebody_else(client):
    assert client.post(reverse("calendars:feed"), {"act": "make"}).status_code == 302
    assert not CalendarFeed.objects.exists()


# What stands in it


def test_everything_due_stands_on_its_day_and_leaves_when_it_is_done(client):
    submission = make_quarter()
    user = submission.commitment.group.memberships.get(role="member").user
    token = services.make_feed(user=user, by=user, at=NOW)
    (event,) = read(fetch(client, token).content)

    assert event["DTSTART"] == ("20221010", ";VALUE=DATE")
    assert event["DTEND"] == ("20221011", ";VALUE=DATE")
    assert event["TRANSP"].value == "TRANSPARENT"
    assert event["URL"].value.startswith("http")
    assert reverse("reports:submission", args=[submission.pk]) in event["DESCRIPTION"].value
    stranger = make_user()
    other = services.make_feed(user=stranger, by=stranger, at=NOW)
    assert read(fetch(client, other).content) == []


def test_a_calendar_is_in_its_owners_language_whatever_the_visitors(client):
    submission = make_quarter()
    user = submission.commitment.group.memberships.get(role="member").user
    user.language = "sq"
    user.save(update_fields=["language"])
    token = services.make_feed(user=user, by=user, at=NOW)

    (event,) = read(fetch(client, token, **{"accept-language": "en"}).content)
    assert "/sq/" in event["URL"].value


def test_what_did_not_change_is_not_sent_again(client):
    token = services.make_feed(user=(user := make_user()), by=user, at=NOW)
    answer = fetch(client, token)
    again = fetch(client, token, **{"if-none-match": answer["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_an_unchanged_calendar_writes_nothing_and_asks_the_same_for_one_and_many(django_assert_num_queries):
    for count in (1, 30):
        events = [an_event(key=f"{count}-{n}") for n in range(count)]
        entries_of(events, at=NOW)
        with django_assert_num_queries(1):
            entries_of(events, at=NOW)


# The file itself


def test_the_number_rises_when_what_is_told_changes_and_the_name_stays():
    entry = entries_of([an_event()], at=NOW)["a"]
    same = entries_of([an_event(title="Takim")], at=NOW + timedelta(days=1))["a"]
    later = entries_of([an_event(told=("b",))], at=NOW + timedelta(days=2))["a"]
    back = entries_of([an_event(told=("a",))], at=NOW + timedelta(days=3))["a"]

    assert [one.uid for one in (same, later, back)] == [entry.uid] * 3
    assert [one.sequence for one in (entry, same, later, back)] == [0, 0, 1, 2]
    assert same.changed_at == entry.changed_at
    assert back.changed_at == NOW + timedelta(days=3)


def test_no_shell_lowers_a_number_or_renames_a_thing():
    entries_of([an_event()], at=NOW)
    for change in [
        lambda: CalendarEntry.objects.update(sequence=0),
        lambda: CalendarEntry.objects.update(key="b", sequence=5),
        lambda: CalendarEntry.objects.all().delete(),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_whole_days_end_on_the_morning_after_and_hours_are_told_in_utc():
    day = date(2027, 3, 28)  # summer time begins
    hours = {
        "starts_at": datetime(2027, 3, 28, 8, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 28, 9, 30, tzinfo=UTC),
    }
    whole = an_event(starts_on=date(2022, 10, 4), ends_on=date(2022, 10, 5))
    first, second = read(ics(whole, an_event(key="b", starts_on=day, ends_on=day, **hours)))

    assert (first["DTSTART"], first["DTEND"]) == (("20221004", ";VALUE=DATE"), ("20221006", ";VALUE=DATE"))
    assert (second["DTSTART"], second["DTEND"]) == (("20270328T080000Z", ""), ("20270328T093000Z", ""))


def test_what_was_cancelled_says_so_in_its_state_and_in_words():
    (event,) = read(ics(an_event(is_cancelled=True)))

    assert event["STATUS"].value == "CANCELLED"
    assert event["SUMMARY"].value == "Откажано: Состанок"
    assert event["TRANSP"].value == "TRANSPARENT"


HOSTILE = 'А; Б, В \\ "Г"\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:зло\x00\x07\u202e ' + "многу долг збор " * 20


def test_hostile_text_stays_inside_its_line():
    body = ics(an_event(title=HOSTILE, place=HOSTILE, text=HOSTILE, category=HOSTILE))
    (event,) = read(body)
    (parsed,) = Calendar.from_ical(body).walk("VEVENT")

    assert event["SUMMARY"].value == " ".join(HOSTILE.replace("\x00\x07\u202e", "").split())
    assert str(parsed["SUMMARY"]) == event["SUMMARY"].value
    assert "END:VEVENT" in event["LOCATION"].value
    assert "END:VEVENT" in event["DESCRIPTION"].value


def test_the_same_events_give_the_same_bytes():
    assert ics(an_event()) == ics(an_event(), at=NOW + timedelta(days=9))


def test_programs_are_told_whose_calendar_it_is_and_when_to_ask_again():
    calendar = Calendar.from_ical(ics(an_event()))

    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "К"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in ics(an_event())


def test_two_calendars_with_the_same_news_write_them_in_one_order(django_assert_num_queries):
    """One that is sorted by title and one by number would each hold a row that the other waits for."""
    events = [an_event(key=key, told=(key,)) for key in ("meeting:9", "meeting:10", "due:1")]

    def written(events):
        with django_assert_num_queries(3) as asked:
            entries_of(events, at=NOW)
        statement = asked.captured_queries[1]["sql"]
        assert "INSERT INTO" in statement
        return sorted((event.key for event in events), key=statement.index)

    first = written(events)
    changed = [an_event(key=event.key, told=("later", event.key)) for event in reversed(events)]

    assert first == written(changed) == ["due:1", "meeting:10", "meeting:9"]
