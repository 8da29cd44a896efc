"""The question that each source asks, put together once: every look and every list asks it with another moment.

Building these unions from querysets costs many times what the database needs to answer them. Only the moment
differs from one time to the next, and that this is so is found out, not believed: the statement is built for
two moments, and is kept when nothing was asked of the database meanwhile and only the moment changed. What is
no plain function of a module may know more than the moment, and is asked every time.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from ovp_portal.accounts.models import RoleGrant, User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.reach import Reach, within
from ovp_portal.notifications.sources import Branch

Branches = Callable[[datetime], Iterable[Branch]]

_NATIONAL = f"""
    (SELECT g.user_id FROM {RoleGrant._meta.db_table} g JOIN {User._meta.db_table} u ON u.id = g.user_id
     WHERE u.is_active AND g.role = '{Role.NATIONAL_COORDINATOR}' AND g.revoked_at IS NULL)
"""  # noqa: S608 - names of our own tables
_ANOTHER = timedelta(days=4001, hours=11, minutes=7)
"""Far enough from any moment that its day, hour and year differ too."""


class Statement(NamedTuple):
    """A union of branches; `moments` are the places of its parameters that are the moment itself."""

    sql: str
    parameters: tuple[Any, ...]
    moments: frozenset[int]

    def at(self, at: datetime) -> tuple[str, list[Any]]:
        return self.sql, [at if place in self.moments else value for place, value in enumerate(self.parameters)]


MANY = 500
"""What is within reach changes each day: when so many statements are kept, they are forgotten."""
_kept: dict[tuple[Branches, frozenset[str], Reach | None], Statement] = {}


def union_of(
    branches: Branches, at: datetime, *, audiences: Collection[str], reach: Reach | None = None
) -> tuple[str, list[Any]]:
    """The branches of a source for some audiences as one query; of the dues within reach alone, where it is given."""
    key = branches, frozenset(audiences), reach
    kept = _kept.get(key)
    if kept is not None:
        return kept.at(at)
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, *given: (asked.append(given[0]), execute(*given))[1]):
        sql, parameters = _union(_asked(branches, at, reach), key[1])
        if not asked and getattr(branches, "__closure__", ()) is None:
            statement = _compared(
                sql, parameters, at, *_union(_asked(branches, at + _ANOTHER, reach), key[1]), at + _ANOTHER
            )
            if statement is not None and not asked:
                if len(_kept) >= MANY:
                    _kept.clear()
                _kept[key] = statement
    return sql, parameters


def _asked(branches: Branches, at: datetime, reach: Reach | None) -> Iterable[Branch]:
    return branches(at) if reach is None else within(branches(at), reach)


def _compared(
    sql: str, parameters: list[Any], at: datetime, other_sql: str, others: list[Any], other_at: datetime
) -> Statement | None:
    """What may be kept of a statement; nothing where more than the moment differs."""
    if sql != other_sql or len(parameters) != len(others):
        return None
    differ = {place for place, (one, other) in enumerate(zip(parameters, others, strict=True)) if one != other}
    if any((parameters[place], others[place]) != (at, other_at) for place in differ):
        return None
    return Statement(sql, tuple(parameters), frozenset(differ))


def _union(branches: Iterable[Branch], audiences: Collection[str]) -> tuple[str, list[Any]]:
    parts, parameters = [], []
    for audience, rows in branches:
        if audience not in audiences:
            continue
        names = [name for name in sources.COLUMNS if name != "who" or audience != Audience.NATIONAL]
        try:
            sql, values = rows.order_by().values(*names).query.sql_with_params()
        except EmptyResultSet:
            continue
        columns = ", ".join(
            f'b."{name}"::{sources.COLUMNS[name]} AS {name.replace("deadline", "due")}'
            for name in names
            if name != "who"
        )
        who, joined = (
            ("g.user_id", f"CROSS JOIN {_NATIONAL} g") if audience == Audience.NATIONAL else ("b.who::bigint", "")
        )
        parts.append(f"SELECT '{audience}'::text AS audience, {columns}, {who} AS who FROM ({sql}) b {joined}")  # noqa: S608
        parameters += values
    return " UNION ALL ".join(parts), parameters
