import itertools

import pytest

from meetings.enums import NoteStatus
from meetings.workflow import NOTE_MOVES
from ovp_portal.lib.workflow import MoveNotAllowed, check_move

DRAFT, CIRCULATED, PUBLISHED, INTERNAL, CORRECTING, ENTERED = NoteStatus
WAY = {(DRAFT, CIRCULATED), (CIRCULATED, DRAFT), (CIRCULATED, PUBLISHED), (CIRCULATED, INTERNAL)}
OF_A_CORRECTION = {(DRAFT, ENTERED), (CIRCULATED, ENTERED), (PUBLISHED, CORRECTING), (CORRECTING, PUBLISHED)}


@pytest.mark.parametrize("pair", list(itertools.product(NoteStatus, repeat=2)))
def test_a_note_goes_on_only_by_way_of_its_members(pair):
    now, to = pair

    if pair in WAY | OF_A_CORRECTION:
        check_move(NOTE_MOVES, now, to)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(NOTE_MOVES, now, to)
