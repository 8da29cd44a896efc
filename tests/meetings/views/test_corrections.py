"""A correction in the browser: why, what, and the page that the public reads afterwards."""

import pytest
from django.urls import reverse

from meetings.models import MeetingNote
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.meetings import PUBLISHED, judged_now, make_published_note
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db
REASON = "Името на министерството беше погрешно."


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: PUBLISHED)


@pytest.fixture
def note(client):
    note = make_published_note(group=make_commitment().group)
    client.force_login(note.created_by)
    judged_now()
    return note


def address(note, page):
    return reverse(f"meetings:{page}", args=[note.pk])


def begun(client, note, **changes):
    client.post(address(note, "correct"), {"reason": REASON})
    correction = MeetingNote.objects.get(corrects=note)
    page = client.get(address(correction, "edit"))
    client.post(address(correction, "edit"), fields_of(page.text) | changes | {"act": "save"})
    return correction


def test_a_correction_begins_with_its_reason_on_a_page_of_its_own(client, note):
    offered = client.get(address(note, "preview"))
    refused = client.post(address(note, "correct"), {"reason": " "})
    begun = client.post(address(note, "correct"), {"reason": REASON}, follow=True)

    assert address(note, "correct") in offered.text
    assert (refused.status_code, 'id="error-summary"' in refused.text) == (422, True)
    assert REASON in begun.text
    assert client.get(address(note, "correct")).context["form"]["reason"].value() == REASON
    correction = MeetingNote.objects.get(corrects=note)
    assert address(correction, "edit") in client.get(address(note, "preview")).text
    assert [row["note"] for row in client.get(reverse("meetings:office")).context["rows"]] == [correction, note]


def test_other_words_are_published_from_the_page_of_answers(client, note):
    correction = begun(client, note, purpose="Други зборови.")
    check = client.get(address(correction, "check"))
    assert check.context["is_wording_alone"]

    done = client.post(address(correction, "finish"))

    assert done.url == address(note, "preview")
    public = client.get(reverse("public:note", args=[note.pk]))
    first = client.get(reverse("public:note_edition", args=[note.pk, "1.0"]))
    assert "Други зборови." in public.text
    assert REASON in public.text
    assert "Други зборови." not in first.text
    assert REASON in first.text  # beside the link to the newer one
    assert client.get(address(correction, "edit")).status_code == 404
    assert client.get(reverse("public:note_data", args=[note.pk, "1.1"])).json()["purpose"] == "Други зборови."


def test_another_conclusion_goes_to_the_members_who_read_why(client, note):
    correction = begun(client, note, **{"conclusion-0-text": "Друг заклучок."})
    check = client.get(address(correction, "check"))
    refused = client.post(address(correction, "finish"), follow=True)
    client.post(address(correction, "circulate"), {"closes_on": "15.10.2022"})
    correction.refresh_from_db()
    position = correction.circulation.positions.first()
    public = client.get(reverse("public:note", args=[note.pk]))
    client.force_login(position.user)

    assert not check.context["is_wording_alone"]
    assert refused.redirect_chain[-1][0] == address(correction, "check")
    assert correction.is_circulated
    assert REASON in client.get(reverse("meetings:position", args=[position.pk])).text
    assert "Друг заклучок." not in public.text


def test_who_does_not_coordinate_the_group_corrects_nothing(client, note):
    client.force_login(make_membership(group=note.meeting.group).user)

    assert client.post(address(note, "correct"), {"reason": REASON}).status_code == 403
    assert not MeetingNote.objects.filter(corrects=note).exists()
