"""What is said of a member on a roster."""

import pytest

from ovp_portal.circulation.words import seat_text


@pytest.mark.parametrize(
    ("function", "role", "said"),
    [
        ("Државен советник", "член", "Државен советник, член"),
        ("Член", "член", "Член"),
        ("", "координатор", "координатор"),
        ("Советник", "", "Советник"),
        ("", "", ""),
    ],
)
def test_a_function_that_is_the_seat_is_said_once(function, role, said):
    assert seat_text(function, role) == said
