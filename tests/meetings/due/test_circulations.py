"""What is told of a note on its way: to each member his own mail, to the coordinator what he has to finish."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from meetings.services import sharing
from meetings.services.deletion import delete_note
from ovp_portal.circulation.services import take_position
from ovp_portal.notifications.models import Mail
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.meetings import NOW, make_circulated_note, make_coordinator_of, make_published_note
from tests.factories.notifications import look
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


def at(day, hour=9):
    return datetime(2022, 10, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def mails(when, kind):
    """What one look writes about one kind of thing."""
    before = set(Mail.objects.values_list("pk", flat=True))
    look(at=when)
    told = Mail.objects.filter(notifications__kind=kind, notifications__is_covered=False)
    return list(told.exclude(pk__in=before).distinct().order_by("pk"))


@pytest.fixture
def note():
    """A note with two members of a running plan, one of whom reads Albanian."""
    group = make_commitment().group
    coordinator = make_coordinator_of(group)
    for language in ("mk", "sq"):
        make_membership(group=group, user=make_user(language=language))
    return make_circulated_note(group=group, by=coordinator)


def test_each_member_gets_a_mail_of_his_own_with_the_text_and_his_own_link(note):
    own = {position.user_id: position for position in note.circulation.positions.select_related("user")}

    sent = mails(NOW, "note_position")

    assert {mail.recipient_id for mail in sent} == set(own)
    for mail in sent:
        position = own[mail.recipient_id]
        with translation.override(position.user.language):
            heading = translation.gettext("What was said")
        for body in (mail.text, mail.html):
            assert f"/work/notes/positions/{position.pk}/" in body
            assert all(words in body for words in (note.purpose, note.discussion, "Податоци по индикатори", heading))
            assert "Обврските продолжуваат." in body
        assert mail.reply_to == [note.created_by.email]
    assert mails(NOW + timedelta(minutes=1), "note_position") == [], "told once"


def test_only_who_has_not_answered_is_reminded_on_the_closing_day(note):
    mails(NOW, "note_position")
    first, second = note.circulation.positions.select_related("user")
    take_position(position=first, answer="agree", text="", by=first.user, at=NOW, on=NOW.date())

    assert [mail.recipient_id for mail in mails(at(9), "note_position")] == [second.user_id]
    assert mails(at(10), "note_position") == []


def test_a_version_that_was_called_back_is_told_no_more_and_the_next_one_is(note):
    mails(NOW, "note_position")
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    assert mails(at(9), "note_position") == []

    note = sharing.circulate_note(note=note, closes_on=at(12).date(), by=note.created_by, at=at(9))

    told = mails(at(9, 10), "note_position")
    assert len(told) == 2
    assert all("Се менува." in part for mail in told for part in (mail.text, mail.html))


def test_who_had_answered_is_told_once_why_a_note_was_called_back(note):
    mails(NOW, "note_position")
    first, _silent = note.circulation.positions.select_related("user")
    take_position(position=first, answer="agree", text="", by=first.user, at=NOW, on=NOW.date())
    note = sharing.recall_note(note=note, reason="Бројот е погрешен.", by=note.created_by, at=at(8))

    (told,) = mails(at(8, 10), "note_recalled")

    assert told.recipient_id == first.user_id
    assert all("Бројот е погрешен." in part for part in (told.text, told.html))
    assert mails(at(9), "note_recalled") == []


def test_the_deputy_is_told_of_a_recall_without_an_answer_too():
    group, deputy = make_commitment().group, make_user()
    coordinator = make_coordinator_of(group)
    make_membership(group=group, user=deputy, role="deputy")
    make_membership(group=group)
    silent = make_circulated_note(group=group, by=coordinator)
    sharing.recall_note(note=silent, reason="Бројот е погрешен.", by=coordinator, at=at(8))

    (told,) = mails(at(8, 10), "note_recalled")

    assert told.recipient_id == deputy.pk
    assert all("Бројот е погрешен." in part for part in (told.text, told.html))
    assert mails(at(9), "note_recalled") == []


def test_who_calls_a_note_back_is_not_told_of_it_and_who_answered_is():
    group, deputy = make_commitment().group, make_user()
    coordinator = make_coordinator_of(group)
    make_membership(group=group, user=deputy, role="deputy")
    member = make_membership(group=group).user
    note = make_circulated_note(group=group, by=deputy)
    for place in note.circulation.positions.select_related("user"):
        take_position(position=place, answer="agree", text="", by=place.user, at=NOW, on=NOW.date())

    note = sharing.recall_note(note=note, reason="Се менува.", by=coordinator, at=at(8))

    assert note.earlier_circulations.get().called_back_by == coordinator
    assert [mail.recipient_id for mail in mails(at(8, 10), "note_recalled")] == [member.pk]


@pytest.mark.parametrize("way", ["sent anew", "deleted", "too long ago"])
def test_an_old_recall_is_no_news(note, way):
    first = note.circulation.positions.select_related("user").first()
    take_position(position=first, answer="agree", text="", by=first.user, at=NOW, on=NOW.date())
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    if way == "sent anew":
        sharing.circulate_note(note=note, closes_on=at(12).date(), by=note.created_by, at=NOW)
    elif way == "deleted":
        delete_note(note=note, by=note.created_by, at=NOW)

    assert mails(at(25 if way == "too long ago" else 8), "note_recalled") == []


def test_the_coordinator_is_told_from_the_third_day_after_the_closing_day_until_the_note_is_finished(note):
    assert mails(at(10), "note_ending") == []
    assert [mail.recipient_id for mail in mails(at(12), "note_ending")] == [note.created_by_id]
    sharing.publish_note(note=note, by=note.created_by, at=at(12, 10))

    assert mails(at(13), "note_ending") == []


def test_nothing_is_told_of_a_note_that_is_published():
    make_published_note()

    assert mails(at(11), "note_position") == mails(at(14), "note_ending") == []
