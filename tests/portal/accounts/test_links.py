import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from ovp_portal.accounts import services
from ovp_portal.accounts.interrupted import KEY
from ovp_portal.accounts.models import AccessLink, User
from ovp_portal.accounts.services import links
from ovp_portal.audit.models import AuditEvent
from ovp_portal.notifications.models import Mail
from tests.factories.portal import make_organization, make_user

AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
REFUSED = "This link was used already or has expired."


def invite(**given) -> User:
    fields = {"email": "new@example.org", "name": "Member, Ministry of Justice", "language": "en"}
    fields |= {"organization": given.pop("organization", None), "by": None, "at": AT}
    return services.invite(**fields | given)


def token() -> str:
    """The token of the newest letter, as its reader finds it."""
    letter = Mail.objects.latest("pk")
    return letter.text.split("/account/link/")[1].split("/")[0]


def ask_for_link(client, email="member@example.org", **more):
    return client.post("/en/account/link/", {"email": email, **more})


def use(client, value, **more):
    return client.post("/en/account/link/use/", {"token": value, **more})


def test_an_invitation_opens_an_account_and_is_good_for_48_hours():
    organization = make_organization()

    user = invite(email="New@Example.org", organization=organization)

    assert (user.email, user.organization, user.has_usable_password()) == ("new@example.org", organization, False)
    link = AccessLink.objects.get(user=user)
    assert link.expires_at - link.created_at == timedelta(hours=48)
    assert Mail.objects.get().address == "new@example.org"
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["person.invited"]


def test_a_sign_in_link_is_good_for_15_minutes():
    user = make_user(email="member@example.org")

    services.send_sign_in_link(email="MEMBER@example.org", at=AT)

    link = AccessLink.objects.get(user=user)
    assert link.expires_at - link.created_at == timedelta(minutes=15)


def test_the_token_is_kept_nowhere_but_in_the_letter(client, caplog):
    invite()
    value = token()
    with caplog.at_level(logging.DEBUG):
        use(client, value, language="en")
        use(client, value, language="en")

    link = AccessLink.objects.get()
    assert value not in str(vars(link))
    assert value not in str(list(AuditEvent.objects.values()))
    assert value not in caplog.text


def test_looking_at_a_link_uses_nothing_up(client):
    invite()
    for _scan in range(3):
        assert client.get(f"/en/account/link/{token()}/").status_code == 200

    use(client, token(), language="en")

    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_link_lets_in_once(client, client_of_another):
    invite()
    use(client, token(), language="en")

    again = use(client_of_another, token(), language="en")

    assert again.status_code == 410
    assert "This link no longer works" in again.text
    assert "_auth_user_id" not in client_of_another.session


@pytest.fixture
def client_of_another():
    from django.test import Client

    return Client()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_let_in_once(monkeypatch):
    monkeypatch.setattr(links, "deliver_soon", lambda *, mail: None)
    user = make_user(email="member@example.org")
    services.send_sign_in_link(email=user.email, at=AT)
    value, answers, start = token(), [], threading.Barrier(2)

    def click():
        start.wait()
        try:
            services.use_link(token=value, at=AT)
            answers.append("in")
        except services.LinkRefused:
            answers.append("refused")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _click in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert sorted(answers) == ["in", "refused"]


def test_a_link_dies_with_its_time(client):
    invite()
    AccessLink.objects.update(created_at=timezone.now() - timedelta(hours=49), expires_at=timezone.now())

    assert client.get(f"/en/account/link/{token()}/").status_code == 410
    assert use(client, token(), language="en").status_code == 410


def test_a_newer_link_ends_the_older_one():
    user = invite()
    older = token()
    services.invite_again(user=user, by=user, at=AT)

    with pytest.raises(services.LinkRefused):
        services.use_link(token=older, at=AT)
    assert services.use_link(token=token(), at=AT).user == user


def test_a_link_of_a_closed_account_does_not_let_in(client):
    user = invite()
    User.objects.update(is_active=False)

    assert use(client, token(), language="en").status_code == 410
    assert user.links.get().used_at is None


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "\x00", "жаба"])
def test_a_made_up_token_is_refused_in_words(client, value):
    assert use(client, value).status_code == 410


def test_an_invited_person_chooses_language_and_password_at_once(client):
    user = invite()
    given = {"language": "sq", "password1": "four loud rivers", "password2": "four loud rivers"}

    response = use(client, token(), **given)

    user.refresh_from_db()
    assert (user.language, user.check_password("four loud rivers")) == ("sq", True)
    assert response.url.startswith("/sq/")


