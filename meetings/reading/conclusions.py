"""Conclusions as rows: what was decided, who owes what by when – as far as the sentence says so."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from meetings.drafts import ConclusionRow
from meetings.enums import ConclusionKind, Subject, Verdict
from meetings.queries import Choices
from meetings.reading.organizations import OrganizationNames
from meetings.reading.result import Evidence, Sureness
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.deadlines import deadlines_in, parted_by_deadlines
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.outline import Piece
from ovp_portal.lib.reading.votes import verdict_in, votes_in
from ovp_portal.lib.reading.words import Word, phrase_at, vocabulary, words_of

_SUBJECT_WORDS = 9
_CLOSE = 3
_MOST_BEFORE_THAT = 6
_THAT = frozenset({"deka", "da", "qe", "that"})
_GOES_ON = re.compile(r"\s*(?:,|и\b|i\b|and\b|dhe\b|или\b|ili\b|or\b|ose\b|на\b|of\b|od\b|од\b)", re.IGNORECASE)
"""Behind a name: others are named too, or it is another name after all. Then somebody says whose task it is."""


class ConclusionReader:
    def __init__(self, choices: Choices, names: OrganizationNames, met_on: date | None) -> None:
        self.choices, self.names, self.met_on = choices, names, met_on
        self.evidence: list[Evidence] = []

    def read(self, pieces: list[Piece]) -> list[ConclusionRow]:
        return [
            self._row(text.strip(" ,;"), number, bool(piece.label))
            for number, (piece, text) in enumerate(_texts(pieces), start=1)
        ]

    def _row(self, text: str, number: int, is_headed: bool) -> ConclusionRow:
        due_on = self._due(text, number)
        owner = self._owner(text, number)
        kind, sureness = self._kind(
            text, has_task=bool(due_on or owner), is_owed=bool(due_on and owner), is_headed=is_headed
        )
        note = "" if is_headed else _("No heading calls it a conclusion; its words do.")
        value = format_lazy(_("Conclusion {number}: {kind}"), number=number, kind=ConclusionKind(kind).label)
        self.evidence.append(Evidence(field="conclusions", value=value, sentence=text, sureness=sureness, note=note))
        decided = self._decided(text, number) if kind == ConclusionKind.DECISION else {}
        return ConclusionRow(text=text, kind=kind, owner=owner, due_on=due_on, **decided)

    def _decided(self, text: str, number: int) -> dict[str, Any]:
        """How it ended, the votes where all are counted, and the work plan where it was about one."""
        found: dict[str, Any] = {}
        if verdict := verdict_in(text):
            found["verdict"] = verdict
            self._tell(number, _("how it ended"), Verdict(verdict).label, text, Sureness.LIKELY, "")
        if votes := votes_in(text):
            is_sure = votes.is_whole and sum(votes) > 0 and (verdict != Verdict.APPROVED or votes.votes_for > 0)
            note = "" if is_sure else _("The counts do not fit one another, or one is not said: enter them yourself.")
            found |= votes._asdict() if is_sure else {}
            self._tell(number, _("votes"), votes.text, text, Sureness.LIKELY if is_sure else Sureness.CHECK, note)
        if cues.says_one_of(text, cues.WORK_PLAN):
            found["subject"] = str(Subject.WORK_PLAN)
            self._tell(number, _("decided upon"), Subject.WORK_PLAN.label, text, Sureness.LIKELY, "")
        return found

    def _kind(self, text: str, *, has_task: bool, is_owed: bool, is_headed: bool) -> tuple[str, Sureness]:
        """What was adopted is a decision; “it was decided that the ministry sends … by …” is a task."""
        is_adopted = any(cues.says_one_of(text, said) for said in (cues.APPROVED, cues.REJECTED)) or votes_in(text)
        if is_adopted or (cues.says_one_of(text, cues.DECIDED) and not is_owed):
            return ConclusionKind.DECISION, Sureness.LIKELY if is_headed else Sureness.CHECK
        kind = ConclusionKind.TASK if has_task else ConclusionKind.INFORMATION
        return kind, Sureness.LIKELY if is_headed else Sureness.CHECK

    def _due(self, text: str, number: int) -> date | None:
        for deadline in deadlines_in(text):
            note, sureness = "", Sureness.SURE
            due_on = deadline.day.starts_on
            if due_on is None and self.met_on is not None:
                due_on = deadline.day.in_year_of(self.met_on)
                note = _("The year is not said; it is the first such day after the meeting.")
                sureness = Sureness.CHECK
            if due_on is None:
                continue
            self._tell(number, _("due date"), day_text(due_on), text[deadline.start : deadline.day.end], sureness, note)
            return due_on
        return None

    def _owner(self, text: str, number: int) -> str:
        """Who stands right before “will” or “shall”; nobody else is taken for the owner."""
        words = words_of(text)
        will = vocabulary(cues.WILL)
        for place in range(1, len(words)):
            if not phrase_at(words, place, will):
                continue
            subject = words[max(place - _SUBJECT_WORDS, 0) : place]
            owner = self._subject(subject, text)
            if owner:
                said = text[subject[0].start : words[place].end]
                self._tell(number, _("owner"), self.choices.owners[owner], said, Sureness.LIKELY, "")
                return owner
        return self._leading(text, words, number) if deadlines_in(text) else ""

    def _leading(self, text: str, words: list[Word], number: int) -> str:
        """Who stands first in a sentence that says a day, or first behind “that”: “Ministry of Health – a list by”."""
        first = int(len(words) > 1 and words[0].text.isdecimal())  # “1.” of a list of one
        starts = [first, *(place + 1 for place, word in enumerate(words[:_MOST_BEFORE_THAT]) if word.text in _THAT)]
        for place in starts:
            said = text[words[place].start :] if place < len(words) else ""
            owner, end = self._first_in(said)
            if owner and not _GOES_ON.match(said, end):
                self._tell(number, _("owner"), self.choices.owners[owner], said[:end], Sureness.LIKELY, "")
                return owner
        return ""

    def _first_in(self, said: str) -> tuple[str, int]:
        words = words_of(said[:200])
        if length := phrase_at(words, 0, vocabulary(cues.ALL_MEMBERS)):
            return "everyone", words[length - 1].end
        if found := self.names.leading(said):
            key = f"organization-{found[0].pk}"
            return (key if key in self.choices.owners else ""), found[1]
        return "", 0

    def _subject(self, words: list[Word], text: str) -> str:
        close = words[-_CLOSE:]
        said = text[close[0].start : close[-1].end]
        if cues.says_one_of(said, cues.COORDINATOR):
            seats = [pk for pk, seat in self.choices.seats.items() if _is_coordinator(seat)]
            return f"member-{seats[0]}" if len(seats) == 1 else ""
        if cues.says_one_of(said, cues.EVERYONE):
            return "everyone"
        # “Министерството за правда ќе”: the name ends where the verb begins.
        for start in range(len(words)):
            match = self.names.find(text[words[start].start : words[-1].end])
            if match and not self.names.find(text[words[start].start : words[-1].start]):
                key = f"organization-{match.organization.pk}"
                return key if match.is_exact and key in self.choices.owners else ""
        return ""

    def _tell(self, number: int, name: object, value: object, said: str, sureness: Sureness, note: object) -> None:
        label = format_lazy(_("Conclusion {number}, {name}: {value}"), number=number, name=name, value=value)
        self.evidence.append(Evidence(field="conclusions", value=label, sentence=said, sureness=sureness, note=note))


def _texts(pieces: list[Piece]) -> Iterator[tuple[Piece, str]]:
    for piece in pieces:
        if piece.part is Part.CONCLUSIONS:
            for text in parted_by_deadlines(piece.text):
                yield piece, text


def _is_coordinator(seat) -> bool:
    return seat.role == MemberRole.COORDINATOR and seat.ends_on is None
