"""What a look need not ask again: whether all that began was told, while no row has changed that says so.

Where an opening is a step, whatever is owed is within reach, and the ledger has to be asked about each: for a million
dues that takes seconds, minute by minute, to find nothing. So a process remembers of a source that a look found every
opening told, with a stamp of every row that it read. As long as the stamps and the ladders are the same, on the same
day, only what began since can be untold: that is asked, and all that is within reach of a day, as ever.

A stamp says of each version of a row where it lies and who wrote it; no two versions have both in common. It is taken
in the statement that looks, so both see the same rows: what is committed later, by whomever and however long it was
under way, changes it. Time alone makes a due begin in one way, by its `since_at`, or on another day.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import Any, NamedTuple, Protocol

from django.db import connection

from ovp_portal.notifications.models import Notification

WORTH = 0.1
"""Seconds. A look that takes less is asked in full each time: to read the stamps would take as long."""
_LEDGER = Notification._meta.db_table
_STAMP = "SELECT COALESCE(bit_xor(hashtidextended(t.ctid, age(t.xmin)::bigint - age('3'::xid)::bigint)), 0) FROM"


class Question(NamedTuple):
    """What a look depends on beside its rows and its moment.

    `mornings` say for each place if its mail hour has come.
    """

    rungs: tuple
    places: tuple
    mornings: tuple[bool, ...]


class Answer(NamedTuple):
    """What a look found; how the rows that it read are stamped, and their stamps, where it was asked for them."""

    found: list
    stamps: tuple[str, str] | None = None


class Ask(Protocol):
    def __call__(
        self, *, since: datetime | None = None, mornings: tuple[bool, ...] | None = None, is_stamped: bool = False
    ) -> Answer: ...


class Calm(NamedTuple):
    """At a moment every opening of a source was told, also what waits for the morning where it was asked so."""

    question: Question
    at: datetime
    stamps: tuple[str, str]

    def holds_for(self, question: Question) -> bool:
        if question[:2] != self.question[:2]:
            return False
        if any(now and not then for now, then in zip(question.mornings, self.question.mornings, strict=True)):
            return False
        statement, stamps = self.stamps
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] == stamps


class Memory:
    """What one process knows of the sources whose looks take long."""

    def __init__(self, worth: float = WORTH) -> None:
        self.worth = worth
        self._slow: set[str] = set()
        self._calm: dict[str, Calm] = {}
        self._furthest: datetime | None = None

    def is_calm(self, kind: str) -> bool:
        return kind in self._calm

    def look(self, kind: str, question: Question, at: datetime, *, limit: int, ask: Ask) -> list[Any]:
        if self._furthest and at < self._furthest:
            self._calm.clear()  # the clock was put back: there may be rows of moments that are still to come
            return ask().found
        self._furthest = at
        calm = self._calm.get(kind)
        if calm and calm.holds_for(question):
            return ask(since=calm.at).found
        self._calm.pop(kind, None)
        if kind in self._slow:
            return self._in_full(kind, question, at, limit, ask)
        return self._timed(kind, lambda: ask().found)

    def _timed(self, kind: str, ask: Callable[[], list[Any]]) -> list[Any]:
        began = perf_counter()
        found = ask()
        if perf_counter() - began >= self.worth:
            self._slow.add(kind)
        return found

    def _in_full(self, kind: str, question: Question, at: datetime, limit: int, ask: Ask) -> list[Any]:
        """Asked first as if it were morning everywhere: nothing waits for it then, and no mail hour changes that."""
        answer = Answer([])
        for mornings in dict.fromkeys(((True,) * len(question.mornings), question.mornings)):
            answer = ask(mornings=mornings, is_stamped=True)
            if answer.stamps and len(answer.found) < limit and all(step.day is not None for step in answer.found):
                self._calm[kind] = Calm(question._replace(mornings=mornings), at, answer.stamps)
                break
        return answer.found if mornings == question.mornings else ask(since=at).found


def stamps_of(statement: str, kind: str) -> str:
    """The statement that stamps all rows which another one reads. Of the ledger, the openings of a kind alone: what is
    told there can only be taken out again. (The kind is the name of a source, written by us.)"""
    read = sorted(_tables() & set(re.findall(r"\w+", statement)) - {_LEDGER})
    parts = [f'({_STAMP} "{table}" t)' for table in read]
    parts.append(f"({_STAMP} {_LEDGER} t WHERE t.kind = '{kind}' AND right(t.step, 6) = ':opens')")
    return f"SELECT concat_ws(' ', {', '.join(parts)})"


@cache
def _tables() -> frozenset[str]:
    return frozenset(connection.introspection.django_table_names())
