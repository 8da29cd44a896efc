"""When and how a meeting was held, by what its text says."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingKind, Mode
from meetings.reading.result import Evidence, Sureness, doubtful
from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.dates_in_text import FoundDate, find_dates, find_hours, words_besides
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.outline import Piece
from ovp_portal.lib.reading.running import is_held
from ovp_portal.lib.reading.words import find_phrase, vocabulary, words_of

_DURING = "во текот на|текот на|tokom|u toku|током|gjatë|during|in the course of|во|u|у|në|in"
_AT = {"vo", "u", "ne", "in", "at", "kaj", "na"}
_MOST_PLACE_WORDS = 9


@dataclass
class When:
    """Fields of the draft, and where they come from."""

    fields: dict[str, Any] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def set(self, name: str, value: Any, sentence: str, sureness: Sureness, note: Any = "") -> None:
        self.fields[name] = value
        self.evidence.append(Evidence(field=name, sentence=sentence, sureness=sureness, note=note))


def read_when(pieces: list[Piece]) -> When:
    found = When()
    _kind(pieces, found)
    _days(pieces, found)
    _hours(pieces, found)
    _modes(pieces, found)
    _place(pieces, found)
    if found.fields.get("kind") == MeetingKind.CONSULTATION:
        _leave_out_place_and_hours(found)
    return found


def _leave_out_place_and_hours(found: When) -> None:
    """A round has neither; where the text says one, somebody looks at the kind. The sentence is in the remainder."""
    names = ("place", "starts_at", "ends_at")
    said = next((row for row in found.evidence if row.field in names), None)
    found.evidence = [row for row in found.evidence if row.field not in names]
    for name in names:
        found.fields.pop(name, None)
    if said:
        note = _(
            "The text says a place or an hour, and a consultation round has none. Choose another kind to enter it."
        )
        found.evidence.append(replace(said, field="kind", sureness=Sureness.CHECK, note=note))


def _texts(pieces: list[Piece], *parts: Part, labelled: bool | None = None) -> list[str]:
    return [
        piece.text for piece in pieces if piece.part in parts and (labelled is None or bool(piece.label) == labelled)
    ]


def _kind(pieces: list[Piece], found: When) -> None:
    heads = _texts(pieces, Part.TITLE, Part.KIND)
    labels = [piece.label for piece in pieces if piece.part is Part.PEOPLE and piece.label]
    told = [*_texts(pieces, Part.WHEN, Part.WAY, Part.PEOPLE), *labels, *heads]
    said = [*heads, *_texts(pieces, Part.PURPOSE, Part.DISCUSSION)[:3]]
    for kind, phrases, texts in (
        (MeetingKind.CONSULTATION, cues.CONSULTED, told),
        (MeetingKind.STEERING, cues.STEERING, said),
        (MeetingKind.SECTOR, cues.SECTOR, said),
        (MeetingKind.COUNCIL, cues.COUNCIL, said),
        (MeetingKind.MEETING, cues.MEETING, heads),
    ):
        for text in texts:
            if cues.says_one_of(text, phrases):
                found.set("kind", kind, text, Sureness.SURE if text in heads or texts is told else Sureness.LIKELY)
                return
    note = _("Nothing in the text says what kind of meeting it was.")
    found.evidence.append(Evidence(field="kind", sentence="", sureness=Sureness.CHECK, note=note))


# Days


def _days(pieces: list[Piece], found: When) -> None:
    for text, day, sureness, note in _candidates(pieces):
        found.set("starts_on", day[0], text, sureness, note)
        found.set("ends_on", day[1], text, sureness, note)
        if note is MONTH_ONLY:
            found.fields["is_month_only"] = True
        return
    for text in _first_sentences(pieces):
        for day in find_dates(text):
            if day.starts_on is None:
                note = _("No year is said with this day or month, so none was filled in.")
                evidence = Evidence(field="starts_on", sentence=text, sureness=Sureness.CHECK, note=note)
                found.evidence.append(evidence)
                return


MONTH_ONLY = _("Only the month is said, so only the month stands here.")
Candidate = tuple[str, tuple[date, date], Sureness, Any]


def _candidates(pieces: list[Piece]) -> Iterator[Candidate]:
    """The days that the meeting may have been on, the surest first."""
    whole = [day for piece in pieces for day in find_dates(piece.text) if day.starts_on and not day.is_month]
    headed = _texts(pieces, Part.WHEN, labelled=True)
    yield from _read(headed, whole, Sureness.SURE)
    yield from _read(_texts(pieces, Part.TITLE, Part.KIND), whole, Sureness.LIKELY)
    held = [text for text in _texts(pieces, Part.PURPOSE, Part.DISCUSSION, Part.PEOPLE) if _says_held(text)]
    held += _sentences_of_when(pieces)
    yield from _read(held, whole, Sureness.LIKELY)
    alone = _("This day stands alone; it may be the day on which the text was written or published.")
    for text, day, _sureness, _note in _read(_texts(pieces, Part.WHEN, labelled=False), whole, Sureness.CHECK):
        yield text, day, Sureness.CHECK, alone
    for text in [*headed, *_first_sentences(pieces)]:
        for day in find_dates(text):
            if day.is_month and day.starts_on and day.ends_on and (text in headed or _is_during(text, day)):
                yield text, (day.starts_on, day.ends_on), Sureness.CHECK, MONTH_ONLY


def _read(texts: list[str], whole: list[FoundDate], sureness: Sureness) -> Iterator[Candidate]:
    for text in texts:
        for day in find_dates(text):
            if day.is_month:
                continue
            if day.starts_on and day.ends_on:
                note = _("Two days that do not follow one another: check them.") if day.is_list else ""
                yield text, (day.starts_on, day.ends_on), Sureness.CHECK if day.is_list else sureness, note
                continue
            same = {other.starts_on for other in whole if (other.day, other.month) == (day.day, day.month)}
            if len(same) == 1:
                first = same.pop()
                note = _("The year comes from another line of the text.")
                yield text, (first, first), doubtful(sureness, Sureness.LIKELY), note


def _says_held(text: str) -> bool:
    return cues.says_one_of(text, cues.HELD)


def _sentences_of_when(pieces: list[Piece]) -> list[str]:
    """Sentences that say when it was, as against a line that is a day and a place."""
    return [text for text in _texts(pieces, Part.WHEN, labelled=False) if is_held(text)]


def _first_sentences(pieces: list[Piece]) -> list[str]:
    return [*_texts(pieces, Part.WHEN, labelled=True), *_texts(pieces, Part.DISCUSSION, Part.PURPOSE)[:3]]


def _is_during(text: str, day: FoundDate) -> bool:
    return cues.says_one_of(text[max(day.start - 20, 0) : day.start], _DURING)


# Hours, ways, place


def _hours(pieces: list[Piece], found: When) -> None:
    for text in [*_texts(pieces, Part.WHEN, Part.PLACE, labelled=True), *_sentences_of_when(pieces)]:
        hours = find_hours(text)
        for name, hour in zip(("starts_at", "ends_at"), hours[:2], strict=False):
            found.set(name, time(hour[2], hour[3]), text, Sureness.SURE if len(hours) <= 2 else Sureness.CHECK)
        if hours:
            return


def _modes(pieces: list[Piece], found: When) -> None:
    """From the lines about time and people; from the running text only where those are silent."""
    for texts, sureness in (
        (_texts(pieces, Part.WAY, Part.WHEN, labelled=True), Sureness.SURE),
        (_texts(pieces, Part.PLACE, Part.PEOPLE, Part.TITLE, Part.KIND), Sureness.LIKELY),
        (_sentences_of_when(pieces), Sureness.LIKELY),
        ([text for text in _texts(pieces, Part.PURPOSE, Part.DISCUSSION) if _says_held(text)], Sureness.CHECK),
    ):
        modes = [mode for mode in Mode.values if any(mode in cues.ways_in(text) for text in texts)]
        if modes:
            sentence = next(text for text in texts if cues.ways_in(text))
            found.set("modes", tuple(modes), sentence, sureness)
            return


def _place(pieces: list[Piece], found: When) -> None:
    for text in _texts(pieces, Part.PLACE):
        if not cues.ways_in(text) or Mode.IN_PERSON in cues.ways_in(text):
            found.set("place", text.rstrip(".")[:200], text, Sureness.SURE)
            return
    for text in _texts(pieces, Part.WHEN, labelled=True):
        if place := ", ".join(_fragments_of_place(text)):
            found.set("place", place[:200], text, Sureness.LIKELY)
            return
    for text in _sentences_of_when(pieces):
        if place := _held_in(text):
            found.set("place", place[:200], text, Sureness.CHECK)
            return
    for text in _texts(pieces, Part.WHEN, labelled=False):
        days = [] if is_held(text) else find_dates(text)
        before = text[: days[0].start].strip(" ,") if days else ""
        if before and before[0].isupper():
            found.set("place", before[:200], text, Sureness.CHECK)
            return


def _held_in(text: str) -> str:
    """“The meeting was held in Bitola, on 21 April”: what follows “in”, as it is written."""
    words = words_of(text)
    cue = find_phrase(words, vocabulary(cues.HELD))
    if cue is None or cue[1] + 1 >= len(words) or words[cue[1]].text not in _AT:
        return ""
    start = words[cue[1] + 1].start
    days = [day.start for day in find_dates(text) if day.start > start]
    next_at = [word.start for word in words[cue[1] + 2 :] if word.text in _AT]
    end = min([*days, *next_at, *(place for place in range(start, len(text)) if text[place] in ",;("), len(text)])
    said = text[start:end].strip(" .")
    return said if said[:1].isupper() and len(words_of(said)) <= _MOST_PLACE_WORDS else ""


def _fragments_of_place(text: str) -> Iterator[str]:
    """What is left of “3 October 2022, 10:00, Skopje, room 2” when days, hours and ways are taken away."""
    spans = [(day.start, day.end) for day in find_dates(text)]
    spans += [(start, end) for start, end, _hour, _minute in find_hours(text)]
    start = 0
    for end in [*(place for place, sign in enumerate(text) if sign in ",;|()"), len(text)]:
        part = text[start:end]
        inside = [(first - start, last - start) for first, last in spans]
        start = end + 1
        left = list(words_besides(part, inside))
        if any(first >= 0 and first < len(part) for first, _last in inside):
            part = _after_preposition(part, inside)
            left = list(words_besides(part, []))
        if not left or len(left) > _MOST_PLACE_WORDS:
            continue
        if set(cues.ways_in(part)) - {Mode.IN_PERSON} or cues.says_one_of(part, cues.CONSULTED):
            continue
        words = words_of(part)
        if part.strip()[:1].isupper() or words[0].text in _AT or cues.ways_in(part):
            plain = part.strip(" .")
            yield plain[words[1].start - _lead(part) :] if words[0].text in _AT and len(words) > 1 else plain


def _lead(part: str) -> int:
    return len(part) - len(part.lstrip(" ."))


def _after_preposition(part: str, spans: list[tuple[int, int]]) -> str:
    """“3 October 2022 in Skopje”: what follows “in”, behind the day."""
    rest = part[max((end for _start, end in spans if end <= len(part)), default=len(part)) :]
    words = words_of(rest)
    for place, word in enumerate(words[:3]):
        if word.text in _AT and place + 1 < len(words) and rest[words[place + 1].start].isupper():
            return rest[word.start :]
    return ""
