"""The question that each source asks, put together once: every look and every list asks it with another moment.

Building these unions from querysets costs many times what the database needs to answer them. Only the moment differs
from one time to the next, and the days and moments between which the ladders reach. That this is so is found out, not
believed: the statement is built for two moments and other days, and is kept when nothing was asked of the database
meanwhile and only these changed. What is no plain function of a module may know more, and is asked every time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from ovp_portal.accounts.models import RoleGrant, User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.prepared import Given
from ovp_portal.notifications.reach import Reach, Shape, within
from ovp_portal.notifications.sources import Branch

Branches = Callable[[datetime], Iterable[Branch]]

_NATIONAL = f"""
    (SELECT g.user_id FROM {RoleGrant._meta.db_table} g JOIN {User._meta.db_table} u ON u.id = g.user_id
     WHERE u.is_active AND g.role = '{Role.NATIONAL_COORDINATOR}' AND g.revoked_at IS NULL)
"""  # noqa: S608 - names of our own tables
_ANOTHER = timedelta(days=4001, hours=11, minutes=7)
"""Far enough from any moment that its day, hour and year differ too."""
_ANOTHER_DAY = date(2999, 1, 1)
"""The first of days that no ladder reaches."""
_TYPES = {"latest": "date", "since": "timestamptz"}


class Statement(NamedTuple):
    """A union of branches; by the places of its parameters, those that are the moment itself, and what of which part
    of the reach stands where."""

    sql: str
    parameters: tuple[Any, ...]
    moments: frozenset[int]
    reached: Mapping[int, tuple[int, str]]

    def places(self, at: datetime, reach: Reach | None) -> list[Any]:
        """Its parameters for a moment, those that differ from one time to the next marked as such."""
        filled = list(self.parameters)
        for place in self.moments:
            filled[place] = Given(at, "timestamptz")
        for place, (part, name) in self.reached.items():
            filled[place] = Given(getattr((reach or ())[part], name), _TYPES[name])
        return filled


MANY = 500
"""Plans come and go, and with them what is within reach: when so many statements are kept, they are forgotten."""
_kept: dict[tuple[Branches, frozenset[str], Shape | None], Statement] = {}
_together: dict[tuple[tuple[str, int], ...], tuple[tuple[str, Statement | None], ...]] = {}
"""By what they are: the statements themselves, so that no other one is taken for them as long as they are here."""


def asked_of(
    branches: Branches, at: datetime, *, audiences: Collection[str], reach: Reach | None = None
) -> tuple[str, list[Any], Statement | None]:
    """The branches of a source for some audiences as one query; of the dues within reach alone, where it is given.

    With its parameters, those that differ from one time to the next marked, and the statement that is kept, if it is.
    """
    key = branches, frozenset(audiences), reach if reach is None else tuple(part.shape for part in reach)
    kept = _kept.get(key)
    if kept is not None:
        return kept.sql, kept.places(at, reach), kept
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, *given: (asked.append(given[0]), execute(*given))[1]):
        sql, parameters = _union(_asked(branches, at, reach), key[1])
        if not asked and getattr(branches, "__closure__", ()) is None:
            statement = _found_out(branches, key[1], at, reach, sql, parameters)
            if statement is not None and not asked:
                if len(_kept) >= MANY:
                    _kept.clear()
                _kept[key] = statement
    return sql, parameters, None


def together(asked: Iterable[tuple[str, Statement | None]]) -> object | None:
    """What several kinds' statements are known by as one: the same ones by the same; none where one is not kept."""
    asked = tuple(asked)
    if any(statement is None for _kind, statement in asked):
        return None
    if len(_together) >= MANY:
        _together.clear()
    return _together.setdefault(tuple((kind, id(statement)) for kind, statement in asked), asked)


def _asked(branches: Branches, at: datetime, reach: Reach | None) -> Iterable[Branch]:
    return branches(at) if reach is None else within(branches(at), reach)


def _found_out(
    branches: Branches,
    audiences: frozenset[str],
    at: datetime,
    reach: Reach | None,
    sql: str,
    parameters: list[Any],
) -> Statement | None:
    """What may be kept of a statement; nothing where more than the moment and the days of the reach differ."""
    other_at = at + _ANOTHER
    others = reach and tuple(
        part._replace(
            latest=part.latest and _ANOTHER_DAY + timedelta(days=place),
            since=part.since and other_at + _ANOTHER + timedelta(minutes=place),
        )
        for place, part in enumerate(reach)
    )
    other_sql, other = _union(_asked(branches, other_at, others), audiences)
    if sql != other_sql or len(parameters) != len(other):
        return None
    parts = {getattr(part, name): (place, name) for place, part in enumerate(others or ()) for name in _TYPES}
    moments, stands = set(), {}
    for place, (one, another) in enumerate(zip(parameters, other, strict=True)):
        if (one, another) == (at, other_at):
            moments.add(place)
        elif (
            isinstance(another, date)
            and another in parts
            and one == getattr(reach[parts[another][0]], parts[another][1])
        ):
            stands[place] = parts[another]
        elif one != another:
            return None
    return Statement(sql, tuple(parameters), frozenset(moments), stands)


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
