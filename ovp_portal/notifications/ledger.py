"""The ledger in sets: what is told to whom by which mail, written together or not at all. Each act is one statement."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ovp_portal.accounts.models import Organization, User
from ovp_portal.lib.arrays import among, array
from ovp_portal.notifications.emails import new_message_ids
from ovp_portal.notifications.enums import MailStatus, Priority
from ovp_portal.notifications.models import Mail, Notification


class Entry(NamedTuple):
    who: int
    kind: str
    thing: str
    step: str


class Row(NamedTuple):
    entry: Entry
    audience: str
    is_covered: bool


class Address(NamedTuple):
    """Below zero `who` is an organization whose head is written to."""

    who: int
    address: str
    language: str


class Written(NamedTuple):
    rows: int
    mails: int


_TABLE = Notification._meta.db_table
_MAILS = Mail._meta.db_table
_PERSON = "CASE WHEN {0}.who > 0 THEN {0}.who END, CASE WHEN {0}.who < 0 THEN -{0}.who END"
_WRITE = f"""
    WITH new AS MATERIALIZED (
        SELECT d.* FROM unnest(
            %(who)s::bigint[], %(kind)s::text[], %(thing)s::text[], %(step)s::text[], %(audience)s::text[],
            %(covered)s::boolean[]
        ) AS d (who, kind, thing, step, audience, covered)
        WHERE NOT EXISTS (SELECT FROM {_TABLE} n
                          WHERE n.who = d.who AND n.kind = d.kind AND n.thing = d.thing AND n.step = d.step)
    ), told AS MATERIALIZED (
        SELECT DISTINCT who FROM new WHERE NOT covered
    ), reader AS MATERIALIZED (
        SELECT a.* FROM unnest(%(reader)s::bigint[], %(address)s::text[], %(language)s::text[], %(message_id)s::text[])
            AS a (who, address, language, message_id)
        JOIN told USING (who)
    ), waiting AS MATERIALIZED (
        SELECT r.who, k.id FROM reader r JOIN {_MAILS} k ON k.recipient_id = r.who
        WHERE r.who > 0 AND k.template = %(template)s AND k.status = '{MailStatus.QUEUED.value}'
        UNION ALL
        SELECT r.who, k.id FROM reader r JOIN {_MAILS} k ON k.head_of_id = -r.who
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
        SELECT {_PERSON.format("r")}, r.address, r.language, r.message_id, %(template)s, {Priority.NORMAL.value},
            '{MailStatus.QUEUED.value}', %(at)s, %(real_now)s, '', '', '', '{{}}', '{{}}', 0, '', false
        FROM reader r
        WHERE NOT EXISTS (SELECT FROM waiting w JOIN taken t ON t.id = w.id WHERE w.who = r.who)
        RETURNING COALESCE(recipient_id, -head_of_id) AS who, id
    ), by AS (
        SELECT who, id FROM mail UNION ALL SELECT who, id FROM renewed
    ), written AS (
        INSERT INTO {_TABLE} (recipient_id, head_of_id, kind, thing, step, audience, is_covered, queued_at, mail_id)
        SELECT {_PERSON.format("n")}, n.kind, n.thing, n.step, n.audience, n.covered, %(at)s, by.id
        FROM new n LEFT JOIN by USING (who) ORDER BY n.who, n.kind, n.thing, n.step
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM mail)
"""  # noqa: S608 - names of our own
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('notifications.ledger'))"


def addresses(numbers: Collection[int]) -> dict[int, Address]:
    """Those who can be written to: people with an open account, heads whose address is known. Two queries at most."""
    people = [number for number in numbers if number > 0]
    heads = [-number for number in numbers if number < 0]
    found = []
    if people:
        users = User.objects.filter(is_active=True, pk__in=among(people))
        found += [Address(*row) for row in users.values_list("pk", "email", "language")]
    if heads:
        organizations = Organization.objects.filter(pk__in=among(heads)).exclude(head_email="")
        rows = organizations.values_list("pk", "head_email")
        found += [Address(-pk, address, settings.LANGUAGE_CODE) for pk, address in rows]
    return {row.who: row for row in found}


def write(rows: Sequence[Row], readers: Collection[Address], *, template: str, at: datetime) -> Written:
    """Add what is new, and queue a mail to each who is told something; answers how much of both is new.

    The texts come later. A reminder that did not go out yet takes in what came since: its text is
    written anew. Two sweeps at once: the second waits for the first and finds nothing new; the
    unique key holds whoever forgets to wait.
    """
    if not rows:
        return Written(0, 0)
    flat = zip(*((*row.entry, row.audience, row.is_covered) for row in rows), strict=True)
    given = dict(zip(("who", "kind", "thing", "step", "audience", "covered"), map(array, flat), strict=True))
    people = zip(*readers, strict=True)
    given |= dict(zip(("reader", "address", "language"), map(array, people), strict=True))
    given |= {"message_id": array(new_message_ids(len(readers))), "template": template, "at": at}
    given["real_now"] = timezone.now()  # delivery runs on real time
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given)
        return Written(*cursor.fetchone())


def wait_for_others() -> None:
    """Within a transaction: from here to its end nobody else writes the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
