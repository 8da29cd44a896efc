"""Typed text becomes safe HTML: paragraphs, lists and links, and nothing else."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.markup import paragraphs
from ovp_portal.lib.text import tidy

typed_text = st.text() | st.text(alphabet="<>&\"'=:/-· \naбhtps.@#()", max_size=60)


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def link(address):
    return f'<a href="{address}" rel="nofollow noopener">{address}</a>'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        ("Еден ред.", "<p>Еден ред.</p>"),
        ("прв\nвтор\n\n\nтрет", "<p>прв<br>втор</p>\n<p>трет</p>"),
        ("- едно\n· две\n• три", "<ul><li>едно</li><li>две</li><li>три</li></ul>"),
        (
            "Точки:\n- едно\n- две\nкрај",
            "<p>Точки:</p>\n<ul><li>едно</li><li>две</li></ul>\n<p>крај</p>",
        ),
        ("-5 степени", "<p>-5 степени</p>"),
        ("- - едно", "<ul><li>- едно</li></ul>"),
        (
            "<script>alert('1')</script> & <b>",
            "<p>&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &lt;b&gt;</p>",
        ),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(typed, html):
    made = paragraphs(typed)

    assert made == html
    assert isinstance(made, SafeString)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Види https://ovp.gov.mk/a.", f"<p>Види {link('https://ovp.gov.mk/a')}.</p>"),
        ("(http://a.mk)", f"<p>({link('http://a.mk')})</p>"),
        ("http://a.mk/b_(c)", f"<p>{link('http://a.mk/b_(c)')}</p>"),
        ("„https://a.mk“", f"<p>„{link('https://a.mk')}“</p>"),
        ("HTTPS://A.MK?а=1&b=2#в!", f"<p>{link('HTTPS://A.MK?а=1&amp;b=2#в')}!</p>"),
        ("- http://a.mk;", f"<ul><li>{link('http://a.mk')};</li></ul>"),
    ],
)
def test_addresses_are_linked_without_the_sentences_own_signs(typed, html):
    assert paragraphs(typed) == html


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "ftp://a.mk", "www.a.mk", "https://", "http://?", "https://bank.mk@a.mk",
     "http://[", "data:text/html,x"],
)  # fmt: skip
def test_nothing_else_is_linked(typed):
    assert paragraphs(typed) == f"<p>{typed}</p>"


@given(typed_text)
def test_whatever_is_typed_gives_only_the_known_tags_and_safe_links(text):
    parser = Tags()
    parser.feed(paragraphs(text))
    parser.close()

    for tag, attributes in parser.found:
        if tag == "a":
            assert set(attributes) == {"href", "rel"}
            assert attributes["rel"] == "nofollow noopener"
            assert re.match("https?://", attributes["href"], re.IGNORECASE)
        else:
            assert (tag in ("p", "br", "ul", "li"), attributes) == (True, {})


@given(typed_text)
def test_no_word_is_lost(text):
    def seen(given):
        return re.sub(r"[\s·•-]", "", given)

    shown = unescape(re.sub("<[^>]*>", "", paragraphs(text)))
    assert seen(shown) == seen(tidy(text))
