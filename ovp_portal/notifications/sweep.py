"""What is due, asked of the database: the window, the ladder and the ledger meet in one statement a source.

Only what is to be told comes to Python. The rung that a due has reached is the one whose day has elapsed
while the next one's has not (see `steps`); for a given today that is a span of due days, so the
database compares dates, and reads by an index only those of which a step may be reached.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from ovp_portal.lib.dates import local_date, local_moment
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.memory import Answer, Memory, Question, stamps_of
from ovp_portal.notifications.models import Notification, Unsubscription
from ovp_portal.notifications.prepared import Given, fetch
from ovp_portal.notifications.reach import reach_of
from ovp_portal.notifications.sources import Due, Source
from ovp_portal.notifications.statements import asked_of, together
from ovp_portal.notifications.steps import BEFORE_ALL, Ladder, step_key_in_sql

log = logging.getLogger("portal.clockwork")

Ladders = Mapping[tuple[str, str], Ladder]

_LEDGER = Notification._meta.db_table
_NO_THANKS = Unsubscription._meta.db_table
_PLACES = """
    SELECT ladder, zone, today, is_morning, first, counts::int[] AS counts FROM unnest(
        %s::text[], %s::text[], %s::date[], %s::boolean[], %s::date[], %s::text[]
    ) AS p (ladder, zone, today, is_morning, first, counts)
"""
_RUNGS = """
    SELECT ladder, chase, audience, opens, days::int[] AS days, edges::date[] AS edges FROM unnest(
        %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[], %s::text[]
    ) AS r (ladder, chase, audience, opens, days, edges)
"""


def _place(day: str) -> str:
    """Where a day stands in the count of working days."""
    return f"d.counts[LEAST(GREATEST({day} - d.first, 0), cardinality(d.counts) - 1) + 1]"


def _elapsed(day: str) -> str:
    """`steps.Clock.elapsed` in SQL."""
    return f"""CASE
        WHEN d.counts IS NULL THEN {day} - d.due_on
        WHEN {day} = d.due_on THEN 0
        WHEN {day} > d.due_on THEN {_place(day)} - {_place("d.due_on")}
        ELSE {_place(day)} - {_place("(d.due_on - 1)")} - 1
    END"""


_RUNG = "r.days[cardinality(r.days) - width_bucket(COALESCE(d.due_on, 'infinity') - 1, r.edges)]"
"""The step whose edge, the last due day for which it is reached, a due day has not passed; none before the first."""
# OFFSET 0: what a row's step is, is found once and not wherever it is asked for. The ledger is asked row by row: no
# guess of the planner may make it read the whole of it for each. Its key, which begins with the thing, is its one index
# for that: beside another one on the thing the planner took that, and read all rows of the thing.
_FIND = f"""
    WITH p AS ({_PLACES}), r AS MATERIALIZED (SELECT * FROM ({_RUNGS}) r JOIN p USING (ladder))
    SELECT f.who, f.thing, f.audience, f.round, f.due_on, f.ladder, f.chase, f.day, f.since, f.is_prompt
    FROM (
        SELECT d.*, CASE WHEN d.is_morning AND d.rung > d.since THEN d.rung END AS day
        FROM (
            SELECT d.*, CASE WHEN d.rung IS NULL THEN {BEFORE_ALL}
                ELSE COALESCE({_elapsed("(d.since_at AT TIME ZONE d.zone)::date")}, {BEFORE_ALL}) END AS since
            FROM (
                SELECT d.*, r.is_morning, r.opens, r.zone, r.first, r.counts, {_RUNG} AS rung
                FROM ({{dues}}) d JOIN r ON r.ladder = d.ladder AND r.chase = d.chase AND r.audience = d.audience
                WHERE d.since_at <= %s AND (r.is_morning OR d.is_prompt)
                OFFSET 0
            ) d
        ) d
        OFFSET 0
    ) f
    WHERE (f.day IS NOT NULL OR f.opens)
      AND NOT (SELECT EXISTS (
          SELECT FROM {_LEDGER} n WHERE n.who = f.who AND n.kind = %s AND n.thing = f.thing
            AND n.step = {step_key_in_sql("f.round", "f.due_on", "f.day")}
      ))
      {{wanted}}
    ORDER BY f.who, f.thing
    LIMIT %s
