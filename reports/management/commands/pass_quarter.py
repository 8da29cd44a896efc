import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from commitments.models import ActionPlan
from ovp_portal import clock
from ovp_portal.audit.words import words_for
from ovp_portal.lib import clockfile
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications.heartbeat import TICK
from ovp_portal.notifications.locks import only_one
from reports.demo.acts import period_of
from reports.demo.history import PLAN
from reports.demo.passage import Moment, evening_of, pass_days
from reports.demo.scenario import acts_of, organizations
from reports.models import ReportingPeriod
from reports.tasks import look_after

CHASED_FOR = timedelta(days=10)
"""So long after the due day the ladder has told everybody whom it has."""
PATIENCE = 60


class Command(BaseCommand):
    help = (
        "Take the demonstration through a quarter, day by day: people act as the scenario says, the clockwork does "
        "what it does, and every act and mail is told. It begins where the demonstration stands, or on the day the "
        "quarter opens where that is later, and it CHANGES the demonstration: what is handed in, circulated and "
        "published stays, and its clock stands on the last day afterwards. Mail is kept in the outbox, as always."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quarter", help="such as 2022-q3")
        parser.add_argument("--plan", default=PLAN, help="the address of the plan; %(default)s")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day, such as 2022-10-16")
        parser.add_argument(
            "--silent", action="append", default=[], metavar="ORGANIZATION", help="who does nothing; may be repeated"
        )
        parser.add_argument("--dry", action="store_true", help="change nothing: all of it is rolled back at the end")

    def handle(self, *args: Any, quarter: str, plan: str, dry: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demonstration can pass a quarter (PORTAL_DEMO=1); this portal is a real one.")
        period = _period(plan, quarter)
        silent = _silent(options["silent"])
        now = clock.now()
        days = _days(period, local_date(now, period.plan.time_zone), options["until"])
        with _alone(), _rolled_back(dry):
            self._tell_what_comes(period, days, silent, dry)
            counts = self._pass(period, silent, now, days, dry)
        self.stdout.write("")
        self.stdout.write(f"{counts['mails']} mails, {counts['events']} acts, {counts['refusals']} refusals")
        stands = "was rolled back: nothing changed" if dry else f"stands on {days[-1]:%A, %d %B %Y}"
        self.stdout.write(f"The demonstration {stands}.")

    def _tell_what_comes(self, period: ReportingPeriod, days: list[date], silent: list[str], dry: bool) -> None:
        self.stdout.write(f"Passing {period.key} of {period.plan.slug}: {days[0]} to {days[-1]}.")
        if silent:
            self.stdout.write(f"Silent: {', '.join(silent)}.")
        change = "Nothing stays: a dry run." if dry else "This changes the demonstration and moves its clock."
        self.stdout.write(change)

    def _pass(
        self, period: ReportingPeriod, silent: list[str], now: datetime, days: list[date], dry: bool
    ) -> Counter[str]:
        counts: Counter[str] = Counter()
        shown, last = None, now
        acts = list(acts_of(period, silent=silent))
        for moment in pass_days(period, acts=acts, since=now, days=days, look=look_after):
            local = moment.at.astimezone(ZoneInfo(period.plan.time_zone))
            if local.date() != shown:
                shown = local.date()
                self.stdout.write(f"\n{shown} {shown:%A}")
            self._tell(moment, f"{local:%H:%M}")
            counts.update(mails=len(moment.mails), events=len(moment.events), refusals=len(moment.refusals))
            last = moment.at
            if not dry:
                _set_clock(last)
        if not dry:
            _set_clock(max(last, evening_of(days[-1], period)))
        return counts

    def _tell(self, moment: Moment, hour: str) -> None:
        for event in moment.events:
            self.stdout.write(f"  {hour}  {event.actor_label}: {words_for(event.action)} – {event.target_label}")
        for refusal in moment.refusals:
            self.stdout.write(f"  {hour}  !  {refusal}")
        for mail, told in moment.mails:
            self.stdout.write(f"  {hour}  @  {mail.address}: {mail.subject}")
            for step, number in Counter(told).items():
                times = f" ×{number}" if number > 1 else ""
                self.stdout.write(f"            {step.audience}: {step.kind} {step.step}{times}")


def _period(plan: str, quarter: str) -> ReportingPeriod:
    found = ActionPlan.objects.running().filter(slug=plan).first()
    if found is None:
        raise CommandError(f"There is no running plan {plan}.")
    period = period_of(found, quarter)
    if period is None:
        keys = ", ".join(period.key for period in found.periods.order_by("starts_on"))
        raise CommandError(f"The plan {plan} has no period {quarter}. It has: {keys or 'none'}.")
    return period


def _silent(named: list[str]) -> list[str]:
    unknown = sorted(set(named) - set(organizations()))
    if unknown:
        raise CommandError(f"Nobody acts for {', '.join(unknown)}. Those who act: {', '.join(organizations())}.")
    return sorted(set(named))


def _days(period: ReportingPeriod, today: date, until: date | None) -> list[date]:
    """From where the demonstration stands, or from the opening on, until everybody was chased."""
    last = until or max(period.data_due_on + CHASED_FOR, period.publication_due_on)
    first = max(today, period.opens_on)
    if first > last:
        raise CommandError(
            f"The demonstration stands on {today}, and {period.key} would be passed until {last}. A clock does not "
            "go back: name a later --until, or begin anew with an empty demonstration."
        )
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@contextmanager
def _alone() -> Iterator[None]:
    """While a quarter passes, the running portal's own clockwork stands aside: it has another time."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with only_one(TICK) as is_ours:
            if is_ours:
                yield
                return
        if time.monotonic() > deadline:
            raise CommandError("The clockwork has been at work for a minute, or somebody else passes a quarter.")
        time.sleep(0.2)


@contextmanager
def _rolled_back(dry: bool) -> Iterator[None]:
    if not dry:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _set_clock(at: datetime) -> None:
    if settings.CLOCK_FILE:
        clockfile.write_moment(settings.CLOCK_FILE, at, datetime.now(UTC))
