from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.reading.deadlines import deadlines_in, parted_by_deadlines
from ovp_portal.lib.reading.sentences import is_counted, item_of, sentences
from ovp_portal.lib.text import tidy


def test_a_sentence_ends_neither_at_an_abbreviation_nor_at_a_day():
    text = "Присуствуваше г. Прв на 3. Октомври 2022. Потоа збор? Да. бр. 5 остана."

    assert sentences(text) == ["Присуствуваше г. Прв на 3. Октомври 2022.", "Потоа збор?", "Да. бр. 5 остана."]


@given(st.text(max_size=300))
def test_sentences_are_the_paragraph_again(text):
    paragraph = " ".join(tidy(text).split())

    assert " ".join(sentences(paragraph)).split() == paragraph.split()


def test_numbers_are_numbers_of_items_only_where_they_count():
    assert is_counted(["1. а", "2. б"])
    assert is_counted(["а) една", "б) две"])
    assert not is_counted(["3. октомври 2022", "текст"])
    assert item_of("3. октомври 2022").text == "3. октомври 2022"


def test_a_sentence_with_two_deadlines_is_parted_at_its_clause():
    text = "Податоците се праќаат најдоцна до 10 октомври 2022 година, а извештајот излегува до 15 октомври 2022."

    assert parted_by_deadlines(text) == [
        "Податоците се праќаат најдоцна до 10 октомври 2022 година",
        "а извештајот излегува до 15 октомври 2022.",
    ]


def test_a_day_is_a_deadline_only_after_its_words():
    assert deadlines_in("Состанокот е на 10 октомври 2022.") == []
    assert len(deadlines_in("Data are due by 10 October 2022; të dhënat deri më 12 tetor 2022")) == 2


@given(st.text(alphabet="до10.52 октври,;а", max_size=120))
def test_parting_loses_nothing(text):
    kept = [sign for sign in "".join(parted_by_deadlines(text)) if sign.isalnum()]
    assert kept == [sign for sign in text if sign.isalnum()]
