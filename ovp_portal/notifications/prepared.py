"""Statements that the database keeps ready on a line: a look asks the same questions every minute.

To plan a union of a dozen joins takes the database longer than to answer it when nothing is due. It plans a prepared
statement anew as long as what is asked for changes the plan much, and then keeps one (`plan_cache_mode = auto`).
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import DatabaseError, connection

MOST = 64
"""More than this nobody keeps on one line: then all are let go."""
_PLACE = re.compile(r"%%|%s")


class Given(NamedTuple):
    """A value that differs from one time to the next, and its type."""

    value: Any
    type: str


class Ready(NamedTuple):
    """What is known on one line: for each key, held so that none is mistaken for another, how its statement is called.

    One that was asked once has no name yet.
    """

    line: Any
    names: dict[int, tuple[Any, str]]


def fetch(key: object | None, statement: str, places: Sequence[Any]) -> list[tuple]:
    """The rows of a statement whose `%s` stand for constants or for what is `Given` this time.

    `key` is the object that the statement was made of: the same one never makes another. Without one it is asked as
    it is.
    """
    if key is None:
        with connection.cursor() as cursor:
            cursor.execute(statement, _values(places))
            return cursor.fetchall()
    names = _ready().names
    known = id(key) in names
    if known and not names[id(key)][1]:
        names[id(key)] = key, _prepare(statement, places, f"look_{id(key)}")
    with connection.cursor() as cursor:
        if known:
            given = [place for place in places if isinstance(place, Given)]
            slots = ", ".join(f"%s::{place.type}" for place in given)
            try:
                cursor.execute(f"EXECUTE {names[id(key)][1]} ({slots})", [place.value for place in given])
            except DatabaseError:
                connection.ready_looks = None  # a table may have changed: next time it is prepared anew
                raise
        else:
            names[id(key)] = key, ""
            cursor.execute(statement, _values(places))
        return cursor.fetchall()


def _values(places: Sequence[Any]) -> list[Any]:
    return [place.value if isinstance(place, Given) else place for place in places]


def _ready() -> Ready:
    """What is ready on this very line: a new one to the same database knows nothing of it."""
    connection.ensure_connection()
    ready = getattr(connection, "ready_looks", None)
    if ready is None or ready.line is not connection.connection or len(ready.names) >= MOST:
        with connection.connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        ready = connection.ready_looks = Ready(connection.connection, {})
    return ready


def _prepare(statement: str, places: Sequence[Any], name: str) -> str:
    """Past Django's own cursor: it is no question, and nobody counts it."""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {_numbered(cursor, statement, places)}")
    return name


def _numbered(cursor: Any, statement: str, places: Sequence[Any]) -> str:
    """The statement with its constants written out, and `$1::type` for what is given each time."""
    waiting, count = iter(places), 0

    def said(found: re.Match) -> str:
        nonlocal count
        if found[0] == "%%":
            return "%"
        place = next(waiting)
        if not isinstance(place, Given):
            return cursor.mogrify("%s", [place]).decode()
        count += 1
        return f"${count}::{place.type}"

    return _PLACE.sub(said, statement)
