"""Pasted text is tidied without losing words, and every spelling of a word meets in search."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ovp_portal.lib.text import fold, slug, split_list, tidy

letters_of_here = st.text(
    alphabet="абвгдѓежзѕијклљмнњопрстќуфхцчџшђћabcçčćdđeëžšxyz ѐѝ.,·-31\u0301\u200b\u00a0\n",
    max_size=30,
)


@given(st.text() | letters_of_here)
def test_tidying_what_is_tidy_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@given(letters_of_here)
def test_tidying_loses_no_letter(text):
    def seen(given):
        composed = unicodedata.normalize("NFC", given.replace("\u200b", ""))
        return re.sub(r"\s", "", composed)

    assert seen(tidy(text)) == seen(text)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("една  по\u00a0\u2009друга\tтрета", "една по друга трета"),
        ("  ред  \r\nвтор \rтрет\u2028четврт", "ред\nвтор\nтрет\nчетврт"),
        ("а\n\n\n \n\nб\n", "а\n\nб"),
        ("за\u00adлож\u200bба\ufeff", "заложба"),
        ("со\x00 нула\x07", "со нула"),
        ("половина \ud83d", "половина"),
        ("г\u0301", "ѓ"),
        ("\uf0b7 точка", "• точка"),
        ("„наводници“ – и цртка", "„наводници“ – и цртка"),
        ("\u202eобратно\u202c", "обратно"),
        ("", ""),
    ],
)
def test_the_residue_of_pasting_goes(pasted, kept):
    assert tidy(pasted) == kept


@given(st.text() | letters_of_here)
@example("İ")
@example("ṣ̂h")
@example("ﬅh ΐ ꙕ")
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(letters_of_here)
def test_case_never_matters_in_search(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(letters_of_here)
def test_folded_text_of_these_languages_is_plain_ascii(text):
    assert re.fullmatch(r"[a-z0-9. ]*", fold(text))


@pytest.mark.parametrize(
    "spellings",
    [
        ["луѓе", "lugje", "LUGJE", "луг\u0301е", "luǵe"],
        ["људи", "ljudi", "lјudi", "ǉudi"],
        ["заклучоци", "zaklučoci", "zaklucoci", "zakluchoci", "Зaклучоци"],
        ["јакнење", "Jaкнење", "jaknenje"],
        ["куќа", "kukja", "kuḱa"],
        ["џез", "džez", "dzez", "dzhez"],
        ["ѕвезда", "dzvezda"],
        ["желба", "želba", "zelba", "zhelba"],
        ["Штип", "Štip", "Stip", "Shtip"],
        ["ђак", "đak", "djak"],
        ["ноћ", "noć", "noc"],
        ["çështje", "cështje", "ceshtje", "CESHTJE"],
        ["схватити", "shvatiti"],
        ["сѐ", "се", "se"],
        ["МВР – 3.6", "mvr 3.6", "„МВР“, (3.6)."],
    ],
)
def test_all_spellings_of_a_word_meet(spellings):
    assert {fold(spelling) for spelling in spellings} == {fold(spellings[0])}


@pytest.mark.parametrize(("one", "other"), [("рака", "река"), ("3.6", "36"), ("цар", "жар"), ("кука", "куќа")])
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


def test_letters_of_further_scripts_are_kept_in_search():
    assert fold("Ελλάδα, ქართული") == "ελλαδα ქართული"


def test_a_word_with_real_letters_of_both_scripts_is_still_read():
    assert fold("web-страна webстрана") == "web strana webstrana"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Заложба 3.6: Жители, ќерамика", "zalozhba-3-6-zhiteli-kjeramika"),
        ("Çështje të hapura", "ceshtje-te-hapura"),
        ("Đački džep", "djacki-dzep"),
        ("  --  ", "text"),
        ("", "text"),
        ("Ελλάδα", "text"),
        ("а" * 100, "a" * 60),
        ("прва " + "б" * 58, "prva"),
        ("прва " + "б" * 55 + " в", "prva-" + "b" * 55),
    ],
)
def test_addresses_are_ascii_words(text, address):
    assert slug(text) == address


@given(st.text() | letters_of_here, st.integers(min_value=1, max_value=80))
def test_an_address_is_never_empty_and_never_too_long(text, most):
    made = slug(text, max_length=most)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= most


@pytest.mark.parametrize(
    ("pasted", "items"),
    [
        ("· прва работа;\n· втора  работа;\n· трета.", ["прва работа", "втора работа", "трета."]),
        ("Заклучоци:\n•прва\n• втора", ["Заклучоци:", "прва", "втора"]),
        ("1. прва\n2. втора\n10. десетта", ["1. прва", "2. втора", "10. десетта"]),
        ("1. прва\n2) втора", ["прва", "втора"]),
        ("а) прва\n(б) втора", ["прва", "втора"]),
        ("– прва;\n- втора\nпродолжува;\nТрета", ["прва", "втора продолжува", "Трета"]),
        ("· прва; · втора; · трета", ["прва", "втора", "трета"]),
        ("3. октомври 2022: состанок", ["3. октомври 2022: состанок"]),
        ("прва\r\n\r\nвтора", ["прва", "втора"]),
        ("прва · втора", ["прва · втора"]),
        ("-5 степени", ["-5 степени"]),
        ("·\n;\n\n", []),
        ("", []),
    ],
)
def test_a_pasted_list_becomes_its_items(pasted, items):
    assert split_list(pasted) == items


@given(letters_of_here)
def test_a_list_loses_no_letter(text):
    def seen(given):
        return [letter for letter in given if letter.isalpha()]

    assert len(seen("".join(split_list(text)))) == len(seen(tidy(text)))
