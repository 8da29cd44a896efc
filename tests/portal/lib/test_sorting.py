"""The four alphabets, in order, on any server."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.text import sort_key

MIXED = st.text(alphabet="абѓжѕјљњќџшabcçdđeëghjlnrstxyzčćžš 0123.-ΩQ", max_size=12)

IN_ORDER = {
    "mk": (
        "2 Агенција, 3.6, 3.10, 10 Агенција, Аврам, Ана, Битола, Гевгелија, Дебар, Ѓорче, "
        "Егри, Желино, Зелениково, Ѕвегор, Илинден, Јегуновце, Кичево, Лозово, Љубојно, "
        "Могила, Неготино, Његош, Охрид, Пехчево, Ресен, Скопје, Тетово, Ќојлија, Ужице, "
        "Филип, Хан, Центар, Чашка, Џепчиште, Штип, Agora, Zeta"
    ),
    "sq": (
        "A ja, agjenci, cak, çaj, dy, dhe, era, ëndërr, guri, gjak, lis, llaç, natë, njeri, "
        "rast, rrush, sot, shi, tre, thes, uji, xixë, xhami, ylli, zë, zhurmë, Скопје"
    ),
    "sr-latn": ("cena, čaj, ćup, dan, džep, đak, luk, ljubav, noć, njiva, sud, šuma, zid, žaba, Ωmega"),
    "en": "Council, education, Ministry, zebra, Скопје",
}


@pytest.mark.parametrize("language", list(IN_ORDER))
def test_words_stand_in_the_order_of_the_alphabet(language):
    words = IN_ORDER[language].split(", ")
    backwards = words[::-1]

    assert sorted(backwards, key=lambda word: sort_key(word, language)) == words


@given(st.lists(MIXED, max_size=8), st.sampled_from(list(IN_ORDER)))
def test_the_order_is_total_and_the_same_for_bytes_and_letters(texts, language):
    keys = sorted(sort_key(text, language) for text in texts)

    assert all(re.fullmatch("[0-9a-z]*", key) for key in keys)
    assert keys == sorted(keys, key=str.encode)


@given(MIXED, MIXED, st.sampled_from(list(IN_ORDER)))
def test_a_text_stands_before_its_own_continuation(text, more, language):
    assert sort_key(text, language) <= sort_key(f"{text} {more}", language)


@given(MIXED, st.sampled_from(list(IN_ORDER)))
def test_case_does_not_count(text, language):
    assert sort_key(text.upper(), language) == sort_key(text, language)


def test_digraphs_are_letters_of_their_own_only_where_they_are():
    assert sort_key("dz", "sq") < sort_key("dh", "sq")
    assert sort_key("dh", "en") < sort_key("dz", "en")


def test_serbian_cyrillic_stands_with_its_latin():
    assert sort_key("Људи и ђаци, Чачак, џеп", "sr-latn") == sort_key("Ljudi i đaci, Čačak, džep", "sr-latn")


def test_marks_of_other_languages_and_stray_letters_do_not_move_a_word():
    assert sort_key("résumé", "en") == sort_key("resume", "en")
    assert sort_key("Jaкнење", "mk") == sort_key("Јакнење", "mk")
    assert sort_key("„Заложба“", "mk") == sort_key("заложба", "mk")


def test_an_unknown_language_gets_the_latin_alphabet():
    assert sort_key("été", "fr") == sort_key("ete", "en")


@pytest.mark.parametrize("letter", ["а", "Ω", "1 "])
def test_a_key_fits_its_column_whatever_the_text(letter):
    assert len(sort_key(letter * 1000, "mk")) == 400
    assert len(sort_key(letter * 1000, "mk", max_length=90)) == 90
