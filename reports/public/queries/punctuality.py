"""Whether organizations hand in their data in time: judged from the papers' own states, never kept.

A period is judged in public from the moment of its publication on, and not before: until then
its dates can be moved and nobody's paper is anybody's business. What is not due is not missing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateField, Exists, F, Func, OuterRef
from django.db.models.functions import Cast

from commitments.enums import CommitmentStatus
from commitments.models import ActionPlan
from ovp_portal.audit.models import AuditEvent
from ovp_portal.lib.dates import days_late, local_date
from reports.enums import Verdict
from reports.models import ReportingPeriod, Review, Submission
from reports.public.queries.front import periods_of

ON_TIME, LATE, RETURNED_LATE, MISSING = RESULTS = ("on_time", "late", "returned_late", "missing")
COUNTED = CommitmentStatus.reported()


@dataclass(frozen=True)
class Deadline:
    """A day by which data were owed, and when they came. After a return it is the day given for it,
    or the day of the return where that is later: nobody is late for time that he did not have."""

    due_on: date
    returned_on: date | None
    handed_in_on: date | None
    days_late: int


@dataclass(frozen=True)
class Account:
    """What one organization owed on one commitment in one period, and how punctual it was."""

    period: ReportingPeriod
    commitment_id: int
    organization_id: int
    deadlines: tuple[Deadline, ...]

    @cached_property
    def result(self) -> str:
        """Exactly one: the counters add up to all that was expected."""
        first, *returned = self.deadlines
        if first.handed_in_on is None:
            return MISSING
        if first.days_late:
            return LATE
        return RETURNED_LATE if any(deadline.days_late for deadline in returned) else ON_TIME

    @property
    def days(self) -> int:
        """The longest delay."""
        return max(deadline.days_late for deadline in self.deadlines)

    @property
    def handed_in_on(self) -> date | None:
        return self.deadlines[0].handed_in_on

    @property
    def last(self) -> Deadline:
        return self.deadlines[-1]


@dataclass(frozen=True)
class Sums:
    """How many of each result, and the longest delay."""

    counts: Mapping[str, int]
    days: int

    @property
    def expected(self) -> int:
        return sum(self.counts.values())

    def __getattr__(self, name: str) -> int:
        if name in RESULTS:
            return self.counts.get(name, 0)
        raise AttributeError(name)


@dataclass(frozen=True)
class Punctuality:
    """The accounts of some periods, and how many are left out, with the reason."""

    accounts: Sequence[Account]
    asked_late: int = 0
    withdrawn: int = 0

    def by_period(self) -> dict[int, Sums]:
        return _sums((account.period.pk, account) for account in self.accounts)

    def by_organization(self) -> dict[int, Sums]:
        return _sums((account.organization_id, account) for account in self.accounts)


def public_periods(plan: ActionPlan, at: datetime) -> list[ReportingPeriod]:
    """The periods that are judged in public: opened, and past their moment of publication; the newest first."""
    return [period for period in reversed(periods_of(plan)) if period.opened_at and period.publication_at <= at]


def punctuality(*, periods: Sequence[ReportingPeriod], plan: ActionPlan, at: datetime) -> Punctuality:
    """One query for any number of papers; `periods` are those that may be shown."""
    if not periods:
        return Punctuality([])
    by_pk = {period.pk: period for period in periods}
    rows = list(_papers(by_pk))
    asked_late = sum(row["asked_late"] for row in rows)
    asked = [row for row in rows if not row["asked_late"]]
    counted = [row for row in asked if row["commitment__status"] in COUNTED]
    accounts = [_account(row, by_pk, plan.time_zone, at) for row in counted]
    return Punctuality(accounts, asked_late, len(asked) - len(counted))


def _papers(periods: Collection[int]) -> Iterable[dict[str, Any]]:
    """Every paper that was asked for, with whether that was after its day: an organization that came in late.

    With it the moments of its returns, the day given at each, and when it was handed in, each time: the paper
    itself knows only the last.
    """
    local = Func(OuterRef("period__plan__time_zone"), F("at"), template="(timezone(%(expressions)s))::date")
    acts = AuditEvent.objects.filter(
        target_type=Submission._meta.label_lower, target_id=Cast(OuterRef("pk"), CharField())
    )
    asked = acts.filter(action="submission.expected").annotate(on=Cast(local, DateField()))
    sent = acts.filter(action="submission.submitted").order_by("at", "pk")
    returns = Review.objects.filter(submission=OuterRef("pk"), verdict=Verdict.RETURNED).order_by("round")
    rows = Submission.objects.filter(period__in=periods).annotate(
        asked_late=Exists(asked.filter(on__gt=OuterRef("period__data_due_on"))),
        returned_at=ArraySubquery(returns.values("at")),
        returned_until=ArraySubquery(returns.values("new_due_on")),
        sent_at=ArraySubquery(sent.values("at")),
    )
    fields = ("pk", "period_id", "commitment_id", "organization_id", "submitted_at", "asked_late", "commitment__status")
    return rows.order_by("-period__starts_on", "organization__sort_key", "organization_id", "commitment_id").values(
        *fields, "returned_at", "returned_until", "sent_at"
    )


def _account(
    row: Mapping[str, Any],
    periods: Mapping[int, ReportingPeriod],
    zone: str,
    at: datetime,
) -> Account:
    period = periods[row["period_id"]]
    returned = list(zip(row["returned_at"], row["returned_until"], strict=True))
    moments = row["sent_at"] if returned else [row["submitted_at"]] if row["submitted_at"] else []
    today = local_date(at, zone)
    first = local_date(moments[0], zone) if moments else None
    deadlines = [_deadline(period.data_due_on, None, first, today)]
    for returned_at, new_due_on in returned:
        returned_on = local_date(returned_at, zone)
        again = next((moment for moment in moments if moment > returned_at), None)
        due_on = max(new_due_on or period.data_due_on, period.data_due_on, returned_on)
        deadlines.append(_deadline(due_on, returned_on, local_date(again, zone) if again else None, today))
    return Account(period, row["commitment_id"], row["organization_id"], tuple(deadlines))


def _deadline(due_on: date, returned_on: date | None, handed_in_on: date | None, today: date) -> Deadline:
    return Deadline(due_on, returned_on, handed_in_on, days_late(due_on, handed_in_on or today))


def _sums(pairs: Iterable[tuple[int, Account]]) -> dict[int, Sums]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    days: dict[int, int] = defaultdict(int)
    for key, account in pairs:
        counts[key][account.result] += 1
        days[key] = max(days[key], account.days)
    return {key: Sums(counts[key], days[key]) for key in counts}
