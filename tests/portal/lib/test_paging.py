"""Pages keep the reader's filters, and a bad number gives the nearest page."""

import pytest
from django.core.paginator import Page
from django.test import RequestFactory

from ovp_portal.lib.paging import PageLink, page_of


def page(query="", rows=95, per_page=10, **more):
    return page_of(list(range(rows)), RequestFactory().get(f"/list/{query}"), per_page, **more)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", 1), ("?page=", 1), ("?page=4", 4), ("?page=10", 10), ("?page=11", 10), ("?page=0", 1),
        ("?page=-3", 1), ("?page=x", 1), ("?page=2.5", 1), ("?page=٣", 1), ("?page=%202%20", 2),
        ("?page=" + "9" * 6000, 10), ("?page=3&page=5", 5), ("?page=%00", 1),
    ],
)  # fmt: skip
def test_the_nearest_page_is_given(asked, given):
    found = page(asked)

    assert isinstance(found, Page)
    assert found.number == given
    assert list(found) == list(range(10 * (given - 1), min(10 * given, 95)))


@pytest.mark.parametrize("asked", ["", "?page=5"])
def test_an_empty_list_has_one_empty_page(asked):
    found = page(asked, rows=0)

    assert (found.number, list(found), found.previous_url, found.next_url) == (1, [], "", "")
    assert list(found.links()) == [PageLink(1, "?", True)]


def test_links_keep_every_other_parameter():
    found = page("?q=%D0%B0+%26&area=1&area=2&page=2&page=7")

    assert found.previous_url == "?q=%D0%B0+%26&area=1&area=2&page=6"
    assert found.next_url == "?q=%D0%B0+%26&area=1&area=2&page=8"


def test_the_first_page_has_the_lists_own_address():
    assert page("?page=2").previous_url == "?"
    assert page("?q=a&page=2").previous_url == "?q=a"


def test_the_ends_lead_nowhere_further():
    assert page().previous_url == ""
    assert page("?page=10").next_url == ""


def test_far_numbers_are_left_out_with_a_gap():
    links = list(page("?page=6", rows=200).links())

    assert [link.number for link in links] == [1, None, 4, 5, 6, 7, 8, None, 20]
    assert [link.number for link in links if link.is_current] == [6]
    assert [link.url for link in links if link.number is None] == ["", ""]


def test_two_lists_on_one_page_have_parameters_of_their_own():
    found = page("?page=2&notes=3", parameter="notes")

    assert found.number == 3
    assert found.next_url == "?page=2&notes=4"


def test_fifty_rows_are_a_page_unless_said_otherwise():
    assert len(page_of(range(120), RequestFactory().get("/"))) == 50
