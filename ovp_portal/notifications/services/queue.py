"""From what is due to mails that wait: one a person, and each step once, whoever looks and however often."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils import translation

from ovp_portal.accounts.models import User
from ovp_portal.notifications import ledger, sources
from ovp_portal.notifications.ledger import Entry
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.mails import compose_mail
from ovp_portal.notifications.sources import Due, Line, Matter, Source
from ovp_portal.notifications.steps import Step

log = logging.getLogger("portal.clockwork")

DUES_AT_ONCE = 5_000
PEOPLE_AT_ONCE = 200


class Section(NamedTuple):
    """The lines of one kind in a mail, and the templates that lay them out."""

    kind: str
    lines: list[Line]

    @property
    def text_template(self) -> str:
        return f"emails/dues/{self.kind}.txt"

    @property
    def html_template(self) -> str:
        return f"emails/dues/{self.kind}.html"


def queue_once(*, at: datetime) -> int:
    """Write the mails of every step that is reached and not told yet. Answers how many were written.

    A look that finds nothing costs two queries a source and some thousand dues. What is found
    is written person by person, some hundred of them a transaction: killed anywhere, the next
    look goes on.
    """
    people = sorted(set().union(*(_untold(source, at) for source in sources.registered())))
    return sum(
        _queue_for(people[start : start + PEOPLE_AT_ONCE], at) for start in range(0, len(people), PEOPLE_AT_ONCE)
    )


def _untold(source: Source, at: datetime) -> set[int]:
    """Whom a latest step was not told yet. A source that fails is noted and stops no other."""
    people: set[int] = set()
    try:
        with transaction.atomic():
            dues = iter(source.dues(at, None))
            while chunk := list(islice(dues, DUES_AT_ONCE)):
                latest = [_entry(due, steps[-1]) for due in chunk if (steps := due.reached(at))]
                people |= {entry.recipient_id for entry in ledger.missing(latest)}
    except Exception:  # one app's fault is not another's
        log.exception("What is due could not be told: %s.", source.kind)
    return people


@transaction.atomic
def _queue_for(people: Sequence[int], at: datetime) -> int:
    """Ledger and mails of some people, together or not at all."""
    users = User.objects.filter(is_active=True).in_bulk(people)
    owed = [owed for source in sources.registered() for owed in _owed(source, users, at)]
    told = _write_ledger([due for _source, due, _matter in owed], at)
    mails: dict[int, Mail] = {}
    for pk, now in told.items():
        lines = [
            sources.line_of(due, matter, now.leading.get((due.kind, due.thing)), at)
            for source, due, matter in owed
            if due.recipient_id == pk and (not source.is_news or (due.kind, due.thing) in now.leading)
        ]
        if mail := _mail_for(users[pk], lines, at):
            mails[pk] = mail
    Mail.objects.bulk_create(mails.values())
    ledger.join_mails({row: mails[pk].pk for pk, now in told.items() if pk in mails for row in now.rows})
    # Who could not be written to is not marked as told: the next look tries again.
    unwritten = [row for pk, now in told.items() if pk not in mails for row in now.rows]
    Notification.objects.filter(pk__in=unwritten).delete()
    return len(mails)


def _owed(source: Source, users: Mapping[int, User], at: datetime) -> list[tuple[Source, Due, Matter]]:
    """All that waits for some people, oldest first. What cannot be told of is not marked as told."""
    try:
        with transaction.atomic():
            dues = [due for due in source.dues(at, users) if due.recipient_id in users and due.since_at <= at]
            matters = source.load({due.thing for due in dues}, at) if dues else {}
    except Exception:  # one app's fault is not another's
        log.exception("What is due could not be told: %s.", source.kind)
        return []
    dues.sort(key=lambda due: (due.due_on or date.max, due.since_at, due.thing))
    return [(source, due, matters[due.thing]) for due in dues if due.thing in matters]


class _Told:
    """What one person is told now: the new rows of the ledger, and the latest new step of each thing."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.leading: dict[tuple[str, str], Step] = {}


def _write_ledger(dues: Collection[Due], at: datetime) -> dict[int, _Told]:
    """Put every step that is reached in the ledger; the latest of each thing is told, the others are covered."""
    steps: dict[Entry, tuple[Step, bool]] = {}
    for due in dues:
        reached = due.reached(at)
        steps |= {_entry(due, step): (step, step is not reached[-1]) for step in reached}
    found = ledger.write([(entry, is_covered) for entry, (_step, is_covered) in steps.items()], at=at)
    told: dict[int, _Told] = defaultdict(_Told)
    for entry, row in found.items():
        told[entry.recipient_id].rows.append(row)
        step, is_covered = steps[entry]
        if not is_covered:
            told[entry.recipient_id].leading[entry.kind, entry.thing] = step
    return {pk: now for pk, now in sorted(told.items()) if now.leading}


def _mail_for(user: User, lines: list[Line], at: datetime) -> Mail | None:
    """The one mail of a person, or nothing where it cannot be written; that stops nobody else's."""
    if not lines:
        return None
    try:
        with translation.override(user.language):
            context = _context(lines, at)
        return compose_mail(
            recipient=user,
            template="digest",
            context=context,
            reply_to=list(dict.fromkeys(line.matter.reply_to for line in lines if line.matter.reply_to)),
            at=at,
        )
    except Exception:  # a text that breaks the template is one person's matter
        log.exception("The mail for person %s could not be written.", user.pk)
        return None


def _context(lines: list[Line], at: datetime) -> dict:
    by_kind: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_kind[line.due.kind].append(line)
    parts = [(source, by_kind[source.kind]) for source in sources.registered() if by_kind[source.kind]]
    again = [day for line in lines if (day := line.due.next_on(at))]
    return {
        "headline": " · ".join(source.headline(mine) for source, mine in parts if any(line.step for line in mine)),
        "sections": [Section(source.kind, mine) for source, mine in parts],
        "because": list(dict.fromkeys(str(line.matter.because) for line in lines if line.matter.because)),
        "next_on": min(again, default=None),
    }


def _entry(due: Due, step: Step) -> Entry:
    return Entry(due.recipient_id, due.kind, due.thing, step.key)
