"""One look of the clockwork at a whole country's dues, against one hand-written statement: time and memory, in one run.

    ./run bench sweep             # 10,000, 100,000 and 1,000,000 dues
    ./run bench sweep 10000 50000

Of the dues a hundredth has reached a step, one for each person. Two countries are measured:

- *far*: the other dues have not reached any step. The ladder has days and no opening, as for milestones.
- *told*: the other dues began, and were told so: the ledger has a row for each, and a look has to make sure.

The clockwork looked each minute from six o'clock on; its mail hour is eight, and the look that is measured nine.

**The statement** is what somebody would write by hand for these tables and this ladder. It does the same work and not
more: it finds the same steps (the four audiences for which this ladder has steps, seats of that day, one mail a day,
the ledger), and writes the same ledger rows and mails in one go, which is compared row by row. It does less, too: it
takes all rules as constants, knows only this one kind of due, and neither working days nor substitutes, whom nobody
here has. It is timed as the database plans it, on tables whose statistics are fresh.
**The sweep** is the clockwork's own `queue_due`: it asks all sources, knows every plan's ladder, and writes some
thousand people a transaction. Both are timed to the end of their commits, in turns; what they wrote is compared.
**Again** is the sweep right after it, which finds nothing. **Anew** is the sweep of a process that remembers nothing of
the looks before it (`notifications.memory`), or after some row has changed that the source reads.
"""

# ruff: noqa: E402 – Django is set up before its models are imported
import os
import resource
import sys
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.db import connection, transaction

from bench._crowd import AT, database, empty, fill, forget
from ovp_portal.notifications.memory import Memory
from ovp_portal.notifications.models import Notification
from ovp_portal.notifications.services.ladders import save_steps
from ovp_portal.notifications.services.queue import LOOKS, queue_due
from tests.factories.portal import make_national_coordinator

SIZES = (10_000, 100_000, 1_000_000)
TURNS = 3
LOOKED_BEFORE = 8
"""The worker's line to the database is some minutes old: what is asked each minute is ready there."""
EARLY = AT - timedelta(hours=3)
"""Six o'clock in Skopje: no mail goes out yet."""
SWEEP_LIMIT, AGAIN_LIMIT, MAILS_LIMIT, GROWTH_LIMIT = 1.5, 0.3, 2.0, 1.5
"""Ratios to the statement; seconds for the mails of the largest country; how much dearer a due may get with size."""
DAYS = (-5, -2, 0, 1, 3, 10, 17, 24, 31, 38, 45, 52, 59)
HIGHER = {"head": 3, "coordinator": 3, "national": 10}

_SUBMISSIONS = """
    reports_submission s
    JOIN reports_reportingperiod p ON p.id = s.period_id AND p.opened_at <= %(at)s
    JOIN commitments_actionplan a ON a.id = p.plan_id AND a.status = 'adopted'
    JOIN commitments_commitment c ON c.id = s.commitment_id
"""
_SEATS = """
    JOIN commitments_membership m ON m.group_id = c.group_id AND m.starts_on <= %(today)s
        AND (m.ends_on IS NULL OR m.ends_on >= %(today)s) AND m.role IN ({roles}) {own}
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
"""
_HEADS = "JOIN accounts_organization o ON o.id = s.organization_id AND o.head_email <> ''"
_NATIONAL = """JOIN accounts_rolegrant m ON m.role = 'national_coordinator' AND m.revoked_at IS NULL
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active"""
_OWED = "s.status IN ('expected', 'returned')"
_ROUND = """CASE WHEN s.status = 'returned' THEN
    COALESCE((SELECT max(r.round) FROM reports_review r WHERE r.submission_id = s.id AND r.verdict = 'returned'), 0) + 1
    ELSE 1 END"""


def statement(*, has_opening: bool) -> str:
    """The whole look at submissions as one INSERT."""
    own = "AND m.organization_id = s.organization_id"
    parts = [
        ("owner", "m.user_id", _SEATS.format(roles="'member', 'coordinator', 'deputy'", own=own), -5, has_opening),
        ("head", "-o.id", _HEADS, HIGHER["head"], False),
        ("coordinator", "m.user_id", _SEATS.format(roles="'coordinator'", own=""), HIGHER["coordinator"], False),
        ("national", "m.user_id", _NATIONAL, HIGHER["national"], False),
    ]
    dues = " UNION ALL ".join(
        f"SELECT {who} AS who, '{audience}' AS audience, s.id, s.due_on, {_ROUND} AS round, {first} AS first "
        f"FROM {_SUBMISSIONS} {joins} WHERE {_OWED}"
        + ("" if opens else f" AND s.due_on <= %(today)s::date - ({first})")
        for audience, who, joins, first, opens in parts
    )
    return f"""
    WITH step AS MATERIALIZED (
        SELECT d.who, d.audience, 'submission:' || d.id AS thing,
            d.round || CASE WHEN r.day IS NULL THEN ':opens'
                ELSE ':' || d.due_on || CASE WHEN r.day < 0 THEN ':-' ELSE ':+' END || abs(r.day) END AS step
        FROM ({dues}) d
        CROSS JOIN LATERAL (
            SELECT max(day) AS day FROM unnest(%(days)s::int[]) AS l (day)
            WHERE day <= %(today)s::date - d.due_on AND day >= d.first
        ) r
        WHERE (r.day IS NOT NULL OR (%(opens)s AND d.audience = 'owner'))
    ), new AS MATERIALIZED (
        SELECT s.* FROM step s
        WHERE NOT EXISTS (SELECT FROM notifications_notification n WHERE n.who = s.who AND n.kind = 'submission'
                            AND n.thing = s.thing AND n.step = s.step)
          AND NOT EXISTS (SELECT FROM notifications_mail k WHERE k.recipient_id = s.who AND k.template = 'digest'
                            AND k.status NOT IN ('queued', 'void')
                            AND k.written_at > %(at)s::timestamptz - interval '1 day' AND k.written_at <= %(at)s)
    ), mail AS (
        INSERT INTO notifications_mail (recipient_id, head_of_id, address, template, priority, reply_to, language,
            subject, text, html, optional_kinds, message_id, written_at, status, tries, next_try_at, last_error,
            is_maybe_double)
        SELECT u.id, o.id, COALESCE(u.email, o.head_email), 'digest', 5, '{{}}', COALESCE(u.language, 'mk'),
            '', '', '', '{{}}', '<' || gen_random_uuid() || '@example.org>', %(at)s, 'queued', 0, clock_timestamp(),
            '', false
        FROM (SELECT DISTINCT who FROM new) w
        LEFT JOIN accounts_user u ON u.id = w.who LEFT JOIN accounts_organization o ON o.id = -w.who
        RETURNING id, COALESCE(recipient_id, -head_of_id) AS who
    )
    INSERT INTO notifications_notification
        (recipient_id, head_of_id, audience, kind, thing, step, is_covered, queued_at, mail_id)
    SELECT CASE WHEN n.who > 0 THEN n.who END, CASE WHEN n.who < 0 THEN -n.who END, n.audience, 'submission', n.thing,
        n.step, false, %(at)s, mail.id
    FROM new n JOIN mail USING (who)
    ON CONFLICT DO NOTHING
    """


