"""Conditional answers, file names in headers, and the way back after a form."""

import re
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.http import attachment_name, etag_response, safe_next

BODY = "тело".encode()


def answer(method="get", max_age=60, **headers):
    request = getattr(RequestFactory(), method)("/x", headers=headers)
    return etag_response(request, BODY, "text/plain; charset=utf-8", etag="abc", max_age=max_age)


@pytest.mark.parametrize("known", ["", '"old"', "abc"])
def test_a_reader_without_this_version_gets_it(known):
    response = answer(**({"if-none-match": known} if known else {}))

    assert (response.status_code, response.content) == (200, BODY)
    assert response["ETag"] == '"abc"'
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("known", ['"abc"', 'W/"abc"', '"old", "abc"', "*"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_reader_who_has_it_is_told_so_without_the_body(method, known):
    response = answer(method, **{"if-none-match": known})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == '"abc"'
    assert response["Cache-Control"] == "public, max-age=60"


def test_without_an_age_it_is_asked_for_each_time():
    assert answer(max_age=0)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("report.pdf", "report.pdf", "report.pdf"),
        ("Извештај 3.6, III 2022.pdf", "izveshtaj-3-6-iii-2022.pdf", "Извештај 3.6, III 2022.pdf"),
        ("../../etc/passwd", "etc-passwd", "etc-passwd"),
        ('a"b\r\nX-Evil: 1.txt', "a-b-x-evil-1.txt", "a-b-X-Evil- 1.txt"),
        ("а" * 500 + ".xlsx", "a" * 120 + ".xlsx", "а" * 120 + ".xlsx"),
        ("Без наставка", "bez-nastavka", "Без наставка"),
        ("…", "file", "…"),
        (" . ", "file", "file"),
        (".pdf", "pdf", "pdf"),
    ],
)
def test_a_download_keeps_its_name_for_all_programs(name, plain, full):
    value = attachment_name(name)

    start, _, encoded = value.partition("; filename*=UTF-8''")
    assert start == f'attachment; filename="{plain}"'
    assert unquote(encoded) == full


@given(st.text())
def test_no_name_breaks_the_header(name):
    value = attachment_name(name)
    response = HttpResponse(headers={"Content-Disposition": value})

    assert re.fullmatch("[ -~]*", value)
    assert value.count('"') == 2
    assert "/" not in unquote(value.partition("''")[2])
    assert response["Content-Disposition"] == value


@pytest.mark.parametrize("url", ["/reports/3.6/", "/a?b=c#d", "http://testserver/x", "https://testserver/x", "x/y"])
def test_the_way_back_on_this_host_is_kept(url):
    assert safe_next(RequestFactory().get("/"), url) == url


@pytest.mark.parametrize(
    "url",
    ["//evil.example", "https://evil.example/", "http:///evil.example", "javascript:alert(1)",
     "/\\evil.example", "\\\\evil.example", "http://testserver@evil.example/", "", None,
     "\x08//evil.example", "http://testserver.evil.example/"],
)  # fmt: skip
def test_no_way_back_leads_off_this_host(url):
    assert safe_next(RequestFactory().get("/"), url) == "/"
    assert safe_next(RequestFactory().get("/"), url, default="/mine/") == "/mine/"


def test_a_secure_page_never_leads_back_to_an_open_one():
    request = RequestFactory().get("/", secure=True)

    assert safe_next(request, "http://testserver/x") == "/"
    assert safe_next(request, "https://testserver/x") == "https://testserver/x"
