import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from ovp_portal.context import Entry, Link, menu_links, national_coordinator
from ovp_portal.lib import clockfile


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def _page(template: str, path: str = "/account/login/", user=None, messages=()) -> str:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.resolver_match = resolve(request.path)
    request._messages = list(messages)
    return render_to_string(template, request=request)


MEMBER = SimpleNamespace(
    is_authenticated=True, is_national_coordinator=False, organization=None, name="Member, Ministry of Justice"
)


@pytest.mark.parametrize(
    ("code", "prefix", "tag"),
    [("mk", "", "mk"), ("sq", "/sq", "sq"), ("en", "/en", "en"), ("sr-latn", "/sr-latn", "sr-Latn")],
)
def test_a_page_says_its_language_and_leads_to_itself_in_the_others(code, prefix, tag):
    with translation.override(code):
        html = _page("base.html", f"{prefix}/account/login/?next=/x/")

    assert f'<html lang="{tag}">' in html
    assert re.findall(r'<a href="([^"]+)" lang="([^"]+)"', html) == [
        ("/account/login/?next=/x/", "mk"),
        ("/sq/account/login/?next=/x/", "sq"),
        ("/en/account/login/?next=/x/", "en"),
        ("/sr-latn/account/login/?next=/x/", "sr-Latn"),
    ]
    assert f'lang="{tag}" hreflang="{tag}" aria-current="true"' in html


def test_a_demonstration_says_so_and_tells_its_own_hour(settings, tmp_path):
    moment = datetime(2022, 10, 7, 7, tzinfo=UTC)
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clockfile.write_moment(settings.CLOCK_FILE, moment, datetime.now(tz=UTC))
    html = _page("base.html", "/en/account/login/")

    assert "Demonstration data." in html
    assert "7 October 2022" in html


def test_a_real_portal_has_no_demonstration_strip(settings):
    settings.DEMO = False

    assert "Demonstration data." not in _page("base.html", "/en/account/login/")


def test_the_working_side_says_that_it_is_not_public_and_who_is_signed_in():
    html = _page("base_office.html", "/en/account/login/", user=MEMBER)

    assert "masthead--office" in html
    assert "Working side – not public" in html
    assert 'content="noindex"' in html
    assert 'method="post" action="/en/account/logout/"' in html


def test_answers_are_said_aloud_and_refusals_more_urgently():
    html = _page("base.html", "/en/account/login/", messages=[Message(SUCCESS, "Sent."), Message(ERROR, "Not sent.")])

    assert re.findall(r'class="(notice[^"]*)" role="(\w+)"><p>([^<]+)', html) == [
        ("notice mb-4", "status", "Sent."),
        ("notice notice--late mb-4", "alert", "Not sent."),
    ]


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_page_for_a_fault_needs_no_context(name):
    html = get_template(name).render()

    assert '<html lang="en">' in html
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html"])
def test_a_page_that_says_no_says_what_to_do(name):
    html = _page(name, "/en/account/login/")

    assert html.count("<h1>") == 1
    assert 'class="lead-text"' in html


def test_a_letter_carries_its_style_and_loads_nothing():
    html = render_to_string("emails/base.html", {"subject": "Two days <left>", "language": "sr-latn"})

    assert '<html lang="sr-Latn">' in html
    assert "<h1>Two days &lt;left&gt;</h1>" in html
    assert ".letter {" in html
    assert not re.search(r"<link|<img|url\(", html)


MENU = (
    Entry("account_login", "Sign in"),
    Entry("account_reset_password", "Password"),
    Entry("admin:index", "Administration", national_coordinator),
)
COORDINATOR = SimpleNamespace(is_authenticated=True, is_national_coordinator=True)


@pytest.mark.parametrize("user", [AnonymousUser(), MEMBER])
def test_a_menu_marks_where_the_reader_is_and_hides_what_is_not_his(user):
    assert menu_links(MENU, "/en/account/login/", user) == [
        Link("/en/account/login/", "Sign in", "page"),
        Link("/en/account/password/reset/", "Password", ""),
    ]


def test_a_page_below_an_entry_belongs_to_it():
    links = menu_links(MENU, "/en/account/password/reset/done/", COORDINATOR)

    assert [link.current for link in links] == ["", "true", ""]
    assert links[2].label == "Administration"