def by_hand(*, has_opening: bool) -> float:
    given = {"at": AT, "today": AT.date(), "days": list(DAYS), "opens": has_opening}
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement(has_opening=has_opening), given)
    return time.perf_counter() - began


def sweep(memory: Memory | None = LOOKS) -> float:
    began = time.perf_counter()
    queue_due(at=AT, memory=memory)
    return time.perf_counter() - began


def written() -> set[tuple]:
    """What a look leaves to be told."""
    rows = Notification.objects.filter(queued_at=AT, is_covered=False, mail__status="queued")
    return set(rows.values_list("who", "thing", "step", "audience"))


def measure(dues: int, *, has_opening: bool) -> dict[str, float]:
    spent: dict[str, list[float]] = {"statement": [], "sweep": [], "again": [], "anew": []}
    for number in range(LOOKED_BEFORE):
        assert not queue_due(at=EARLY + timedelta(minutes=number))
    forget()
    for _ in range(TURNS):
        spent["statement"].append(by_hand(has_opening=has_opening))
        by_one = written()
        forget()
        spent["sweep"].append(sweep())
        assert len(by_one) == dues // 100
        assert written() == by_one
        spent["again"].append(sweep())
        assert written() == by_one
        forget()
        spent["anew"].append(sweep(memory=None))
        assert written() == by_one
        forget()
    found = {name: median(times) for name, times in spent.items()}
    print(
        f"{dues:>9} dues {'told' if has_opening else 'far ':4}  statement {found['statement']:7.3f} s"
        f"  sweep {found['sweep'] / found['statement']:5.2f} × ({found['sweep']:.3f} s)"
        f"  again {found['again'] / found['statement']:5.2f} × ({found['again']:.3f} s)"
        f"  anew {found['anew'] / found['statement']:5.2f} × ({found['anew']:.3f} s)"
        f"  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
        flush=True,
    )
    return found


def one_country(dues: int, *, has_opening: bool) -> dict[str, float]:
    empty()
    plan = fill(dues, is_opening_told=has_opening)
    if not has_opening:
        _without_opening(plan)
    return measure(dues, has_opening=has_opening)


def _without_opening(plan: str) -> None:
    """The plan's own ladder: the proposed days alone."""
    steps = [
        {"day": day, "audiences": [name for name, from_day in HIGHER.items() if day >= from_day] + ["owner"]}
        for day in DAYS
    ]
    save_steps(
        ladder=plan, kind="submission", steps=steps, is_in_working_days=False, seen=0,
        by=make_national_coordinator(is_active=False), at=AT,
    )  # fmt: skip


def main(sizes: list[int]) -> bool:
    """Whether every goal was met."""
    is_met = True
    for has_opening in (False, True):
        found = {dues: one_country(dues, has_opening=has_opening) for dues in sizes}
        largest = found[sizes[-1]]
        goals = {
            "sweep / statement": (largest["sweep"] / largest["statement"], SWEEP_LIMIT),
            "again / statement": (largest["again"] / largest["statement"], AGAIN_LIMIT),
            f"seconds for {sizes[-1] // 100} mails": (largest["sweep"], MAILS_LIMIT),
        }
        for small, large in pairwise(sizes):
            dearer = (found[large]["sweep"] / large) / (found[small]["sweep"] / small)
            goals[f"a due at {large} / at {small}"] = (dearer, GROWTH_LIMIT)
        for name, (figure, limit) in goals.items():
            is_met &= figure <= limit
            said = "" if figure <= limit else "  NOT MET"
            print(f"{'told' if has_opening else 'far':5} {name:32} {figure:6.2f} (at most {limit}){said}")
    return is_met


if __name__ == "__main__":
    with database():
        IS_MET = main([int(word) for word in sys.argv[1:]] or list(SIZES))
    sys.exit(not IS_MET)
