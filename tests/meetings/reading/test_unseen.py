"""Notes with labels, orders and spellings that the reader was not made for: which fields it reads as a person would."""

import pytest

from ovp_portal.lib.reading.outline import prepare
from tests.meetings.reading.test_reader import words, words_of_reading
from tests.meetings.reading.unseen import ALL, FACTS

EMPTY = {
    "kind": "meeting",
    "is_month_only": False,
    "hours": (None, None),
    "place": "",
    "modes": (),
    "guests": [],
    "purpose": "",
    "agenda": [],
    "discussion": "",
    "reason": "",
    "conclusions": [],
}
"""What a field is when the text says nothing of it."""
FIELDS = ("group", "kind", "days", "is_month_only", "hours", "place", "modes", "attendance", "guests", "purpose", "agenda", "discussion", "reason", "conclusions")  # fmt: skip


def read(desk, text):
    """The fields of the reading, written as the facts are."""
    group = desk.found(text).group
    reading = desk.read(text, group)
    draft = reading.draft
    keys = {seat.pk: key for (_group, key), seat in desk.seats.items()}
    return {
        "group": {desk.group: "3.6", desk.other: "4.1"}.get(group, ""),
        "kind": draft.kind,
        "days": (draft.starts_on, draft.ends_on),
        "is_month_only": draft.is_month_only,
        "hours": (draft.starts_at, draft.ends_at),
        "place": draft.place,
        "modes": tuple(sorted(draft.modes)),
        "attendance": {keys.get(row.membership, "coordinator"): row.presence for row in draft.members},
        "guests": [(row.person, row.organization) for row in draft.guests],
        "purpose": draft.purpose,
        "agenda": [row.text for row in draft.agenda],
        "discussion": draft.discussion,
        "reason": draft.nothing_done_reason,
        "conclusions": [(row.kind, row.owner.partition("-")[0], row.due_on) for row in draft.conclusions],
    }


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_field_is_what_a_person_reads(desk, name):
    assert read(desk, ALL[name]) == EMPTY | FACTS[name]


@pytest.mark.parametrize("name", sorted(ALL))
def test_nothing_is_invented_and_nothing_is_lost(desk, name):
    """Every word of the text is in some field or in the remainder, and no field has a word that is not in the text."""
    source = prepare(ALL[name])
    reading = desk.read(ALL[name])

    assert words_of_reading(reading) == words(source)
    for row in (*reading.draft.guests, *reading.draft.priorities):
        assert not words(row.organization) - words(source)
    for row in reading.draft.guests:
        assert not words(row.person, row.function, row.organization) - words(source)