"""  # noqa: S608
_ONLY = "AND f.who = ANY(%s::bigint[])"
_WANTED = f"AND NOT EXISTS (SELECT FROM {_NO_THANKS} o WHERE o.user_id = f.who AND o.kind = %s)"


class Found(NamedTuple):
    """A step that is reached and was not told: what it is of, and what had elapsed when the thing began."""

    kind: str
    who: int
    thing: str
    audience: str
    round: int
    due_on: date | None
    ladder: Ladder
    day: int | None
    since: int
    is_prompt: bool


_STAMPED = """
    SELECT f.*, s.stamps FROM ({stamps}) s (stamps) LEFT JOIN ({statement}) f ON true ORDER BY f.who, f.thing
"""


def find(
    source: Source,
    ladders: Ladders,
    at: datetime,
    *,
    limit: int,
    memory: Memory | None = None,
    written_to: Collection[int] | None = None,
) -> list[Found]:
    """What is reached and not told yet, person by person. One statement, and one more where something is remembered.

    Of those who are `written_to` anyway: whatever day has begun, also where the mail hour has not come.
    """
    mine = [ladder for ladder in ladders.values() if ladder.kind in {chase.kind for chase in source.chases}]
    ask = partial(_ask, source, mine, at, limit=limit)
    places, rungs = _places(mine, at), _rungs(mine, at)
    if written_to is not None:
        return ask(written_to=written_to, mornings=(True,) * len(places)).found
    if memory is None or not any(opens for _ladder, _chase, _audience, opens, *_days in rungs):
        return ask().found
    mornings = tuple(is_morning for _ladder, _zone, _today, is_morning, *_days in places)
    question = Question(tuple(rungs), tuple((*place[:3], *place[4:]) for place in places), mornings)
    return memory.look(source.kind, question, at, limit=limit, ask=ask)


def _ask(
    source: Source,
    mine: Sequence[Ladder],
    at: datetime,
    *,
    limit: int,
    since: datetime | None = None,
    mornings: Sequence[bool] | None = None,
    is_stamped: bool = False,
    written_to: Collection[int] | None = None,
) -> Answer:
    """A look at some ladders; at openings after `since` alone, or as if it were morning where `mornings` say so.

    Stamped are statements that are the same each time: what else a source knows, no stamp of rows tells.
    """
    reach = reach_of(mine, at, since=since)
    dues, parameters, kept = asked_of(source.branches, at, audiences=Audience.values, reach=reach)
    if not dues:
        return Answer([])
    wanted = (_ONLY if written_to is not None else "") + (_WANTED if source.is_optional else "")
    statement = _FIND.format(dues=dues, wanted=wanted)
    places = _given(_places(mine, at, mornings), _PLACE_TYPES)
    asked = [*places, *_given(_rungs(mine, at), _RUNG_TYPES), *parameters, Given(at, "timestamptz"), source.kind]
    if written_to is not None:
        kept, asked = None, [*asked, list(written_to)]
    asked += [*([source.kind] if source.is_optional else []), Given(limit, "bigint")]
    ladders = {(ladder.key, ladder.kind): ladder for ladder in mine}
    if not is_stamped or kept is None:
        return Answer(_found(source.kind, ladders, fetch(kept, statement, asked)))
    stamps = stamps_of(statement, source.kind)
    rows = fetch(None, _STAMPED.format(stamps=stamps, statement=statement), asked)
    found = [row[:-1] for row in rows if row[0] is not None]
    return Answer(_found(source.kind, ladders, found), (stamps, rows[0][-1]))


def _found(kind: str, ladders: Ladders, rows: Iterable[tuple]) -> list[Found]:
    return [
        Found(kind, who, thing, audience, round, due_on, ladders[ladder, chase], day, since, is_prompt)
        for who, thing, audience, round, due_on, ladder, chase, day, since, is_prompt in rows
    ]


def dues_of(
    asked: Collection[Source], ladders: Ladders, people: Collection[int], at: datetime, *, listed_only: bool = False
) -> list[Due]:
    """All that waits for some addressees, whether there is a step to tell or not. One statement for all sources."""
    parts, parameters, kept = [], [], []
    for source in asked:
        audiences = source.listed_for if listed_only else set(Audience.values)
        dues, values, statement = asked_of(source.branches, at, audiences=audiences)
        if dues:
            parts.append(f"SELECT '{source.kind}'::text AS kind, u.* FROM ({dues}) u")  # noqa: S608
            parameters += values
            kept.append((source.kind, statement))
    if not parts:
        return []
    columns = "d.who, d.kind, d.thing, d.audience, d.since_at, d.due_on, d.round, d.is_prompt, d.ladder, d.chase"
    dues = " UNION ALL ".join(parts)
    statement = f"SELECT {columns} FROM ({dues}) d WHERE d.who = ANY(%s::bigint[]) AND d.since_at <= %s"  # noqa: S608
    rows = fetch(together(kept), statement, [*parameters, Given(list(people), "bigint[]"), Given(at, "timestamptz")])
    return [Due(*row, ladders[ladder, chase]) for *row, ladder, chase in rows if (ladder, chase) in ladders]


def each(asked: Collection[Source], act: Callable[[Source], Any]) -> tuple[dict[str, Any], set[str]]:
    """What each source answers, and those that failed: one app's fault is noted and stops no other."""
    try:
        with transaction.atomic():
            return {source.kind: act(source) for source in asked}, set()
    except Exception:  # noqa: BLE001 - found out and noted below, one by one
        answers = {source.kind: _guarded(source, act) for source in asked}
    failed = {kind for kind, answer in answers.items() if answer is None}
    return {kind: answer for kind, answer in answers.items() if answer is not None}, failed


