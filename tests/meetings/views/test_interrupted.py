"""A session that ends while somebody writes loses nothing, without any script: what he sends waits until he is back."""

import re
import time
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from ovp_portal.accounts import interrupted
from tests.factories.meetings import make_note
from tests.factories.reports import make_submission
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet rivers"
TYPED = "Долг текст\nсо два реда & „наводници“ <b>"


@pytest.fixture
def note():
    note = make_note()
    note.created_by.set_password(PASSWORD)
    note.created_by.save()
    return note


@pytest.fixture
def browser(note):
    """The coordinator's own, which checks forms as every browser's are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(note.created_by)
    return client


def _address(note) -> str:
    return reverse("meetings:edit", args=[note.pk])


def _sent_without_a_session(browser, address, **changes):
    fields = fields_of(browser.get(address).text) | changes
    Session.objects.all().delete()
    return browser.post(address, fields)


def _signed_in(browser, note, response):
    browser.get(response.url)
    form = {"login": note.created_by.email, "password": PASSWORD, "next": _address(note)}
    return browser.post(response.url, form | _token(browser))


def _held(html: str) -> dict[str, list[str]]:
    """The hidden fields of a page, as its button sends them."""
    held: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html):
        held.setdefault(unescape(name), []).append(unescape(value))
    return held


def _token(browser) -> dict[str, str]:
    return {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}


def test_what_was_sent_waits_behind_the_sign_in_and_is_saved_by_one_press(browser, note):
    refused = _sent_without_a_session(browser, _address(note), purpose=TYPED)
    assert refused.status_code == 302
    back = _signed_in(browser, note, refused)
    assert (back.status_code, back.url) == (302, _address(note))

    waiting = browser.get(back.url)
    held = _held(waiting.text)
    note.refresh_from_db()
    assert note.purpose == ""
    assert held["purpose"] == [TYPED]
    assert browser.post(_address(note), held).status_code == 302

    note.refresh_from_db()
    assert note.purpose.startswith("Долг текст")
    assert "Испрати го" not in browser.get(_address(note)).text
    assert interrupted.KEY not in browser.session


def test_it_is_found_in_another_language_too(browser, note):
    _signed_in(browser, note, _sent_without_a_session(browser, _address(note), purpose=TYPED))

    assert _held(browser.get(f"/sq{_address(note)}").text)["purpose"] == [TYPED]


def test_other_pages_open_meanwhile_and_the_text_can_be_left_out(browser, note):
    _signed_in(browser, note, _sent_without_a_session(browser, _address(note), purpose=TYPED))

    assert browser.get("/work/").status_code == 200
    assert interrupted.KEY in browser.session
    page = browser.get(_address(note) + "?forget-typed")

    assert page.status_code == 200
    assert fields_of(page.text)["purpose"] == [""]
    assert interrupted.KEY not in browser.session


def test_after_an_hour_it_is_forgotten(browser, note, monkeypatch):
    _signed_in(browser, note, _sent_without_a_session(browser, _address(note), purpose=TYPED))
    later = time.time() + interrupted.SECONDS + 1
    monkeypatch.setattr(interrupted.time, "time", lambda: later)

    assert fields_of(browser.get(_address(note)).text)["purpose"] == [""]


def test_a_submission_is_held_too_and_nobody_does_more_than_he_may(browser, note):
    submission = make_submission()
    address = reverse("reports:submission", args=[submission.pk])
    stranger = Client()
    refused = stranger.post(address, {"version": "0", "nothing_done_reason": TYPED, "send": "1"})
    assert refused.status_code == 302
    stranger.force_login(note.created_by)

    assert stranger.get(address).status_code == 200
    assert stranger.post(address, {"version": "0", "nothing_done_reason": TYPED, "send": "1"}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"old_password": "a", "new_password1": "b"},
        {"purpose": "x" * (interrupted.LONGEST + 1)},
        {},
    ],
    ids=["a password", "too much", "nothing"],
)
def test_what_must_not_or_need_not_be_held_is_not(client, note, sent):
    assert client.post(_address(note), sent).status_code == 302
    assert interrupted.KEY not in client.session


def test_a_stranger_fills_no_table(client, note, monkeypatch):
    monkeypatch.setattr(interrupted, "is_within", lambda *_given, **_more: False)

    client.post(_address(note), {"purpose": TYPED})

    assert interrupted.KEY not in client.session
