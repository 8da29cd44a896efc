"""The ledger in sets: what is not in it yet, and writing what is new. Each is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from ovp_portal.notifications.models import Notification


class Entry(NamedTuple):
    recipient_id: int
    kind: str
    thing: str
    step: str


_TABLE = Notification._meta.db_table
_ROWS = "unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])"
_MISSING = f"""
    SELECT d.recipient, d.kind, d.thing, d.step
    FROM {_ROWS} AS d (recipient, kind, thing, step)
    WHERE NOT EXISTS (
        SELECT FROM {_TABLE} n
        WHERE n.recipient_id = d.recipient AND n.kind = d.kind AND n.thing = d.thing AND n.step = d.step
    )
"""  # noqa: S608 - the table's name is ours
_WRITE = f"""
    INSERT INTO {_TABLE} (recipient_id, kind, thing, step, is_covered, queued_at)
    SELECT d.recipient, d.kind, d.thing, d.step, d.covered, %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::boolean[])
        AS d (recipient, kind, thing, step, covered)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING
    RETURNING id, recipient_id, kind, thing, step
"""  # noqa: S608
_JOIN = f"""
    UPDATE {_TABLE} n SET mail_id = d.mail FROM unnest(%s::bigint[], %s::bigint[]) AS d (id, mail)
    WHERE n.id = d.id
"""  # noqa: S608


def missing(entries: Sequence[Entry]) -> list[Entry]:
    """Those that nobody was told of yet."""
    if not entries:
        return []
    return [Entry(*row) for row in _ask(_MISSING, _columns(entries))]


def write(entries: Sequence[tuple[Entry, bool]], *, at: datetime) -> dict[Entry, int]:
    """Add what is new, each with whether it is only covered; answers the new rows alone.

    Two sweeps at once: the second waits for the first and gets nothing. The order of the rows
    is always the same, so that they cannot wait for each other.
    """
    if not entries:
        return {}
    rows = [(*entry, is_covered) for entry, is_covered in entries]
    return {Entry(*row[1:]): row[0] for row in _ask(_WRITE, [at, *_columns(rows)])}


def join_mails(mail_of: dict[int, int]) -> None:
    """Note by which mail each row was told."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [list(mail_of), list(mail_of.values())])


def _columns(rows: Sequence[tuple]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _ask(statement: str, parameters: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
