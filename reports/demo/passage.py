"""The demonstration passes a quarter: day by day, with a clock of its own and the clockwork that everybody has.

Each moment is passed in: nothing below asks what time it is. Members and coordinators act by the
scenario, the clockwork looks as it does every minute, and what came of each moment is told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Max

from ovp_portal.audit.models import AuditEvent
from ovp_portal.lib.dates import local_moment
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from reports.demo.scenario import Act
from reports.models import ReportingPeriod

A_MINUTE = timedelta(minutes=1)
MIDNIGHT, EVENING = time(0), time(20)
UNTOLD = ("submission.saved", "submission.expected", "milestone.level_published", "indicator.result_published")
"""Acts that say nothing of their own: each sending is saved first, an opening asks everybody, a report tells all."""


class Told(NamedTuple):
    """A step of the ledger that a mail told: to whom about which kind of due, on which day of its ladder."""

    audience: str
    kind: str
    step: str


class Moment(NamedTuple):
    """What came of one moment: acts and their lines in the audit, mails with what they told, and refusals."""

    at: datetime
    events: list[AuditEvent]
    mails: list[tuple[Mail, list[Told]]]
    refusals: list[str]


def pass_days(
    period: ReportingPeriod,
    *,
    acts: Iterable[Act],
    since: datetime,
    days: Sequence[date],
    look: Callable[[datetime], object],
) -> Iterator[Moment]:
    """Live through some days, from a moment on. `look` is the clockwork; it comes by after every act too."""
    seen = _Seen()
    for at, doings in _moments(period, acts, days):
        if at > since:
            refusals = _do(doings, at)
            if not doings:
                look(at)
            yield seen.since_last(at, refusals)


def evening_of(day: date, period: ReportingPeriod) -> datetime:
    return local_moment(day, EVENING, period.plan.time_zone)


def _moments(period: ReportingPeriod, acts: Iterable[Act], days: Sequence[date]) -> list[tuple[datetime, list[Act]]]:
    """When something happens, in order: people's acts, and the looks of the clockwork between them."""
    zone, plan = period.plan.time_zone, period.plan
    found: dict[datetime, list[Act]] = {}
    hours = [(day, plan.mail_hour) for day in days]
    hours += [(day, hour) for day, hour in _days_of_the_clockwork(period) if day in days]
    for day, hour in hours:
        found.setdefault(local_moment(day, hour, zone) + A_MINUTE, [])
    ends = local_moment(days[-1] + timedelta(days=1), MIDNIGHT, zone)
    for act in acts:
        if local_moment(days[0], MIDNIGHT, zone) <= act.at < ends:
            found.setdefault(act.at, []).append(act)
            found.setdefault(act.at + A_MINUTE, [])
    return sorted(found.items())


def _days_of_the_clockwork(period: ReportingPeriod) -> list[tuple[date, time]]:
    """When it does something by itself. It looks every minute; between these moments it would find nothing."""
    return [(period.opens_on, MIDNIGHT), (period.publication_due_on, period.plan.publication_hour)]


def _do(acts: Iterable[Act], at: datetime) -> list[str]:
    """Let people act; who is refused is told why, as the page tells it."""
    refusals = []
    for act in acts:
        try:
            act.do(at)
        except ValidationError as refusal:
            refusals += refusal.messages
    return refusals


class _Seen:
    """What was told already, by the numbers of the rows: audit and mails are only ever added to."""

    def __init__(self) -> None:
        self._event = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        self._mail = Mail.objects.aggregate(last=Max("pk"))["last"] or 0

    def since_last(self, at: datetime, refusals: list[str]) -> Moment:
        events = list(AuditEvent.objects.filter(pk__gt=self._event).order_by("pk"))
        mails = list(Mail.objects.filter(pk__gt=self._mail).prefetch_related("notifications").order_by("pk"))
        self._event = events[-1].pk if events else self._event
        self._mail = mails[-1].pk if mails else self._mail
        letters = [(mail, _told_by(mail)) for mail in mails if mail.status != MailStatus.VOID]
        letters.sort(key=lambda letter: (letter[0].address, letter[0].subject))
        return Moment(at, [event for event in events if event.action not in UNTOLD], letters, refusals)


def _told_by(mail: Mail) -> list[Told]:
    rows = [row for row in mail.notifications.all() if not row.is_covered]
    return sorted(Told(row.audience, row.kind, row.step.rpartition(":")[2]) for row in rows)
