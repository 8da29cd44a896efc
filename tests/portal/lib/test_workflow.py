"""Every pair of states is tried against its table."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import translation

from ovp_portal.lib.workflow import MoveNotAllowed, check_move, transitions


class Door(TextChoices):
    OPEN = "open", "Open door"
    CLOSED = "closed", "Closed door"
    LOCKED = "locked", "Locked door"


MOVES = {
    Door.OPEN: {Door.CLOSED},
    Door.CLOSED: {Door.LOCKED, Door.OPEN},
    Door.LOCKED: set(),
}


@pytest.mark.parametrize(("now", "to"), list(product(Door, Door)))
def test_a_move_is_allowed_exactly_when_the_table_has_it(now, to):
    if to in MOVES[now]:
        assert check_move(MOVES, now, to) is None
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(MOVES, now, to)


def test_a_refusal_names_both_states_by_their_labels_even_when_given_plain_values():
    with translation.override("en"):
        with pytest.raises(ValidationError) as refusal:
            check_move(MOVES, "locked", "open")

        assert refusal.value.messages == ["“Locked door” cannot become “Open door”."]
        assert refusal.value.code == "move_not_allowed"


def test_a_second_click_is_told_that_it_is_already_so():
    with translation.override("en"):
        with pytest.raises(MoveNotAllowed) as refusal:
            check_move(MOVES, Door.LOCKED, Door.LOCKED)

        assert refusal.value.messages == ["It is already in the state “Locked door”."]
        assert refusal.value.code == "already_there"


def test_a_state_unknown_to_the_table_may_go_nowhere():
    with translation.override("en"):
        with pytest.raises(MoveNotAllowed) as refusal:
            check_move(MOVES, "burnt", Door.OPEN)

        assert refusal.value.messages == ["“burnt” cannot become “Open door”."]


def test_transitions_are_plain_values_in_the_order_of_the_table():
    pairs = transitions(MOVES)

    assert pairs == [("open", "closed"), ("closed", "open"), ("closed", "locked")]
    assert {type(value) for pair in pairs for value in pair} == {str}


def test_a_table_that_leads_to_a_state_without_a_line_is_refused():
    with pytest.raises(ValueError, match="no line for locked"):
        transitions({Door.OPEN: {Door.LOCKED}})
