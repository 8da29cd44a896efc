"""Numbers typed by people of four languages, and shown back to them."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.numbers import NumberNotRead, number_text, plain_digits, read_decimal
from tests.portal.lib.conftest import LANGUAGES

kept_numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=5, min_value=-(10**10) + 1, max_value=10**10 - 1
)


@given(kept_numbers, st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed_back(number, language):
    with translation.override(language):
        assert read_decimal(number_text(number)) == number


@given(st.text(), st.sampled_from(LANGUAGES))
def test_whatever_is_typed_gives_a_finite_number_or_a_sentence(text, language):
    with translation.override(language):
        try:
            answer = "A number." if read_decimal(text).is_finite() else "endless"
        except NumberNotRead as refusal:
            answer = refusal.messages[0]

    assert answer.endswith(".")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (",5", "0.5"),
        ("1234,5", "1234.5"),
        ("1234.567", "1234.567"),
        ("0.125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234 567.25", "1234567.25"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("  −3,20 ", "-3.20"),
        ("- 3", "-3"),
        ("+3", "3"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_the_usual_ways_of_typing_are_read_in_every_language(language, typed, number):
    assert read_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "NaN", "Infinity", "-inf", "1e999", "1e5", "12 5", "1.234 5", "1.234.5", "1,2,3",
        "1.23.456", "12.", ".", "-", "--1", "5²", "١٢", "12 %", "0x10", "1_000", "1\n234", "=1+1",
        "1 234.567,8", "5-3",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(language, typed):
    with pytest.raises(NumberNotRead) as refusal:
        read_decimal(typed)

    assert "1234" in refusal.value.messages[0]


def test_more_digits_than_can_be_kept_are_refused(language):
    with pytest.raises(NumberNotRead) as refusal:
        read_decimal("1234567890123456")

    assert "15" in refusal.value.messages[0]


@pytest.mark.parametrize("code", ["mk", "sq", "sr-latn"])
def test_a_point_before_three_digits_is_ambiguous_where_the_comma_is_decimal(code):
    with translation.override(code):
        assert read_decimal("1,234") == Decimal("1.234")
        with pytest.raises(NumberNotRead) as refusal:
            read_decimal("1.234")
        assert "1234,5" in refusal.value.messages[0]


def test_english_reads_its_own_point_and_comma():
    with translation.override("en"):
        assert read_decimal("1.234") == Decimal("1.234")
        assert read_decimal("1,234") == Decimal("1234")


@pytest.mark.parametrize(
    ("number", "shown", "in_english"),
    [
        (Decimal("1234567.50"), "1\u00a0234\u00a0567,5", "1,234,567.5"),
        (Decimal("-1234"), "−1\u00a0234", "−1,234"),
        (Decimal("1E+3"), "1\u00a0000", "1,000"),
        (Decimal("100"), "100", "100"),
        (Decimal("-0.00"), "0", "0"),
        (Decimal("0.000001"), "0,000001", "0.000001"),
        (42, "42", "42"),
    ],
)
def test_numbers_are_shown_in_the_form_of_the_language(language, number, shown, in_english):
    assert number_text(number) == (in_english if language == "en" else shown)


def test_places_round_halves_away_from_zero_and_leave_no_trailing_zeros():
    with translation.override("mk"):
        assert number_text(Decimal("2.345"), places=2) == "2,35"
        assert number_text(Decimal("-2.5"), places=0) == "−3"
        assert number_text(Decimal("2.999"), places=2) == "3"
        assert number_text(Decimal("-0.4"), places=0) == "0"
        assert number_text(Decimal("9" * 30 + ".96"), places=1) == "1" + "\u00a0000" * 10


@pytest.mark.parametrize("wrong", [1.5, float("nan"), True])
def test_floats_are_never_shown(wrong):
    with pytest.raises(TypeError):
        number_text(wrong)


@pytest.mark.parametrize("endless", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("write", [number_text, plain_digits])
def test_endless_numbers_are_never_written(write, endless):
    with pytest.raises(ValueError, match="finite"):
        write(Decimal(endless))
