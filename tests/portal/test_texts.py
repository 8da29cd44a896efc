import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def _render(source: str, **values) -> str:
    return Template(source).render(Context(values))


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_dates_and_numbers_are_written_in_the_language_of_the_page():
    filters = ["d|day", "d|day_short", "m|moment", "n|number", "none|day", "none|number"]
    source = "|".join(["{% day_range d e %}", *("{{ " + used + " }}" for used in filters)])
    values = {"d": date(2022, 10, 4), "e": date(2022, 10, 5), "m": datetime(2022, 10, 15, 10, tzinfo=UTC), "n": 1234}
    with translation.override("mk"):
        words = _render(source, **values, none=None).split("|")

    assert words[:3] == ["4–5 октомври 2022", "4 октомври 2022", "4 окт. 2022"]
    assert "12.00 часот" in words[3]
    assert words[4:] == ["1\u00a0234", "", ""]


RECORD = SimpleNamespace(title="Наслов <1>", problem="Прв.\n\nВтор.", i18n={"title_sr_latn": "Naslov"})


def test_a_missing_translation_shows_the_original_with_its_language_and_says_so():
    assert _render('{% said record "title" %}', record=RECORD) == '<span lang="mk">Наслов &lt;1&gt;</span>'
    assert "The text is in Macedonian." in _render('{% missing_translation_notice record "title" %}', record=RECORD)
    assert _render('{% said_paragraphs record "problem" %}', record=RECORD).startswith('<div lang="mk"><p>')


def test_a_translated_text_is_shown_as_it_is():
    with translation.override("sr-latn"):
        assert _render('{% said record "title" %}', record=RECORD) == "Naslov"
        assert _text(_render('{% missing_translation_notice record "title" %}', record=RECORD)) == ""
