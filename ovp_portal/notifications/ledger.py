"""The ledger in sets: writing what is new, and by which mail it was told. Each is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from ovp_portal.notifications.models import Notification


class Entry(NamedTuple):
    who: int
    kind: str
    thing: str
    step: str


class Row(NamedTuple):
    entry: Entry
    audience: str
    is_covered: bool


_TABLE = Notification._meta.db_table
_WRITE = f"""
    INSERT INTO {_TABLE} (recipient_id, head_of_id, kind, thing, step, audience, is_covered, queued_at)
    SELECT CASE WHEN d.who > 0 THEN d.who END, CASE WHEN d.who < 0 THEN -d.who END,
           d.kind, d.thing, d.step, d.audience, d.covered, %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[])
        AS d (who, kind, thing, step, audience, covered)
    ORDER BY d.who, d.kind, d.thing, d.step
    ON CONFLICT DO NOTHING
    RETURNING id, who, kind, thing, step
"""  # noqa: S608 - the table's name is ours
_JOIN = f"""
    UPDATE {_TABLE} n SET mail_id = d.mail FROM unnest(%s::bigint[], %s::bigint[]) AS d (id, mail)
    WHERE n.id = d.id
"""  # noqa: S608


def write(rows: Sequence[Row], *, at: datetime) -> dict[Entry, int]:
    """Add what is new; answers the new rows alone.

    Two sweeps at once: the second waits for the first and gets nothing. The order of the rows
    is always the same, so that they cannot wait for each other.
    """
    if not rows:
        return {}
    flat = [(*row.entry, row.audience, row.is_covered) for row in rows]
    columns = [list(column) for column in zip(*flat, strict=True)]
    return {Entry(*row[1:]): row[0] for row in _ask(_WRITE, [at, *columns])}


def join_mails(mail_of: dict[int, int]) -> None:
    """Note by which mail each row was told."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [list(mail_of), list(mail_of.values())])


def _ask(statement: str, parameters: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
