"""An old note as a draft, with the sentence behind every field. Nothing is saved and nothing is made up."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.drafts import AgendaRow, NoteDraft
from meetings.enums import MeetingKind
from meetings.queries import Choices
from meetings.reading.conclusions import ConclusionReader
from meetings.reading.organizations import OrganizationNames
from meetings.reading.people import PeopleReader
from meetings.reading.priorities import read_priorities
from meetings.reading.result import Evidence, Leftover, Reading, Sureness
from meetings.reading.when import read_when
from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.languages import language_of
from ovp_portal.lib.reading.outline import Piece, outline
from ovp_portal.lib.reading.sentences import item_of

MOST_POINTS = 200
"""More points and conclusions than this are no note; the rest stays in the remainder."""
_REASONS = [
    (_("Read for its facts: day, place, way, people, group"),
     (Part.GROUP, Part.WHEN, Part.PLACE, Part.WAY, Part.PEOPLE, Part.ABSENT, Part.EXCUSED)),
    (_("Not recognised"), (Part.OTHER, Part.TITLE, Part.AGENDA, Part.CONCLUSIONS)),
    (_("Headings"), (Part.KIND, Part.LABEL)),
    (_("Said twice"), (Part.REPEATED,)),
    (_("Brought along from a web page"), (Part.RESIDUE,)),
]  # fmt: skip


def read_note(source: str, *, choices: Choices, names: OrganizationNames, pieces: list[Piece] | None = None) -> Reading:
    """Read a tidy text as a note of the group whose choices these are."""
    pieces, left_out = _cut(outline(source) if pieces is None else pieces)
    when = read_when(pieces)
    days = (when.fields["starts_on"], when.fields["ends_on"]) if "starts_on" in when.fields else None
    people = PeopleReader(choices, names, days, when.fields.get("kind", MeetingKind.MEETING)).read(pieces)
    conclusions = ConclusionReader(choices, names, days[1] if days else None)
    rows = conclusions.read(pieces)
    texts = {name: _paragraphs(pieces, part) for name, part in _TEXTS.items()}
    reason, said = _reason(pieces)
    priorities, evidence_of_priorities = read_priorities(pieces)
    draft = NoteDraft(
        **when.fields,
        **texts,
        title=_title(pieces),
        nothing_done_reason=reason,
        members=tuple(people.members.values()),
        guests=tuple(people.guests),
        agenda=tuple(AgendaRow(text=piece.text) for piece in pieces if piece.part is Part.AGENDA),
        conclusions=tuple(rows),
        priorities=tuple(priorities),
    )
    return Reading(
        draft=draft,
        evidence=(
            *when.evidence,
            *_of_texts(pieces),
            *([Evidence(field="nothing_done_reason", sentence=said, sureness=Sureness.LIKELY)] if reason else []),
            *people.evidence,
            *conclusions.evidence,
            *evidence_of_priorities,
        ),
        remainder=tuple(_remainder([*pieces, *left_out], left_out)),
        language=language_of(source),
        numbers=tuple(piece.number for piece in [*pieces, *left_out] if piece.number),
    )


_TEXTS = {"purpose": Part.PURPOSE, "discussion": Part.DISCUSSION}


def _cut(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that a note has room for, and those rows that it has not."""
    counts = {Part.AGENDA: 0, Part.CONCLUSIONS: 0}
    kept, left_out = [], []
    for piece in pieces:
        if piece.part in counts:
            counts[piece.part] += 1
            if counts[piece.part] > MOST_POINTS:
                left_out.append(piece)
                continue
        kept.append(piece)
    return kept, left_out


def _title(pieces: Iterable[Piece]) -> str:
    return next((piece.text for piece in pieces if piece.part is Part.TITLE), "")


def _paragraphs(pieces: Iterable[Piece], part: Part) -> str:
    """The sentences of a part in the paragraphs that they stood in."""
    text, is_new, was_item = "", True, False
    for piece in pieces:
        is_new = is_new or piece.opens
        if piece.part is not part:
            continue
        is_item = item_of(piece.text).is_signed
        between = ("\n" if was_item and is_item else "\n\n") if is_new else " "
        text += (between if text else "") + piece.text
        is_new, was_item = False, is_item
    return text


def _reason(pieces: Iterable[Piece]) -> tuple[str, str]:
    """Why nothing was realized: a copy of the words of the sentence that says so, which stays where it is."""
    for piece in pieces:
        if piece.part in (Part.DISCUSSION, Part.CONCLUSIONS) and (reason := cues.reason_in(piece.text)):
            return reason[:10_000], piece.text
    return "", ""


def _of_texts(pieces: list[Piece]) -> Iterable[Evidence]:
    """Where the longer texts come from: the heading above them, or their own words."""
    for name, part in (("title", Part.TITLE), *_TEXTS.items(), ("agenda", Part.AGENDA)):
        found = [piece for piece in pieces if piece.part is part]
        if not found:
            continue
        first = found[0]
        note, sureness = _("No heading says so; it is told by its place or its words."), Sureness.CHECK
        if first.label:
            note = format_lazy(_("It stands under the heading “{label}”."), label=first.label.strip(" :–-"))
            sureness = Sureness.SURE
        elif part is Part.TITLE or any(piece.part is Part.LABEL for piece in pieces):
            sureness = Sureness.LIKELY
        sentence = first.text if len(found) == 1 else f"{first.text} … {found[-1].text}"
        yield Evidence(field=name, sentence=sentence, sureness=sureness, note=note)


def _remainder(pieces: list[Piece], left_out: list[Piece]) -> Iterable[Leftover]:
    for reason, parts in _REASONS:
        texts = tuple(piece.text for piece in pieces if piece.part in parts and _is_left(piece, left_out))
        if texts:
            yield Leftover(reason, texts)


def _is_left(piece: Piece, left_out: list[Piece]) -> bool:
    """A title stands in its field, and so do the points and conclusions that there was room for."""
    in_fields = (Part.TITLE, Part.AGENDA, Part.CONCLUSIONS)
    return piece.part not in in_fields or any(piece is other for other in left_out)
