"""Links in mails: they lead to the form, the first opening is noted, and nothing more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import InternalError, transaction
from django.test import Client

from ovp_portal import clock
from ovp_portal.notifications import links
from ovp_portal.notifications.models import LinkOpening
from tests.factories.notifications import make_mail

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 10, 8, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def mail():
    return make_mail()


def path_of(mail, url: str = "/work/submissions/17/") -> str:
    address = links.link(mail=mail.pk, url=url, kind="submission", thing="submission:17")
    return address.removeprefix(settings.PORTAL_URL)


def test_a_link_shows_where_it_leads_and_leads_there(mail):
    path = path_of(mail)
    assert path.endswith("/work/submissions/17/")

    response = Client().get(path)

    assert (response.status_code, response["Location"]) == (302, "/work/submissions/17/")
    assert "no-store" in response["Cache-Control"]


def test_only_the_first_opening_is_kept(mail, now):
    Client().get(path_of(mail))
    now[0] = NOW + timedelta(days=1)
    Client().get(path_of(mail))

    (opening,) = LinkOpening.objects.all()
    assert (opening.mail, opening.kind, opening.thing, opening.at) == (mail, "submission", "submission:17", NOW)


def test_nothing_is_kept_of_who_opened_it():
    kept = {field.name for field in LinkOpening._meta.get_fields()}
    assert kept == {"id", "mail", "kind", "thing", "at"}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"sec-purpose": "prefetch"}),
        ("get", {"purpose": "prefetch"}),
        ("get", {"x-moz": "prefetch"}),
    ],
)
def test_what_only_looks_ahead_is_led_on_and_not_counted(mail, method, headers):
    response = getattr(Client(), method)(path_of(mail), headers=headers)

    assert response.status_code == 302
    assert not LinkOpening.objects.exists()


@pytest.mark.parametrize("url", ["/work/submissions/17/#m3", "/work/sent/?period=2022-q3", "/en/work/"])
def test_what_follows_the_path_goes_with_it(mail, url):
    path = path_of(mail, url)

    response = Client().get(path.partition("#")[0])

    assert response["Location"] == url.partition("#")[0]
    assert path.endswith(url)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.replace("/17/", "/18/"),
        lambda path: path.replace("submission:17", "submission:18"),
        lambda path: path.replace("/work/", "//evil.example/", 1),
        lambda path: path.replace("/go/", "/go/9"),
        lambda path: "/go/x/work/",
        lambda path: "/go/1.2.3.4.5/work/",
        lambda path: "/go/..../evil.example/",
        lambda path: path[:-3],
    ],
)
def test_what_we_did_not_sign_leads_nowhere(mail, change):
    response = Client().get(change(path_of(mail)))

    assert response.status_code in (404, 301)
    assert response.get("Location", "/").startswith("/")
    assert not response.get("Location", "/").startswith("//")
    assert not LinkOpening.objects.exists()


def test_a_link_of_a_mail_that_is_gone_still_leads_on(mail):
    path = path_of(mail)
    mail.delete()

    assert Client().get(path).status_code == 302
    assert not LinkOpening.objects.exists()


def test_a_first_opening_is_changed_by_nobody(mail):
    Client().get(path_of(mail))
    with pytest.raises(InternalError), transaction.atomic():
        LinkOpening.objects.update(at=NOW - timedelta(days=3))
