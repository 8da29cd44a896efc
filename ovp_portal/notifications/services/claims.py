"""Taking the next message and noting what became of the last: one statement between two messages.

The claim is a conditional UPDATE of the one row that is next and that nobody else holds. A mark
counts only while the lease is the one that was given: who wakes late overwrites nothing.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.models.mails import FRESH
from ovp_portal.notifications.prepared import Given, fetch

LEASE = timedelta(minutes=5)
"""Longer than a conversation with a server that answers each line just before EMAIL_TIMEOUT."""

_TYPES = dict.fromkeys(("now", "stale", "until", "sent_at", "lease"), "timestamptz") | {
    "only": "bigint",
    "last": "bigint",
}
_NAME = re.compile(r"%\((\w+)\)s")
_COLUMNS = [field.attname for field in Mail._meta.concrete_fields]
_TABLE = Mail._meta.db_table
_MARK_SENT = f"""last AS (
    UPDATE {_TABLE} SET status = '{MailStatus.SENT.value}', sent_at = %(sent_at)s, last_error = '', lease_until = NULL
    WHERE id = %(last)s AND status = '{MailStatus.SENDING.value}' AND lease_until = %(lease)s
),"""  # noqa: S608 - names of our own, here and below
_CLAIM = f"""
    WITH {{last}} next AS MATERIALIZED ({{next}} FOR UPDATE SKIP LOCKED)
    UPDATE {_TABLE} m SET tries = m.tries + 1, lease_until = %(until)s, status = '{MailStatus.SENDING.value}',
        is_maybe_double = m.is_maybe_double OR m.status = '{MailStatus.SENDING.value}'
    FROM next WHERE m.id = next.id RETURNING {", ".join(f'm."{name}"' for name in _COLUMNS)}
"""  # noqa: S608


def claim(now: datetime, *, only: int | None = None, sent: Mail | None = None) -> Mail | None:
    """Take the next message, or one, for the length of a lease; two who ask at once get two.

    `sent` is the one before, which the mail server took: it is marked in the same statement.
    """
    statement = _statement(is_one=only is not None, has_last=sent is not None)
    given = statement.values | {"now": now, "stale": now - FRESH, "until": now + LEASE, "only": only}
    if sent is not None:
        given |= {"sent_at": sent.sent_at, "last": sent.pk, "lease": sent.lease_until}
    places = [Given(given[name], _TYPES[name]) if name in _TYPES else given[name] for name in statement.names]
    rows = fetch(statement, statement.sql, places)
    return Mail.from_db(connection.alias, _COLUMNS, rows[0]) if rows else None


def mark(mail: Mail, **changes: Any) -> None:
    """Note the end of a try, unless the lease ran out and somebody else has the message by now."""
    held = Q(status=MailStatus.SENDING, lease_until=mail.lease_until)
    Mail.objects.filter(held, pk=mail.pk).update(lease_until=None, **changes)


class _Statement(NamedTuple):
    """A claim, which a line asks thousands of times: with the names of what stands for each `%s`."""

    sql: str
    names: list[str]
    values: dict[str, Any]


@cache
def _statement(*, is_one: bool, has_last: bool) -> _Statement:
    following, values = _next(is_one=is_one)
    named = _CLAIM.format(next=following, last=_MARK_SENT if has_last else "")
    return _Statement(_NAME.sub("%s", named), _NAME.findall(named), values)


def _next(*, is_one: bool) -> tuple[str, dict[str, Any]]:
    """What the model calls ready, most urgent first, as SQL with its moments by name."""
    now, only = datetime(2000, 1, 1, tzinfo=UTC), -1
    ready = Mail.objects.ready(now).order_by("priority", "next_try_at", "pk").values("id")
    sql, values = (ready.filter(pk=only) if is_one else ready)[:1].query.sql_with_params()
    known = {now: "now", now - FRESH: "stale", only: "only"}
    names = [known.get(value, f"v{number}") for number, value in enumerate(values)]
    others = {name: value for name, value in zip(names, values, strict=True) if name not in known.values()}
    return sql % tuple(f"%({name})s" for name in names), others