def test_an_invited_person_may_go_without_a_password(client):
    user = invite()

    use(client, token(), language="mk")

    user.refresh_from_db()
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_password_that_will_not_do_leaves_the_link_good(client):
    invite()

    refused = use(client, token(), language="en", password1="short", password2="short")

    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["password1"]
    assert use(client, token(), language="en").status_code == 302


@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_the_answer_does_not_tell_whether_an_address_is_known(client, email):
    make_user(email="member@example.org")

    response = ask_for_link(client, email)

    assert (response.status_code, "If there is an account with this address" in response.text) == (200, True)
    assert email not in response.text
    assert Mail.objects.count() == (email == "member@example.org")


def test_the_page_asked_for_is_kept_through_the_link(client):
    make_user(email="member@example.org", language="sq")
    ask_for_link(client, next="/en/work/profile/")

    assert use(client, token()).url == "/sq/work/profile/"


def test_another_site_is_no_page_to_go_on_to(client):
    make_user(email="member@example.org")
    ask_for_link(client, next="https://elsewhere.example.com/")

    assert "elsewhere" not in use(client, token()).url


def test_an_address_too_long_to_keep_is_left_out_and_the_link_comes_all_the_same(client):
    make_user(email="member@example.org", language="mk")
    ask_for_link(client, next="/commitments/?q=" + "a" * 600)

    assert "commitments" not in use(client, token()).url


def test_the_fourth_link_within_a_quarter_of_an_hour_is_refused(client):
    make_user(email="member@example.org")
    answers = [ask_for_link(client).status_code for _try in range(4)]

    assert answers == [200, 200, 200, 429]
    assert Mail.objects.count() == 3
    assert ask_for_link(client, "other@example.org").status_code == 200


def test_who_was_invited_and_never_came_is_invited_anew():
    first = invite()

    again = invite(name="Deputy, Ministry of Justice", email="NEW@example.org")

    assert (again.pk, again.name) == (first.pk, "Deputy, Ministry of Justice")
    assert Mail.objects.count() == 2


@pytest.mark.usefixtures("in_english")
def test_who_has_an_account_is_not_invited_again():
    user = invite()
    User.objects.update(last_login=timezone.now())

    with pytest.raises(ValidationError, match="has an account already"):
        invite()
    with pytest.raises(ValidationError, match="needs no invitation"):
        services.invite_again(user=user, by=user, at=AT)


def _in_the_browser(client, user):
    user.set_password("the old one 22")
    user.save()
    services.send_sign_in_link(email=user.email, at=AT)
    client.force_login(user)
    said = {"oldpassword": "the old one 22", "password1": "sun-and-lake-2022", "password2": "sun-and-lake-2022"}
    assert client.post("/en/account/password/change/", said).status_code == 302
    client.logout()


def _in_a_shell(client, user):
    services.send_sign_in_link(email=user.email, at=AT)
    user.set_password("sun-and-lake-2022")
    user.save()


def _by_plain_sql(client, user):
    services.send_sign_in_link(email=user.email, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET password = '!' || id WHERE id = %s", [user.pk])


@pytest.mark.parametrize("change", [_in_the_browser, _in_a_shell, _by_plain_sql])
def test_a_new_password_ends_every_link_that_was_mailed_before(client, change):
    user, other = make_user(email="member@example.org"), make_user()
    services.send_sign_in_link(email=other.email, at=AT)
    theirs = token()

    change(client, user)

    assert use(client, token()).status_code == 410
    assert "_auth_user_id" not in client.session
    assert links.link_of(theirs).user == other


def test_a_link_is_good_after_anything_else_of_the_account_changed(client):
    user = make_user(email="member@example.org")
    services.send_sign_in_link(email=user.email, at=AT)
    User.objects.update(language="sq", last_login=timezone.now())

    assert links.link_of(token()).user == user


def test_what_was_held_of_an_ended_session_comes_along_through_the_link(client):
    make_user(email="member@example.org")
    ask_for_link(client)
    session = client.session
    session[KEY] = {"place": "meetings:edit", "fields": [["purpose", ["Цел"]]], "until": time.time() + 60}
    session.save()

    use(client, token())

    assert client.session["_auth_user_id"]
    assert client.session[KEY]["fields"] == [["purpose", ["Цел"]]]
