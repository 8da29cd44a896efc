import itertools

import pytest

from meetings.enums import NoteStatus
from meetings.workflow import NOTE_MOVES
from ovp_portal.lib.workflow import MoveNotAllowed, check_move


@pytest.mark.parametrize("pair", list(itertools.product(NoteStatus, repeat=2)))
def test_a_note_goes_only_from_draft_to_published(pair):
    now, to = pair

    if pair == (NoteStatus.DRAFT, NoteStatus.PUBLISHED):
        check_move(NOTE_MOVES, now, to)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(NOTE_MOVES, now, to)
