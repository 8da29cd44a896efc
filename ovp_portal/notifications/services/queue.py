"""From what is due to mails that wait: one a person, and each step once, whoever looks and however often."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from ovp_portal.lib.arrays import among
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import ladders, ledger, sources, sweep
from ovp_portal.notifications.enums import Audience, MailStatus
from ovp_portal.notifications.ledger import Span, Step
from ovp_portal.notifications.memory import Memory
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.letters import DIGEST, write_texts
from ovp_portal.notifications.sweep import Found, Ladders

STEPS_AT_ONCE = 20_000
PEOPLE_AT_ONCE = 10_000
LOOKS = Memory()
"""What this process remembers of the looks of the clockwork."""
STRONGEST = {audience: place for place, audience in enumerate(Audience.values)}


def queue_once(*, at: datetime) -> int:
    """Queue and write the mails of every step that is reached and not told yet. Answers how many were queued.

    A look that finds nothing costs one statement a source. What is found is written some thousand
    people a transaction: killed anywhere, the next look goes on. The texts come after the rows,
    so that they are those of the moment at which a mail goes out.
    """
    count = queue_due(at=at)
    write_texts(at=at)
    return count


def queue_due(*, at: datetime, memory: Memory | None = LOOKS) -> int:
    """Ledger and mails, without the texts. Without a memory all is asked anew."""
    known = ladders.ladders(at)
    count = 0
    while True:
        found, is_all = found_at(known, at, memory=memory)
        people = [list(steps) for _who, steps in groupby(found, key=lambda step: step.who)]
        written = sum(
            _queue_for(people[start : start + PEOPLE_AT_ONCE], at) for start in range(0, len(people), PEOPLE_AT_ONCE)
        )
        count += written
        if is_all or not written:
            return count


def found_at(
    known: Ladders, at: datetime, *, limit: int = STEPS_AT_ONCE, memory: Memory | None = None
) -> tuple[list[Found], bool]:
    """What is reached and untold, person by person, and whether that is all of it.

    Mail hours differ from plan to plan, and what cannot wait comes at any hour: who is written to before the last of
    them is told everything whose day has begun, so that no second mail of that day follows or waits for the next.
    """
    answers, _failed = sweep.each(
        sources.registered(), lambda source: sweep.find(source, known, at, limit=limit, memory=memory)
    )
    found = [step for answer in answers.values() for step in answer]
    is_all = all(len(answer) < limit for answer in answers.values())
    if found and not sweep.all_are_awake(known, at):
        found = _with_what_follows_today(found, known, at, limit)
    return sorted(found, key=lambda step: (step.who, STRONGEST[step.audience])), is_all


def _with_what_follows_today(found: list[Found], known: Ladders, at: datetime, limit: int) -> list[Found]:
    people = {step.who for step in found}
    answers, _failed = sweep.each(
        sources.registered(), lambda source: sweep.find(source, known, at, limit=limit, written_to=people)
    )
    kinds = set(answers)
    return [step for step in found if step.kind not in kinds] + [step for steps in answers.values() for step in steps]


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
    mails = mails.filter(recipient__in=among(who)) | mails.filter(head_of__in=among([-number for number in who]))
    rows = mails.values_list("recipient_id", "head_of_id", "written_at")
    return {
        recipient or -head
        for recipient, head, written_at in rows
        if local_date(written_at, timezone.get_default_timezone()) == today
    }


@transaction.atomic
def _queue_for(people: Sequence[Sequence[Found]], at: datetime) -> int:
    """Ledger and mails of some addressees, together or not at all."""
    ledger.wait_for_others()
    told = without_second_mails(people, at)
    return ledger.write(_steps(step for steps in told for step in steps), template=DIGEST, at=at).mails


def _steps(steps: Iterable[Found]) -> list[Step]:
    """Every step that is reached: the latest of each thing is told, the others are covered."""
    rows, spans = [], {}
    for found in steps:
        key = (found.kind, found.ladder.key, found.ladder.kind, found.audience, found.since, found.day)
        if key not in spans:
            until = found.since if found.day is None else found.day
            days = found.ladder.reached(found.audience, after=found.since, until=until)
            spans[key] = Span(found.kind, found.audience, days)
        rows.append(Step(found.who, found.thing, found.round, found.due_on, spans[key]))
    return rows
