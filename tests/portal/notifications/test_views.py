import pytest
from django.urls import reverse
from django.utils import timezone

from ovp_portal.notifications.enums import MailStatus
from tests.factories.notifications import make_mail
from tests.factories.portal import make_national_coordinator, make_user

pytestmark = pytest.mark.django_db


def test_the_outbox_shows_every_message_of_the_demonstration_to_everybody(client):
    mail = make_mail(text="Отворете: http://testserver/work/submissions/7/\n<script>alert(1)</script>")

    listed = client.get(reverse("notifications:outbox"))
    shown = client.get(mail.get_absolute_url())

    assert mail.subject in listed.text
    assert mail.get_absolute_url() in listed.text
    assert '<a href="http://testserver/work/submissions/7/"' in shown.text
    assert "<script>alert" not in shown.text


def test_a_letter_is_shown_in_a_sandbox_that_knows_its_own_rules_only(client):
    mail = make_mail(html="<!doctype html><p>Почитувани,</p>")

    response = client.get(reverse("notifications:letter", args=[mail.pk]))

    assert response.text == mail.html
    policy = response["Content-Security-Policy"]
    assert "sandbox allow-top-navigation" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "style-src 'sha256-" in policy


@pytest.mark.parametrize("name", ["outbox", "mail", "letter"])
def test_a_real_portal_has_no_outbox(client, settings, name):
    settings.DEMO = False
    mail = make_mail()
    client.force_login(make_national_coordinator())

    assert client.get(reverse(f"notifications:{name}", args=[] if name == "outbox" else [mail.pk])).status_code == 404


def test_the_national_coordinator_sees_who_got_what_and_no_texts(client):
    sent = make_mail(text="secret-link", html="secret-link", status=MailStatus.SENT, sent_at=timezone.now(), tries=1)
    parked = make_mail(subject="Вратено", status=MailStatus.PARKED, tries=14, last_error="550 No such user")
    client.force_login(make_national_coordinator())

    every = client.get(reverse("notifications:mails"))
    given_up = client.get(reverse("notifications:mails"), {"status": "parked"})
    nonsense = client.get(reverse("notifications:mails"), {"status": "<b>", "page": "x"})

    assert sent.address in every.text
    assert parked.address in every.text
    assert "secret-link" not in every.text
    assert sent.address not in given_up.text
    assert "550 No such user" in given_up.text
    assert sent.address in nonsense.text


def test_nobody_else_sees_who_was_written_to(client):
    client.force_login(make_user())

    assert client.get(reverse("notifications:mails")).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_ask_no_query_a_row(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_mail()

    with django_assert_num_queries(2):
        assert client.get(reverse("notifications:outbox")).text.count("Уште 2 дена") == rows
