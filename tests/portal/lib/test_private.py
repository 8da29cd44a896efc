"""What should not be public by chance is found in free text, and what only looks like it is left alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.private import Kind, check_digit, find_private, is_personal_number, without

WORDS = st.text(alphabet="абвгдежзијклмнопрстуфхцчш abcdefgxyz ëçšđžљњќѓ", max_size=30)


def found(text):
    return [(one.kind.value, one.text, one.is_sure) for one in find_private(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02 3123 456", "023123456"),
        ("02/3123-456", "023123456"),
        ("(02) 3123 456", "023123456"),
        ("070 123 456", "070123456"),
        ("+389 2 3123 456", "+38923123456"),
        ("00389 70 123 456", "+38970123456"),
        ("+389(0)70/123-456", "+389070123456"),
        ("069 123 4567", "0691234567"),
        ("+355 69 123 4567", "+355691234567"),
        ("044 123 456", "044123456"),
        ("+383 44 123 456", "+38344123456"),
        ("038/200-123", "038200123"),
        ("011/3012-345", "0113012345"),
        ("063 123 4567", "0631234567"),
        ("+381 63 123 4567", "+381631234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("тел. 3123-456", "3123456"),
        ("tel: 222 333", "222333"),
    ],
)
def test_telephone_numbers_of_the_region_are_found_however_they_are_grouped(text, value):
    one = find_private(f"Јавете се на {text} до петок.")[0]

    assert (one.kind, one.value, one.is_sure) == (Kind.TELEPHONE, value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Рокот е 10.10.2022 година, состанокот од 03.10.2022 – 05.10.2022 год.",
        "Архивски број бр. 08-3456/12 од 2022 година.",
        "Планот 2020-2024, квартал 2022/2023, точка 3.6.1.2.",
        "Износ од 1.234.567,00 денари или 54 000,50 евра; од 1 000 000 до 2 500 000.",
        "Закон бр. 024/2020-01, сметка 100000000012345678.",
        "Обуки: 39 активности, 8 работилници, 2 студиски посети.",
        "ОГП код MK0164, 18 општини, 120 учесници.",
    ],
)
def test_dates_amounts_and_references_are_left_alone(text):
    assert found(text) == []


def test_two_numbers_beside_each_other_are_two():
    assert [text for _kind, text, _sure in found("070 123 456 071 234 567 и +389 70 123 456 02 3123 456")] == [
        "070 123 456",
        "071 234 567",
        "+389 70 123 456",
        "02 3123 456",
    ]


def test_addresses_are_found_also_where_they_hide_from_robots():
    assert found("Пишете на ana.petrova@mvr.gov.mk или ана(кај)пример.мк, не на @ane.") == [
        ("email", "ana.petrova@mvr.gov.mk", True),
        ("email", "ана(кај)пример.мк", False),
    ]


def test_the_check_digit_parts_a_personal_number_from_what_only_looks_like_one():
    assert found("ЕМБГ 0101985450006.") == [("personal_number", "0101985450006", True)]
    assert found("Број 0101985450007.") == [("personal_number", "0101985450007", False)]
    assert found("Број 4101985450006 и 1234567890123.") == []


def test_what_is_found_comes_with_its_sentence():
    one = find_private("Прва реченица. Пишете на a@b.mk до петок! Трета.\nДруг ред.")[0]

    assert one.sentence == "Пишете на a@b.mk до петок!"


@given(st.text(max_size=400))
def test_whatever_is_typed_what_is_found_stands_there_and_nothing_stands_in_another(text):
    end = 0
    for one in find_private(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.text in one.sentence or one.text.strip() in one.sentence
        end = one.end


DAYS = st.dates(date(1900, 1, 1), date(2022, 12, 31)).map(lambda day: f"{day:%d%m}{day.year % 1000:03d}")


@given(DAYS, st.integers(0, 99_999), WORDS, WORDS)
def test_every_personal_number_is_found_and_another_check_digit_is_never_sure(day, rest, before, after):
    first = f"{day}{rest:05d}"
    digit = check_digit(first)

    assert is_personal_number(f"{first}{digit}")
    assert ("personal_number", f"{first}{digit}", True) in found(f"{before} {first}{digit} {after}")
    wrong = (digit + 1) % 10
    assert ("personal_number", f"{first}{wrong}", True) not in found(f"{before} {first}{wrong} {after}")


PHONES = st.tuples(
    st.sampled_from(["+389 2 ", "00389 70 ", "+383 44 ", "+381 63 ", "+355 69 ", "02/", "070 ", "044 ", "011/"]),
    st.integers(1_000_000, 9_999_999).map(lambda number: f"{number // 10_000}-{number % 10_000:04d}"),
).map("".join)
MAILS = st.from_regex(r"[a-z]{1,12}\.[a-z]{1,12}@[a-z]{2,10}\.(?:gov\.mk|org|al|rs)", fullmatch=True)


@given(st.one_of(PHONES, MAILS), WORDS, WORDS)
def test_what_is_hidden_among_words_is_found_and_taken_out_whole(secret, before, after):
    text = f"{before} {secret}, {after}"

    one = next(one for one in find_private(text) if one.text == secret)
    rest = without(text, one.start, one.end)

    assert one.is_sure
    assert secret not in rest
    assert rest.replace(" ", "") == f"{before},{after}".replace(" ", "")


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 60), WORDS)
def test_no_day_and_no_range_of_days_is_taken_for_a_number(day, length, words):
    last = day + timedelta(days=length)
    for written in (f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y} – {last:%d.%m.%Y}"):
        assert found(f"{words} {written} {words}") == []
