import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.reading.names import named_in_list, organizations_in_sentence


def nobody(_text):
    return False


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("г-ѓа Лице Прво од Министерство за правда", [("Лице Прво", "Министерство за правда", "")]),
        (
            "г-дин Лице Прво од МВР и г-ѓа Лице Второ од Министерство за труд и социјална политика",
            [("Лице Прво", "", ""), ("Лице Второ", "Министерство за труд и социјална политика", "")],
        ),
        ("Лице Прво – Министерство за правда – советник", [("Лице Прво", "Министерство за правда", "советник")]),
        ("First Person (Ministry of Health, adviser)", [("First Person", "Ministry of Health", "adviser")]),
        ("Лице Прво; Лице Второ", [("Лице Прво", "", ""), ("Лице Второ", "", "")]),
        (
            "Министерство за правда, Министерство за труд и социјална политика и Здружение Зора",
            [
                ("", "Министерство за правда", ""),
                ("", "Министерство за труд и социјална политика", ""),
                ("", "Здружение Зора", ""),
            ],
        ),
        ("нема", []),
        ("12 членови", []),
        ("Име и презиме | Институција", []),
    ],
)
def test_a_list_says_person_organization_and_function(text, named):
    assert [(row.person, row.organization, row.function) for row in named_in_list(text, nobody)] == named


def test_a_list_may_say_who_was_absent():
    row = named_in_list("Лице Прво | Министерство за правда | отсутен", nobody)[0]

    assert row.presence == "absent"


def test_a_sentence_names_institutions_up_to_its_verb():
    sentence = (
        "The meeting was attended by representatives of the Ministry of Health, the Agency for Work and civil society."
    )

    assert organizations_in_sentence(sentence, nobody) == [
        "the Ministry of Health",
        "the Agency for Work",
        "civil society",
    ]
    assert organizations_in_sentence("Nobody is named here.", nobody) == []


@given(st.text(max_size=200))
def test_any_text_may_be_a_list(text):
    for row in named_in_list(text, nobody):
        assert row.person or row.organization
    organizations_in_sentence(text, nobody)
