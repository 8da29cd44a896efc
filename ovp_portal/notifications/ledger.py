"""The ledger in sets: what is told to whom by which mail, written together or not at all. Each act is one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ovp_portal.accounts.models import Organization, User
from ovp_portal.lib.arrays import array
from ovp_portal.notifications.emails import message_id_parts
from ovp_portal.notifications.enums import MailStatus, Priority
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.steps import step_key


class Span(NamedTuple):
    """Which days of a due are written for whom, oldest first: the last one is told, those before it are covered."""

    kind: str
    audience: str
    days: tuple[int | None, ...]


class Step(NamedTuple):
    """Below zero `who` is an organization whose head is written to."""

    who: int
    thing: str
    round: int
    due_on: date | None
    span: Span


class Written(NamedTuple):
    rows: int
    mails: int


_TABLE = Notification._meta.db_table
_MAILS = Mail._meta.db_table
_USERS = User._meta.db_table
_ORGANIZATIONS = Organization._meta.db_table
_PERSON = "CASE WHEN {0}.who > 0 THEN {0}.who END, CASE WHEN {0}.who < 0 THEN -{0}.who END"
# The ledger is asked row by row, by its key: for thousands of steps the planner would rather read the whole of it. Each
# span of steps comes once, with its keys, however many owe the same.
_WRITE = f"""
    WITH reader AS MATERIALIZED (
        SELECT u.id AS who, u.email AS address, u.language FROM {_USERS} u
        WHERE u.is_active AND u.id = ANY(%(who)s::bigint[])
        UNION ALL
        SELECT -o.id, o.head_email, %(language)s FROM {_ORGANIZATIONS} o
        WHERE o.head_email <> '' AND o.id = ANY(%(heads)s::bigint[])
    ), reached AS MATERIALIZED (
        SELECT DISTINCT ON (s.who, s.thing, r.kind, r.step) s.who, r.kind, s.thing, r.step, r.audience, r.covered
        FROM unnest(%(who)s::bigint[], %(thing)s::text[], %(span)s::int[])
            WITH ORDINALITY AS s (who, thing, span, place)
        JOIN reader USING (who)
        JOIN unnest(%(spans)s::int[], %(kind)s::text[], %(audience)s::text[], %(step)s::text[], %(covered)s::boolean[])
            AS r (span, kind, audience, step, covered) USING (span)
        ORDER BY s.who, s.thing, r.kind, r.step, s.place
    ), new AS MATERIALIZED (
        SELECT d.* FROM reached d
        WHERE NOT (SELECT EXISTS (SELECT FROM {_TABLE} n WHERE n.who = d.who AND n.kind = d.kind
                                  AND n.thing = d.thing AND n.step = d.step))
    ), told AS MATERIALIZED (
        SELECT r.* FROM reader r WHERE r.who IN (SELECT who FROM new WHERE NOT covered)
    ), waiting AS MATERIALIZED (
        SELECT r.who, k.id FROM told r JOIN {_MAILS} k ON k.recipient_id = r.who
        WHERE r.who > 0 AND k.template = %(template)s AND k.status = '{MailStatus.QUEUED.value}'
        UNION ALL
        SELECT r.who, k.id FROM told r JOIN {_MAILS} k ON k.head_of_id = -r.who
        WHERE r.who < 0 AND k.template = %(template)s AND k.status = '{MailStatus.QUEUED.value}'
    ), taken AS MATERIALIZED (
        SELECT k.id FROM {_MAILS} k WHERE k.id IN (SELECT id FROM waiting) AND k.status = '{MailStatus.QUEUED.value}'
        FOR UPDATE SKIP LOCKED
    ), renewed AS (
        UPDATE {_MAILS} k SET text = '', written_at = %(at)s FROM taken t, waiting w WHERE k.id = t.id AND w.id = t.id
        RETURNING w.who, k.id
    ), mail AS (
        INSERT INTO {_MAILS} (recipient_id, head_of_id, address, language, message_id, template, priority, status,
            written_at, next_try_at, subject, text, html, reply_to, optional_kinds, tries, last_error, is_maybe_double)
        SELECT {_PERSON.format("r")}, r.address, r.language, %(before)s || row_number() OVER () || %(after)s,
            %(template)s, {Priority.NORMAL.value}, '{MailStatus.QUEUED.value}',
            %(at)s, %(real_now)s, '', '', '', '{{}}', '{{}}', 0, '', false
        FROM told r
        WHERE NOT EXISTS (SELECT FROM waiting w JOIN taken t ON t.id = w.id WHERE w.who = r.who)
        RETURNING COALESCE(recipient_id, -head_of_id) AS who, id
    ), by AS (
        SELECT who, id FROM mail UNION ALL SELECT who, id FROM renewed
    ), written AS (
        INSERT INTO {_TABLE} (recipient_id, head_of_id, kind, thing, step, audience, is_covered, queued_at, mail_id)
        SELECT {_PERSON.format("n")}, n.kind, n.thing, n.step, n.audience, n.covered, %(at)s, by.id
        FROM new n LEFT JOIN by USING (who) ORDER BY n.who, n.thing, n.kind, n.step
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM mail)
"""  # noqa: S608 - names of our own
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('notifications.ledger'))"


def has_address(who: int) -> bool:
    """Whether somebody can be written to: a person with an open account, a head whose address is known."""
    if who > 0:
        return User.objects.filter(is_active=True, pk=who).exists()
    return Organization.objects.filter(pk=-who).exclude(head_email="").exists()


def write(steps: Sequence[Step], *, template: str, at: datetime, mark: str = "") -> Written:
    """Add what is new, and queue a mail to each who is told something; answers how much of both is new.

    Who has no address is left out. Of two steps of one key the first counts. The texts come later. A
    reminder that did not go out yet takes in what came since: its text is written anew. Two sweeps
    at once: the second waits for the first and finds nothing new; the unique key holds whoever
    forgets to wait. `mark` ends the keys of what is told beside the ladder.
    """
    if not steps:
        return Written(0, 0)
    numbers: dict[tuple[int, date | None, Span], int] = {}
    given: dict[str, Any] = {"who": [step.who for step in steps], "thing": [step.thing for step in steps]}
    given["span"] = [numbers.setdefault(step[2:], len(numbers)) for step in steps]
    given["heads"] = [-step.who for step in steps if step.who < 0]
    days = [
        (number, span.kind, span.audience, step_key(round=round, due_on=due_on, day=day) + mark, place < len(span.days))
        for (round, due_on, span), number in numbers.items()
        for place, day in enumerate(span.days, 1)
    ]
    given |= zip(("spans", "kind", "audience", "step", "covered"), zip(*days, strict=True), strict=True)
    given = {name: array(values) for name, values in given.items()}
    before, after = message_id_parts()
    given |= {"before": before, "after": after, "language": settings.LANGUAGE_CODE, "template": template}
    given |= {"at": at, "real_now": timezone.now()}  # delivery runs on real time
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given)
        return Written(*cursor.fetchone())


def wait_for_others() -> None:
    """Within a transaction: from here to its end nobody else writes the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
