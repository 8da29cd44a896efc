import time
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.urls import reverse

from ovp_portal.notifications.models import Mail
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet rivers"


@pytest.fixture
def member():
    user = make_user(email="member@example.org", language="mk")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email="member@example.org", password=PASSWORD, **more):
    return client.post("/en/account/login/", {"login": email, "password": password, **more})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["member@example.org", "Member@Example.ORG", " MEMBER@example.org "])
def test_who_signs_in_may_write_the_address_in_any_case(client, member, typed):
    response = sign_in(client, typed)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)


def test_a_wrong_password_is_answered_beside_the_field(client, member):
    response = sign_in(client, password="wrong")

    assert not is_signed_in(client)
    assert list(response.context["form"].errors) == ["password"]
    assert "The e-mail and the password do not match." in response.text


def test_an_unknown_address_is_answered_like_a_wrong_password(client, member):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "nobody@example.org", "wrong")

    assert known.context["form"].errors == unknown.context["form"].errors


def test_the_page_asked_for_is_kept_through_a_wrong_password(client, member):
    wrong = sign_in(client, password="wrong", next="/en/work/profile/")
    assert '<input type="hidden" name="next" value="/en/work/profile/">' in wrong.text

    right = sign_in(client, next="/en/work/profile/")

    assert right.url == "/work/profile/"


def test_another_site_is_no_page_to_go_on_to(client, member):
    response = sign_in(client, next="https://elsewhere.example.com/")

    assert "elsewhere" not in response.url


@pytest.mark.parametrize(
    ("language", "goes_on_to"),
    [("mk", "/work/profile/"), ("sq", "/sq/work/profile/"), ("sr-latn", "/sr-latn/work/profile/")],
)
def test_who_signs_in_goes_on_in_the_language_of_his_profile(client, member, language, goes_on_to):
    member.language = language
    member.save()

    response = sign_in(client, next="/en/work/profile/")

    assert response.url == goes_on_to
    assert response.cookies["language"].value == language


def test_the_sixth_wrong_password_is_refused_and_the_right_one_works_later(client, member, monkeypatch):
    for _try in range(5):
        assert "do not match" in sign_in(client, password="wrong").text

    assert "Too many attempts. Wait five minutes" in sign_in(client, password="wrong").text
    assert "Too many attempts. Wait five minutes" in sign_in(client).text
    assert not is_signed_in(client)

    later = SimpleNamespace(time=lambda: time.time() + 301, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", later)
    sign_in(client)
    assert is_signed_in(client)


def test_wrong_passwords_for_one_address_do_not_lock_out_another(client, member):
    make_user(email="other@example.org")
    for _try in range(6):
        sign_in(client, "other@example.org", "wrong")

    assert sign_in(client).status_code == 302


def test_a_closed_account_is_not_let_in(client, member):
    member.is_active = False
    member.save()

    response = sign_in(client)

    assert response.url == "/en/account/inactive/"
    assert not is_signed_in(client)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "account/signup/",
        "account/email/",
        "account/confirm-email/",
        "account/login/code/confirm/",
        "account/reauthenticate/",
    ],
)
def test_what_the_portal_does_not_use_has_no_address(client, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_signing_out_by_the_address_asks_first(client, member):
    client.force_login(member)

    asked = client.get("/en/account/logout/")
    assert "Do you want to sign out?" in asked.text
    assert is_signed_in(client)

    client.post("/en/account/logout/")
    assert not is_signed_in(client)


def test_every_page_of_signing_in_wears_the_portals_look(client, member):
    pages = ["login/", "link/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"]
    for page in pages:
        response = client.get(f"/en/account/{page}")
        assert response.status_code == 200, page
        assert response.text.count("<h1>") == 1, page
        assert 'class="masthead"' in response.text, page


def test_a_forgotten_password_is_chosen_anew_behind_a_link(client, member, django_capture_on_commit_callbacks):
    response = client.post("/en/account/password/reset/", {"email": "MEMBER@example.org"})
    assert response.url == "/en/account/password/reset/done/"
    letter = Mail.objects.get()
    address = next(word for word in letter.text.split() if word.startswith("http://testserver"))

    form = client.get(address, follow=True)
    assert "token_fail" not in form.context
    done = client.post(form.redirect_chain[-1][0], {"password1": "four loud rivers", "password2": "four loud rivers"})

    assert done.url == reverse("account_reset_password_from_key_done")
    member.refresh_from_db()
    assert member.check_password("four loud rivers")
    assert client.get(address).status_code == 200  # the link is used up
    assert client.get(address).context["token_fail"] is True


def test_an_account_that_was_closed_after_the_mail_takes_no_new_password(client, member):
    client.post("/en/account/password/reset/", {"email": "member@example.org"})
    address = next(word for word in Mail.objects.get().text.split() if word.startswith("http://testserver"))
    form = client.get(address, follow=True)
    member.is_active = False
    member.save()

    given = {"password1": "four loud rivers", "password2": "four loud rivers"}
    refused = client.post(form.redirect_chain[-1][0], given)

    assert refused.context["form"].non_field_errors()
    member.refresh_from_db()
    assert not member.check_password("four loud rivers")


def test_nobody_gets_mail_because_his_address_was_typed(client, db):
    response = client.post("/en/account/password/reset/", {"email": "nobody@example.org"})

    assert response.url == "/en/account/password/reset/done/"
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"oldpassword": "wrong"}, "This is not your present password."),
        ({"password2": "something else"}, "The two passwords differ."),
        ({"password1": "short", "password2": "short"}, "at least 10"),
        ({"password1": "", "password2": ""}, "Fill this in."),
    ],
)
def test_a_new_password_that_will_not_do_is_refused_beside_its_field(client, member, typed, sentence):
    client.force_login(member)
    given = {"oldpassword": PASSWORD, "password1": "four loud rivers", "password2": "four loud rivers"} | typed

    response = client.post("/en/account/password/change/", given)

    assert sentence in response.text
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_a_changed_password_keeps_this_session(client, member):
    client.force_login(member)
    given = {"oldpassword": PASSWORD, "password1": "four loud rivers", "password2": "four loud rivers"}

    response = client.post("/en/account/password/change/", given)

    assert response.url == "/en/work/profile/"
    assert client.get(response.url).status_code == 200
