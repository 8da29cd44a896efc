"""From what is due to mails that wait: one a person, and each step once, whoever looks and however often."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from ovp_portal.accounts.models import Organization, User
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import emails, ladders, ledger, sources, sweep
from ovp_portal.notifications.enums import Audience, MailStatus
from ovp_portal.notifications.ledger import Entry, Row
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.letters import DIGEST, write_texts
from ovp_portal.notifications.steps import step_key
from ovp_portal.notifications.sweep import Found, Ladders

STEPS_AT_ONCE = 20_000
PEOPLE_AT_ONCE = 500
STRONGEST = {audience: place for place, audience in enumerate(Audience.values)}


def queue_once(*, at: datetime) -> int:
    """Queue and write the mails of every step that is reached and not told yet. Answers how many were queued.

    A look that finds nothing costs one statement a source. What is found is written some hundred
    people a transaction: killed anywhere, the next look goes on. The texts come after the rows,
    so that they are those of the moment at which a mail goes out.
    """
    count = queue_due(at=at)
    write_texts(at=at)
    return count


def queue_due(*, at: datetime) -> int:
    """Ledger and mails, without the texts."""
    known = ladders.ladders(at)
    count = 0
    while True:
        found, is_all = found_at(known, at)
        people = [list(steps) for _who, steps in groupby(found, key=lambda step: step.who)]
        written = sum(
            _queue_for(people[start : start + PEOPLE_AT_ONCE], at) for start in range(0, len(people), PEOPLE_AT_ONCE)
        )
        count += written
        if is_all or not written:
            return count


def found_at(known: Ladders, at: datetime, *, limit: int = STEPS_AT_ONCE) -> tuple[list[Found], bool]:
    """What is reached and untold, person by person, and whether that is all of it."""
    answers, _failed = sweep.each(sources.registered(), lambda source: sweep.find(source, known, at, limit=limit))
    found = [step for answer in answers.values() for step in answer]
    is_all = all(len(answer) < limit for answer in answers.values())
    return sorted(found, key=lambda step: (step.who, STRONGEST[step.audience])), is_all


def without_second_mails(people: Iterable[Sequence[Found]], at: datetime) -> list[Sequence[Found]]:
    """One mail a day: who had his is told tomorrow morning, unless something happened that cannot wait."""
    people = list(people)
    patient = [steps[0].who for steps in people if not any(_is_prompt(step) for step in steps)]
    had = _had_mail_today(patient, at)
    return [steps for steps in people if steps[0].who not in had]


def _is_prompt(step: Found) -> bool:
    return step.is_prompt and step.day is None


def _had_mail_today(who: Sequence[int], at: datetime) -> set[int]:
    today = local_date(at, timezone.get_default_timezone())
    mails = Mail.objects.filter(template=DIGEST, written_at__gt=at - timedelta(days=1), written_at__lte=at)
    mails = mails.exclude(status__in=[MailStatus.QUEUED, MailStatus.VOID])
    mails = mails.filter(recipient__in=who) | mails.filter(head_of__in=[-number for number in who])
    rows = mails.values_list("recipient_id", "head_of_id", "written_at")
    return {
        recipient or -head
        for recipient, head, written_at in rows
        if local_date(written_at, timezone.get_default_timezone()) == today
    }


@transaction.atomic
def _queue_for(people: Sequence[Sequence[Found]], at: datetime) -> int:
    """Ledger and mails of some addressees, together or not at all."""
    numbers = [steps[0].who for steps in people]
    users = User.objects.filter(is_active=True).in_bulk([number for number in numbers if number > 0])
    heads = [-number for number in numbers if number < 0]
    organizations = Organization.objects.exclude(head_email="").in_bulk(heads) if heads else {}
    known = [steps for steps in people if steps[0].who in users or -steps[0].who in organizations]
    told = _write_ledger([step for steps in without_second_mails(known, at) for step in steps], at)
    waiting = _waiting_mails(told, at)
    return len(_join(told, waiting, users, organizations, at)) - len(waiting)


def queue_mails(told: Mapping[int, Sequence[int]], at: datetime) -> dict[int, int]:
    """A mail for each addressee of new rows, or the one that waits for him; in the transaction of the caller."""
    users = User.objects.filter(is_active=True).in_bulk([who for who in told if who > 0])
    organizations = Organization.objects.in_bulk([-who for who in told if who < 0])
    return _join(told, _waiting_mails(told, at), users, organizations, at)


def _join(
    told: Mapping[int, Sequence[int]],
    waiting: Mapping[int, int],
    users: Mapping[int, User],
    organizations: Mapping[int, Organization],
    at: datetime,
) -> dict[int, int]:
    new = {who: _mail_to(users.get(who), organizations.get(-who), at) for who in told if who not in waiting}
    Mail.objects.bulk_create(new.values())
    mails = {**waiting, **{who: mail.pk for who, mail in new.items()}}
    ledger.join_mails({row: mails[who] for who, rows in told.items() for row in rows})
    return mails


def _write_ledger(steps: Iterable[Found], at: datetime) -> dict[int, list[int]]:
    """Put every step that is reached in the ledger; the latest of each thing is told, the others are covered."""
    rows: dict[Entry, Row] = {}
    for found in steps:
        until = found.since if found.day is None else found.day
        for day in found.ladder.reached(found.audience, after=found.since, until=until):
            key = step_key(round=found.round, due_on=found.due_on, day=day)
            entry = Entry(found.who, found.kind, found.thing, key)
            rows.setdefault(entry, Row(entry, found.audience, day != found.day))
    told: dict[int, list[int]] = defaultdict(list)
    led = set()
    for entry, number in ledger.write(list(rows.values()), at=at).items():
        told[entry.who].append(number)
        if not rows[entry].is_covered:
            led.add(entry.who)
    return {who: told[who] for who in sorted(led)}


def _waiting_mails(told: Iterable[int], at: datetime) -> dict[int, int]:
    """A reminder that did not go out yet takes in what came since: its text is written anew."""
    rows = Mail.objects.select_for_update(skip_locked=True).filter(template=DIGEST, status=MailStatus.QUEUED)
    rows = rows.filter(recipient__in=told) | rows.filter(head_of__in=[-who for who in told])
    waiting = {mail.recipient_id or -mail.head_of_id: mail.pk for mail in rows.only("recipient", "head_of")}
    if waiting:
        Mail.objects.filter(pk__in=waiting.values()).update(text="", written_at=at)
    return waiting


def _mail_to(user: User | None, organization: Organization | None, at: datetime) -> Mail:
    addressee = emails.addressee(user, organization)
    return Mail(
        recipient=user,
        head_of=organization,
        address=addressee.address,
        template=DIGEST,
        language=addressee.language,
        message_id=emails.new_message_id(),
        written_at=at,
        next_try_at=timezone.now(),  # delivery runs on real time
    )
