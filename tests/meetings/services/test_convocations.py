"""A meeting to come: announced, cancelled with a reason, brought back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from meetings.models import Convocation, MeetingNote
from meetings.services import convocations
from meetings.services.sharing import circulate_note
from ovp_portal.audit.models import AuditEvent
from tests.factories.commitments import make_commitment
from tests.factories.meetings import NOW, make_note, make_published_note, write

pytestmark = pytest.mark.django_db
COMING = (date(2022, 10, 20), date(2022, 10, 20))


@pytest.fixture
def note():
    return make_note(group=make_commitment().group, days=COMING, kind="meeting")


def acts():
    return list(
        AuditEvent.objects.filter(action__startswith="meeting.").order_by("pk").values_list("action", flat=True)
    )


def announce(note):
    return convocations.announce_meeting(note=note, by=note.created_by, at=NOW)


def cancel(note, reason="Нема кворум."):
    return convocations.cancel_meeting(note=note, reason=reason, by=note.created_by, at=NOW)


def test_an_announcement_is_made_once_however_often_it_is_clicked(note):
    assert announce(note).pk == announce(note).pk
    assert acts() == ["meeting.announced"]


@pytest.mark.parametrize("days", [None, (date(2022, 10, 3), date(2022, 10, 3))])
def test_only_a_day_to_come_is_announced(days):
    with pytest.raises(ValidationError):
        announce(make_note(days=days))


@pytest.mark.parametrize("reason", ["", "   ", "\n\u200b"])
def test_a_cancellation_has_its_reason(note, reason):
    with pytest.raises(ValidationError):
        cancel(note, reason)
    assert not Convocation.objects.exists()


def test_a_cancelled_meeting_is_not_cancelled_again_and_comes_back_as_it_was(note):
    announce(note)
    cancel(note)
    with pytest.raises(ValidationError):
        cancel(note)
    with pytest.raises(ValidationError):
        announce(note)
    convocations.bring_back_meeting(note=note, by=note.created_by, at=NOW)
    said = Convocation.objects.get()

    assert (said.called_at, said.cancelled_at, said.reason) == (NOW, None, "")
    assert acts() == ["meeting.announced", "meeting.cancelled", "meeting.brought_back"]


def test_what_was_never_announced_and_comes_back_leaves_nothing_behind(note):
    cancel(note)
    convocations.bring_back_meeting(note=note, by=note.created_by, at=NOW)

    assert not Convocation.objects.exists()


def test_the_note_of_a_cancelled_meeting_is_not_shared():
    note = write(make_note(), None)
    cancel(note)

    with pytest.raises(ValidationError, match="was cancelled"):
        circulate_note(note=note, closes_on=NOW.date(), by=note.created_by, at=NOW)


def test_the_database_keeps_the_note_of_a_cancelled_meeting_a_draft_and_a_published_ones_meeting_held():
    published = make_published_note()
    cancelled = make_note()
    cancel(cancelled)
    for change in [
        lambda: MeetingNote.objects.filter(pk=cancelled.pk).update(status="published"),
        lambda: Convocation.objects.create(meeting=published.meeting, cancelled_at=NOW, reason="Нема."),
        lambda: Convocation.objects.filter(meeting=cancelled.meeting).update(reason=""),
        lambda: Convocation.objects.filter(meeting=cancelled.meeting).update(cancelled_at=None, reason=""),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(ValidationError):
        cancel(published)


def test_the_coordinator_announces_cancels_and_brings_back_in_the_browser(client, note):
    client.force_login(note.created_by)
    address = reverse("meetings:convocation", args=[note.pk])

    assert "Announce the meeting" in client.get(address).text
    assert "Announced on" in client.post(address, {"act": "announce"}, follow=True).text
    refused = client.post(address, {"act": "cancel", "reason": " "})
    assert "Say why the meeting was cancelled." in refused.text
    assert "Болест." in client.post(address, {"act": "cancel", "reason": "Болест."}, follow=True).text
    assert "The meeting was brought back." in client.post(address, {"act": "bring-back"}, follow=True).text


def test_an_act_that_nobody_knows_does_nothing(client, note):
    client.force_login(note.created_by)

    assert client.post(reverse("meetings:convocation", args=[note.pk]), {"act": "erase"}).status_code == 302
    assert not Convocation.objects.exists()


def test_the_list_of_notes_says_what_was_cancelled(client, note):
    client.force_login(note.created_by)
    cancel(note)

    assert "Meeting cancelled" in client.get(reverse("meetings:office")).text
