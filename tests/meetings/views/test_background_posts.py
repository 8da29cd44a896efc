"""What the script of an open note sends after the session has ended: it is asked to sign in, and nothing begins."""

import pytest
from django.urls import reverse

from ovp_portal.accounts.interrupted import KEY
from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_note

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", ["cors", "same-origin", "no-cors"])
@pytest.mark.parametrize("name", ["meetings:presence", "meetings:autosave"])
def test_what_a_script_sends_is_not_held_and_begins_no_session(client, name, mode):
    note = make_note(group=make_commitment().group)

    response = client.post(reverse(name, args=[note.pk]), {"session": "x"}, headers={"sec-fetch-mode": mode})

    assert response.status_code == 302
    assert "sessionid" not in response.cookies


def test_what_a_script_sends_does_not_take_the_place_of_what_somebody_sent(client):
    note = make_note(group=make_commitment().group)
    client.post(reverse("meetings:edit", args=[note.pk]), {"purpose": "Цел"}, headers={"sec-fetch-mode": "navigate"})
    client.post(reverse("meetings:presence", args=[note.pk]), {"leave": "1"}, headers={"sec-fetch-mode": "no-cors"})

    assert [tuple(field) for field in client.session[KEY]["fields"]] == [("purpose", ["Цел"])]
