"""How the clockwork is: its last tick, what is overdue, what does not go out. Asked by pages, probes and the watch.

`at` is the portal's moment, by which things are due; `real_now` is real time, on which ticks and delivery run.
"""

from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Min, Q

from ovp_portal.notifications import emails, ladders, sources, sweep
from ovp_portal.notifications.enums import MailStatus, Trouble
from ovp_portal.notifications.heartbeat import TICK
from ovp_portal.notifications.memory import Memory
from ovp_portal.notifications.models import Heartbeat, Mail
from ovp_portal.notifications.services.queue import without_second_mails

TOO_LONG = timedelta(seconds=150)
"""Two ticks that did not come, or a tick that found no end. With the second look of the watch, an alarm
is out before five minutes are over."""
COUNTED = 1000
"""Overdue steps of a source are counted so far: more is as bad."""
LOOKS = Memory()
"""What this process remembers of such looks: their moments are not those of the clockwork."""
MANY_PARKED = 10
DAY = timedelta(days=1)


class Overdue(NamedTuple):
    """Steps that were reached some time ago and are not in the ledger; `is_all` when they were all counted."""

    count: int
    is_all: bool
    unasked: list[str]


class Health(NamedTuple):
    real_now: datetime
    last_at: datetime | None
    failing: list[str]
    failing_since: datetime | None
    overdue: Overdue
    waiting: int
    oldest_waiting_at: datetime | None
    unanswered: int
    parked: int

    @property
    def tick_age(self) -> timedelta | None:
        return self.real_now - self.last_at if self.last_at else None

    @property
    def oldest_age(self) -> timedelta:
        return max(self.real_now - self.oldest_waiting_at, timedelta()) if self.oldest_waiting_at else timedelta()

    @property
    def troubles(self) -> list[Trouble]:
        found = {
            Trouble.STILL: self.tick_age is None or self.tick_age > TOO_LONG,
            Trouble.FAILS: self.failing_since is not None and self.real_now - self.failing_since > TOO_LONG,
            Trouble.OVERDUE: bool(self.overdue.count or self.overdue.unasked),
            Trouble.WAITING: self.oldest_age > TOO_LONG or self.unanswered > 0,
            Trouble.PARKED: self.parked >= MANY_PARKED,
        }
        return [trouble for trouble, is_so in found.items() if is_so]


def examine(*, at: datetime, real_now: datetime) -> Health:
    """Ask the database how things are. A fixed number of queries; those of what is overdue grow with the dues."""
    heart = Heartbeat.objects.filter(job=TICK).first() or Heartbeat(job=TICK)
    mails = _mails(real_now)
    return Health(
        real_now=real_now,
        last_at=heart.last_at,
        failing=heart.failing,
        failing_since=heart.failing_since,
        overdue=overdue(at=at),
        waiting=mails["waiting"],
        oldest_waiting_at=mails["oldest"],
        unanswered=mails["unanswered"] if mails["unanswered"] and not _went_out(real_now) else 0,
        parked=Mail.objects.filter(status=MailStatus.PARKED, next_try_at__gt=real_now - DAY).count(),
    )


def overdue(*, at: datetime) -> Overdue:
    """What was reached before the last ticks and is not told: the same question as the clockwork's own, asked late.

    Who had his mail today is told tomorrow, so what is kept for him is not overdue.
    """
    moment = at - TOO_LONG
    known = ladders.ladders(moment)
    answers, failed = sweep.each(
        sources.registered(), lambda source: sweep.find(source, known, moment, limit=COUNTED, memory=LOOKS)
    )
    found = sorted((step for answer in answers.values() for step in answer), key=lambda step: step.who)
    people = [list(steps) for _who, steps in groupby(found, key=lambda step: step.who)]
    reachable = emails.addressees([steps[0].who for steps in people]) if people else {}
    kept = without_second_mails([steps for steps in people if steps[0].who in reachable], at) if people else []
    is_all = all(len(answer) < COUNTED for answer in answers.values())
    return Overdue(sum(map(len, kept)), is_all, sorted(failed))


def _mails(real_now: datetime) -> dict:
    """Counts of what waits. A server that gives no answer puts a mail off again and again; one that refuses
    says why with a number, and that is one recipient's matter."""
    unsent = Mail.objects.filter(status__in=[MailStatus.QUEUED, MailStatus.SENDING])
    lost = Q(status=MailStatus.SENDING, lease_until__lt=real_now)
    return unsent.aggregate(
        waiting=Count("pk"),
        oldest=Min("next_try_at", filter=Q(status=MailStatus.QUEUED) | lost),
        unanswered=Count(
            "pk", filter=Q(tries__gte=2) & ~Q(text="") & ~Q(last_error="") & ~Q(last_error__regex=r"^\d{3} ")
        ),
    )


def _went_out(real_now: datetime) -> bool:
    return Mail.objects.filter(status=MailStatus.SENT, sent_at__gt=real_now - TOO_LONG).exists()