def _guarded(source: Source, act: Callable[[Source], Any]) -> Any:
    try:
        with transaction.atomic():
            return act(source)
    except Exception:
        log.exception("What is due could not be told: %s.", source.kind)
        return None


def all_are_awake(ladders: Ladders, at: datetime) -> bool:
    """Whether the mail hour of every ladder has come."""
    clocks = {(ladder.clock.time_zone, ladder.clock.mail_hour) for ladder in ladders.values()}
    return all(at >= local_moment(local_date(at, zone), hour, zone) for zone, hour in clocks)


def _places(ladders: Sequence[Ladder], at: datetime, mornings: Sequence[bool] | None = None) -> list[tuple]:
    """A row for each place: its day, whether its mail hour has come, and its working days where it counts them."""
    clocks = {ladder.key: ladder.clock for ladder in ladders}
    rows = []
    for number, (key, clock) in enumerate(clocks.items()):
        today = local_date(at, clock.time_zone)
        is_morning = mornings[number] if mornings else at >= local_moment(today, clock.mail_hour, clock.time_zone)
        days = clock.working_days
        counts = _literal(days.counts) if days else None
        rows.append((key, clock.time_zone, today, is_morning, days.first if days else None, counts))
    return rows


def _rungs(ladders: Sequence[Ladder], at: datetime) -> list[tuple]:
    """A row for each audience: its steps, and for each the last due day for which it is reached, the latest step first.

    What has elapsed since a due day only shrinks as that day is later: each step holds for a span of due days.
    """
    rows = []
    for ladder in ladders:
        clock, today = ladder.clock, local_date(at, ladder.clock.time_zone)
        for audience in Audience.values:
            days, opens = ladder.days_for(audience), ladder.has_opening_for(audience)
            if days or opens:
                edges = [clock.last_with(day, today) for day in reversed(days)]
                rows.append((ladder.key, ladder.kind, audience, opens, _literal(days), _literal(edges)))
    return rows


def _literal(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


_PLACE_TYPES = ("text[]", "text[]", "date[]", "boolean[]", "date[]", "text[]")
_RUNG_TYPES = ("text[]", "text[]", "text[]", "boolean[]", "text[]", "text[]")


def _given(rows: Sequence[tuple], types: Sequence[str]) -> list[Given]:
    """The columns of some rows."""
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in types]
    return [Given(column, type_) for column, type_ in zip(columns, types, strict=True)]
