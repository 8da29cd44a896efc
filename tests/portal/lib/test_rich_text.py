"""Rich text: what is typed or sent, what is kept, what is shown."""

import re
from html.parser import HTMLParser

import pytest
from django import forms

from ovp_portal.lib.rich_fields import RichTextField
from ovp_portal.lib.rich_html import notation_of
from ovp_portal.lib.rich_text import Block, Run, as_html, blocks_of, plain
from ovp_portal.templatetags.rows import row_field

ALLOWED = re.compile(r'</?(?:p|br|strong|ul|ol|li)>|<a href="https?://[^"<>\s]+" rel="nofollow noopener">|</a>')


def shows_nothing_else(html: str) -> bool:
    return "<" not in ALLOWED.sub("", html)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Една реченица.", "<p>Една реченица.</p>"),
        ("прв ред\nвтор ред\n\nнов став", "<p>прв ред<br>втор ред</p>\n<p>нов став</p>"),
        ("· прва;\n•втора\n- трета", "<ul><li>прва;</li><li>втора</li><li>трета</li></ul>"),
        ("Точки:\n- а\n- б\nкрај", "<p>Точки:</p>\n<ul><li>а</li><li>б</li></ul>\n<p>крај</p>"),
        ("1. прво\n2. второ", "<ol><li>прво</li><li>второ</li></ol>"),
        ("3. октомври 2022", "<p>3. октомври 2022</p>"),
        ("1. октомври 2022", "<p>1. октомври 2022</p>"),
        ("многу **важно** е", "<p>многу <strong>важно</strong> е</p>"),
        ("2 ** 3 ** 4, *една*", "<p>2 ** 3 ** 4, *една*</p>"),
        (r"\*\*не е\*\* и \\*", r"<p>**не е** и \*</p>"),
        (
            "види [тука](https://e.org/a_(b)?c=1&d=2)",
            '<p>види <a href="https://e.org/a_(b)?c=1&amp;d=2" rel="nofollow noopener">тука</a></p>',
        ),
        (
            "**[тука](http://e.org)**",
            '<p><strong><a href="http://e.org" rel="nofollow noopener">тука</a></strong></p>',
        ),
        ("https://e.org/x.", '<p><a href="https://e.org/x" rel="nofollow noopener">https://e.org/x</a>.</p>'),
    ],
)
def test_the_notation_is_shown_as_paragraphs_lists_bold_words_and_links(typed, shown):
    assert as_html(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        "[x](https://bank@evil.example)",
        "https://bank@evil.example/",
        "![x](https://evil.example/x.png)",
        '[x](https://e.org/"onmouseover="alert(1))',
        "**<img src=x onerror=alert(1)>**",
        "[<svg/onload=alert(1)>](https://e.org)",
        "- <a href='javascript:alert(1)'>x</a>",
        "&lt;script&gt;",
        "[a\\](https://e.org)",
    ],
)
def test_hostile_notation_shows_only_what_is_allowed(typed):
    html = as_html(typed)

    assert shows_nothing_else(html)
    assert 'href="https://bank' not in html
    assert "evil.example/x.png)" not in html or "<img" not in html


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>а</p><p>б<br>в</p>", "а\n\nб\nв"),
        ("<div>а</div><div>б</div>", "а\n\nб"),
        ("<h2>Наслов</h2>текст", "Наслов\n\nтекст"),
        ("<ul><li><p>а</p></li><li>б</li></ul><ol><li>в</li><li>г</li></ol>", "- а\n- б\n\n1. в\n2. г"),
        ("<ul><li>а<ul><li>б</li></ul></li></ul>", "- а\n\n- б"),
        ("<p>на <strong>важно </strong>место</p>", "на **важно** место"),
        ("<p><b>а</b><strong>б</strong></p>", "**аб**"),
        ('<p><a href="https://e.org">тука</a></p>', "[тука](https://e.org)"),
        ('<p><a href="https://e.org">https://e.org</a></p>', "https://e.org"),
        ('<p><a href="javascript:alert(1)">тука</a><a href="//evil.example">и</a></p>', "тукаи"),
        ('<p>а<img src="https://evil.example/x.png" onerror="alert(1)">б</p>', "аб"),
        ("<p>а</p><script>alert(1)</script><style>p{}</style><svg><script>1</script></svg>", "а"),
        ("<p>2 ** 3</p>", r"2 \*\* 3"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
        ("<table><tr><td>а</td><td>б</td></tr></table>", "а б"),
        ("<p>\u00a0а\u200b \u00a0 б</p><p> </p>", "а б"),
        ("", ""),
    ],
)
def test_html_is_kept_as_notation_and_the_rest_of_it_is_dropped(sent, kept):
    assert notation_of(sent) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Став\nсо два реда\n\n- **важна** точка\n- [врска](https://e.org/a)\n\n1. а\n2. б",
        r"\*\*ѕвезди\*\* и [загради] и C:\пат и 5*3",
        "**а [б](https://e.org) в** г",
        "*почеток и крај*",
    ],
)
def test_what_the_editor_sends_back_says_the_same(typed):
    html = as_html(typed)

    assert as_html(notation_of(html)) == html
    assert notation_of(as_html(notation_of(html))) == notation_of(html)


def test_the_editors_html_stays_inside_its_attribute():
    class Sheet(forms.Form):
        text = RichTextField()

    class Areas(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "textarea":
                self.found = dict(attrs)

    typed = 'Види [тука](https://e.org/a) потоа "ова"'
    for page in (str(Sheet(initial={"text": typed})["text"]), str(row_field(_row(Sheet, typed)))):
        areas = Areas()
        areas.feed(page)
        assert areas.found["data-rich"] == as_html(typed)


def _row(sheet, typed):
    form = sheet(initial={"text": typed})
    form.summary_name = "Ред 1"
    return form["text"]


def test_words_alone_keep_the_address_of_a_link():
    assert plain("**Важно**: [тука](https://e.org), https://e.org\n- а") == (
        "Важно: тука (https://e.org), https://e.org\n\n- а"
    )


def test_who_lays_out_a_text_gets_its_blocks():
    assert blocks_of("а **б**\n- в") == [
        Block("paragraph", ((Run("а "), Run("б", is_bold=True)),)),
        Block("bullets", ((Run("в"),),)),
    ]


@pytest.mark.parametrize("piece", ["**\\a", "[", "[a](https://", "**a ", "https://a(", "\\", "1. a\n", "- **[x]("])
def test_a_long_hostile_text_is_read_in_time_that_grows_with_it(piece):
    assert shows_nothing_else(as_html(piece * 10_000))
