"""Every sentence in every language, complete and whole; nothing here needs gettext's tools."""

import re
from itertools import chain

import polib
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.forms import EmailField, SlugField
from django.utils import translation

from ovp_portal.lib.messages import Message, in_python, in_template, messages
from ovp_portal.management.commands.messages import catalogue, forms, key, locales

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}|%%|</?[a-z]+[^>]*>")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN_AMONG_CYRILLIC = re.compile(r"\b(?=\w*[\u0400-\u04ff])(?=\w*[A-Za-z])\w+|\b[aeojsiAEOJSI]\b")
NUMBERS_WITH_THE_FIRST_FORM = {"mk": (1, 21, 101), "sq": (1,), "sr_Latn": (1, 21, 101)}


@pytest.fixture(scope="module", params=locales())
def locale(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def entries(locale) -> list[polib.POEntry]:
    return list(polib.pofile(str(catalogue(locale))))


@pytest.fixture(scope="module")
def asked() -> list[Message]:
    """Read once for the file: it is every line of the code and of the templates."""
    return list(messages(settings.BASE_DIR))


def said(entry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_catalogues_hold_exactly_what_code_and_templates_ask_for(entries, asked):
    assert len(entries) == len(asked), "run manage.py messages"
    assert {key(entry) for entry in entries} ^ set(asked) == set(), "run manage.py messages"


def test_every_sentence_is_translated_and_none_is_a_guess(entries):
    waiting = [entry.msgid for entry in entries if entry.fuzzy or not all(text.strip() for text in said(entry))]

    assert waiting == []


def test_plural_sentences_have_every_form_of_the_language(entries, locale):
    short = [e.msgid for e in entries if e.msgid_plural and list(e.msgstr_plural) != list(range(forms(locale)))]

    assert short == []


def test_plural_rules_are_those_of_django_itself(locale):
    catalog = translation.trans_real.translation(translation.to_language(locale))._catalog

    assert len({plural(n) for _texts, plural in _parts(catalog) for n in range(200)}) == forms(locale)
    assert len({tuple(plural(n) for n in range(200)) for _texts, plural in _parts(catalog)}) == 1


def _parts(catalog):
    """Django keeps one part of its catalogue for each plural rule it met."""
    return list(zip(catalog._catalogs, catalog._plurals, strict=True))


def test_values_and_marks_are_the_same_on_both_sides(entries, locale):
    wrong = []
    for entry in entries:
        asked, asked_many = values(entry.msgid), values(entry.msgid_plural or entry.msgid)
        for form, text in enumerate(said(entry)):
            # Where the first form also stands for 21, it must show the number although English says “one”.
            may_be = [asked_many] if form or len(NUMBERS_WITH_THE_FIRST_FORM[locale]) > 1 else [asked, asked_many]
            if text and values(text) not in may_be:
                wrong.append((entry.msgid, text))

    assert wrong == []


def values(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_sentences_end_and_begin_as_the_english_ones_do(entries):
    sentences = [entry for entry in entries if " " in entry.msgid]  # a short form of one word has its own full stop
    wrong = [e.msgid for e in sentences for text in said(e) if text and edges(text) != edges(e.msgid)]

    assert wrong == []


def edges(text: str) -> tuple[bool, bool, str]:
    return text != text.lstrip(), text != text.rstrip(), text[-1] if text[-1] in ".?!:…" else ""


def test_letters_belong_to_the_script_of_the_language(entries, locale):
    plain = {e.msgid: [PLACEHOLDER.sub(" ", text) for text in said(e)] for e in entries}
    mixed = LATIN_AMONG_CYRILLIC if locale == "mk" else CYRILLIC
    wrong = {msgid: text for msgid, texts in plain.items() for text in texts if mixed.search(text)}

    assert wrong == {}


def test_compiled_catalogues_are_those_that_were_written(locale):
    po = catalogue(locale)

    assert po.with_suffix(".mo").read_bytes() == polib.pofile(str(po)).to_binary(), "run manage.py messages"


def test_english_is_what_the_code_says_and_never_macedonian(asked):
    with translation.override("en"):
        simple = {m.id: translation.gettext(m.id) for m in asked if m.plural is None and m.context is None}
        plural = {m: [translation.ngettext(m.id, m.plural, n) for n in (1, 2)] for m in asked if m.plural is not None}

    assert {said for msgid, said in simple.items() if said != msgid} == set()
    assert [m for m, said in plural.items() if said != [m.id, m.plural]] == []
    assert not CYRILLIC.search("".join(chain(simple, *plural.values())))


def test_a_page_in_each_language_is_in_that_language():
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = translation.gettext("Sign in")

    assert said == {"mk": "Најава", "sq": said["sq"], "en": "Sign in", "sr-latn": said["sr-latn"]}
    assert len(set(said.values())) == 4


@pytest.mark.parametrize("code", ["mk", "sq", "sr-latn"])
def test_refusals_of_django_itself_are_in_the_language_of_the_page(code):
    with translation.override(code):
        said = [*refusals(validate_password, "a1"), *refusals(validate_password, "1234567890")]
        said += refusals(SlugField().clean, "два збора") + refusals(EmailField().clean, "e-mail")
    with translation.override("en"):
        in_english = [*refusals(validate_password, "a1"), *refusals(validate_password, "1234567890")]
        in_english += refusals(SlugField().clean, "два збора") + refusals(EmailField().clean, "e-mail")

    assert len(said) == len(in_english) >= 5
    assert not set(said) & set(in_english)


def refusals(check, value) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        check(value)
    return refused.value.messages


def test_sentences_of_python_are_read_under_the_names_they_were_imported_with():
    source = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext as p
name = _("One" " sentence")
other = gettext("Not ours")
many = ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
short = p("month", "May")
"""

    assert list(in_python(source)) == [
        Message(None, "One sentence", None),
        Message(None, "%(n)s day", "%(n)s days"),
        Message("month", "May", None),
    ]


def test_a_sentence_made_up_while_running_cannot_be_translated():
    source = "from django.utils.translation import gettext as _\n_(f'{name} is late')"

    with pytest.raises(ValueError, match=r"pages.py:2"):
        list(in_python(source, "pages.py"))


def test_sentences_of_templates_are_read_from_tags_values_and_arguments():
    source = """
{% translate "It's here" %}{% translate "May" context "month" as name %}{{ _("A value") }}
{% part id="a" name=_("A name") %}
{% blocktranslate trimmed count n=rows|length %}
  {{ n }} row
{% plural %}
  {{ n }} rows
{% endblocktranslate %}{% translate "100 % of it" %}
"""

    assert list(in_template(source)) == [
        Message(None, "It's here", None),
        Message("month", "May", None),
        Message(None, "A value", None),
        Message(None, "A name", None),
        Message(None, "%(n)s row", "%(n)s rows"),
        Message(None, "100 %% of it", None),
    ]


def test_the_command_writes_what_is_committed(tmp_path, settings, capsys, asked):
    settings.LOCALE_PATHS = [tmp_path]

    call_command("messages")

    assert sorted(path.parts[-3] for path in tmp_path.rglob("*.mo")) == sorted(locales())
    assert [key(e) for e in polib.pofile(str(catalogue("mk")))] == asked
    assert "mk: " in capsys.readouterr().out


def test_the_command_keeps_translations_and_drops_what_nobody_asks_for(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    po = catalogue("sq")
    po.parent.mkdir(parents=True)
    po.write_text('msgid "Sign in"\nmsgstr "Hyrje"\n\nmsgid "Nobody asks"\nmsgstr "Askush"\n', encoding="utf-8")

    call_command("messages")

    told = {key(entry): entry.msgstr for entry in polib.pofile(str(po))}
    assert told[Message(None, "Sign in", None)] == "Hyrje"
    assert "Nobody asks" not in {message.id for message in told}


def test_the_command_says_what_is_missing_on_a_bare_machine(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "polib", None)

    with pytest.raises(CommandError, match=r"requirements/dev.txt"):
        call_command("messages")
