"""Rich text knows paragraphs, bold words, lists and links on the web, whatever it is sent."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django import forms

from meetings.forms.rows import RowForm
from ovp_portal.lib.rich_fields import RichTextField
from ovp_portal.lib.rich_html import notation_of
from ovp_portal.lib.rich_text import as_html, plain
from ovp_portal.templatetags.rows import row_field
from tests.hostile.corpus import CORPUS

LINK = {"href": re.compile(r"https?://[^\s<>\"]+"), "rel": re.compile("nofollow noopener")}
TAGS = {name: {} for name in ("p", "br", "strong", "ul", "ol", "li")} | {"a": LINK}


class _Tags(HTMLParser):
    """Every tag and attribute that is not allowed, and where the links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[str] = []
        self.hosts: set[str] = set()

    def handle_starttag(self, tag, attrs):
        allowed = TAGS.get(tag)
        if allowed is None or any(name not in allowed or not allowed[name].fullmatch(value) for name, value in attrs):
            self.others.append(self.get_starttag_text())
        elif "href" in (given := dict(attrs)):
            self.hosts.add(urlsplit(unescape(given["href"])).hostname)

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def shown(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags


@pytest.mark.parametrize("way", [lambda text: text, notation_of, lambda text: notation_of(f"<p>{text}</p>")])
def test_typed_or_sent_by_the_editor_only_the_allowed_tags_are_shown(way):
    for payload in CORPUS:
        html = as_html(way(payload.text))
        assert shown(html).others == [], payload.text
        assert as_html(notation_of(html)) == html, payload.text


def test_no_link_leads_where_its_words_do_not_say():
    for payload in CORPUS:
        for host in shown(as_html(payload.text)).hosts:
            assert f"://{host}" in payload.text, payload.text
            assert host != "evil.example" or "https://evil.example" in payload.text, payload.text


def test_all_payloads_in_one_text_are_no_more_than_each_alone():
    text = "\n\n".join(payload.text for payload in CORPUS)

    assert shown(as_html(text)).others == []
    assert shown(as_html(notation_of(text))).others == []


def test_the_words_alone_are_what_was_typed():
    """A plain text, as in a mail, is never read as HTML; it loses no sign that somebody wrote about scripts."""
    assert plain("<script>top.r(1)</script> & <b>") == "<script>top.r(1)</script> & <b>"


class _Fields(_Tags):
    """Every field with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[dict[str, str]] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        if tag == "textarea":
            self.areas.append(dict(attrs))
        self.names.add(tag)


@pytest.mark.parametrize("form", [RowForm, forms.Form], ids=["a row's field", "a field of its own"])
def test_the_editor_begins_with_the_text_and_no_payload_leaves_its_attribute(form):
    class Typed(form):
        name = "{number}"
        said = RichTextField()

    given = {"number": 1} if form is RowForm else {}
    for payload in CORPUS:
        field = Typed(initial={"said": payload.text}, **given)["said"]
        read = _Fields()
        read.feed(str(row_field(field) if form is RowForm else field))

        (area,) = read.areas
        assert area["data-rich"] == as_html(payload.text), payload.text
        assert {name for name in area if name.startswith("on")} == set(), payload.text
        assert read.names <= {"div", "label", "span", "textarea", "noscript", "p"}, payload.text
