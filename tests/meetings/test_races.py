"""Many who save one note at once: each is told the truth, and nobody is overwritten unseen.

`./run bench racing_saves` does the same with a thousand.
"""

import pytest

from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_coordinator_of, make_note
from tests.meetings.forms_data import fields_of
from tests.meetings.races import race, silent_overwrites

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_racing_saves_overwrite_nothing_in_silence(client):
    note = make_note(group=make_commitment().group)
    writers = [note.created_by, *(make_coordinator_of(note.meeting.group, role="deputy") for _each in range(4))]
    client.force_login(note.created_by)
    fields = fields_of(client.get(f"/work/notes/{note.pk}/").text)

    outcome = race(note, writers, 10, fields)

    assert (len(outcome.saved) + len(outcome.refused), outcome.others) == (50, [])
    assert outcome.saved
    assert outcome.refused
    assert silent_overwrites(note, outcome) == []
