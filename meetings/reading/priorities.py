"""Priorities of organizations, as far as a text counts them up. They are copies: the sentence stays where it is."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.drafts import PriorityRow
from meetings.reading.result import Evidence, Sureness
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.outline import Piece
from ovp_portal.lib.reading.priorities import priorities_in, year_of_priorities

MOST_PRIORITIES = 50
_NOTE = _("Counted up in the text; whose priority it is, the text does not say.")


def read_priorities(pieces: Iterable[Piece]) -> tuple[list[PriorityRow], list[Evidence]]:
    """Each priority that a sentence counts up, with the year that the sentence, or one before it, names."""
    rows, evidence, year = [], [], None
    for piece in pieces:
        if piece.part not in (Part.DISCUSSION, Part.CONCLUSIONS, Part.PURPOSE):
            continue
        year = year_of_priorities(piece.text) or year
        found = priorities_in(piece.text)
        for text in found.items if found else ():
            if len(rows) >= MOST_PRIORITIES:
                return rows, evidence
            rows.append(PriorityRow(text=text, year=found.year or year))
            value = format_lazy(_("Priority {number}: {text}"), number=len(rows), text=text)
            evidence.append(
                Evidence(field="priorities", value=value, sentence=piece.text, sureness=Sureness.CHECK, note=_NOTE)
            )
    return rows, evidence
