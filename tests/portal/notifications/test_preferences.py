"""What is optional can be ended, in the account and with one click in the mail program; duties cannot."""

import pytest
from django.test import Client
from django.urls import reverse

from ovp_portal.notifications.emails import message_of, unsubscribe_url
from tests.factories.notifications import make_mail
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


def test_a_person_chooses_and_a_forged_duty_changes_nothing(client):
    user = make_user()
    client.force_login(user)

    client.post(reverse("notifications:preferences"), {"kind": ["milestone"]})
    assert list(user.unsubscriptions.values_list("kind", flat=True)) == ["publication"]

    client.post(reverse("notifications:preferences"), {"kind": ["milestone", "publication", "submission"]})
    assert not user.unsubscriptions.exists()


def test_one_click_without_sign_in_or_form_token_ends_the_kind():
    user = make_user()
    path = unsubscribe_url(user.pk, ["publication"]).removeprefix("http://testserver")
    browser = Client(enforce_csrf_checks=True)

    assert browser.get(path).status_code == 200
    assert not user.unsubscriptions.exists(), "looking ends nothing"
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(user.unsubscriptions.values_list("kind", flat=True)) == ["publication"]


def test_a_token_for_a_duty_ends_nothing():
    user = make_user()
    path = unsubscribe_url(user.pk, ["submission"]).removeprefix("http://testserver")

    Client().post(path)

    assert not user.unsubscriptions.exists()


def test_only_a_mail_with_optional_kinds_has_the_headers():
    duty, news = make_mail(), make_mail(optional_kinds=["publication"])

    assert "List-Unsubscribe" not in message_of(duty).extra_headers
    headers = message_of(news).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/account/reminders/")
