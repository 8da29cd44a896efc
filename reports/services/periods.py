"""Reporting periods: drawn from the plan's rules, opened when their day comes, moved by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import ActionPlan
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import Period, local_date, periods, working_day
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, StatusReport, Submission
from reports.services import openings

DATES = ("opens_on", "data_due_on", "review_due_on", "positions_due_on", "publication_due_on")
"""The dates of a period, in the order in which they follow each other."""


@dataclass
class Changes:
    """What drawing a plan's periods again would do, or did. The rows of `added` may not be saved yet."""

    added: list[ReportingPeriod] = field(default_factory=list)
    changed: list[tuple[ReportingPeriod, dict[str, tuple[date, date]]]] = field(default_factory=list)
    removed: list[ReportingPeriod] = field(default_factory=list)
    kept: list[ReportingPeriod] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def preview(*, plan: ActionPlan) -> Changes:
    """What `generate` would change now; nothing is written.

    A period that was opened, has papers, or has a date moved by hand was entered by somebody: it
    stays, with its dates. After a change of the rhythm the new periods begin where none of these
    is overlapped; an old one that nobody touched goes when a new one takes its days, and stays
    when it fills the gap up to the first new one.
    """
    existing = list(ReportingPeriod.objects.filter(plan=plan).order_by("starts_on"))
    with_papers = set(Submission.objects.filter(period__plan=plan).values_list("period_id", flat=True).distinct())
    with_papers |= set(StatusReport.objects.filter(period__plan=plan).values_list("period_id", flat=True))
    wanted = periods(plan.rhythm, plan.reporting_from_on or plan.starts_on, plan.ends_on)
    by_part = {(row.rhythm, row.year, row.part): row for row in existing}
    changes = Changes()
    fitting = [(part, by_part.get((plan.rhythm, part.year, part.part))) for part in wanted]
    fits = {row.pk for _part, row in fitting if row}
    entered = [row for row in existing if row.opened_at or row.moved or row.pk in with_papers]
    strangers = [row for row in entered if row.pk not in fits]
    new = [part for part, row in fitting if row is None and not any(_overlap(part, other) for other in strangers)]
    untouched = [row for row in existing if row.pk not in fits and row not in entered]
    for row in untouched:
        fills_a_gap = _overlap_any(row, wanted) and not _overlap_any(row, new)
        (changes.kept if fills_a_gap else changes.removed).append(row)
    changes.added = [_drawn(plan, part) for part in new]
    changes.kept += strangers
    for part, row in fitting:
        if row is None:
            continue
        dates = {} if row.opened_at else dates_of(plan, part.ends_on, moved={n: getattr(row, n) for n in row.moved})
        different = {name: (getattr(row, name), day) for name, day in dates.items() if getattr(row, name) != day}
        if different:
            changes.changed.append((row, different))
        else:
            changes.kept.append(row)
    return changes


@transaction.atomic
def generate(*, plan: ActionPlan, at: datetime, by: User | None = None) -> Changes:
    """Draw the periods that the plan's rhythm asks for; run again, it adds only what is missing.

    The dates of periods that are not open yet follow the plan's rules of today; those moved by
    hand stay. What `preview` says happens, and nothing else.
    """
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    list(ReportingPeriod.objects.select_for_update().filter(plan=plan).order_by("pk"))
    changes = preview(plan=plan)
    for row in changes.removed:
        record(actor=by, action="period.removed", target=row, at=at, key=row.key)
        row.delete()
    for row, dates in changes.changed:
        for name, (_before, day) in dates.items():
            setattr(row, name, day)
        row.full_clean()
        row.save(update_fields=list(dates))
        record(actor=by, action="period.redrawn", target=row, at=at, dates=_said(dates))
    for row in changes.added:
        row.full_clean()
        row.save()
        record(actor=by, action="period.drawn", target=row, at=at, key=row.key)
    return changes


def dates_of(plan: ActionPlan, ends_on: date, *, moved: Mapping[str, date] | None = None) -> dict[str, date]:
    """The dates of a period by the plan's rules: days of the month after its end.

    A deadline that falls on no working day goes where the plan's rule sends it; the opening is no
    deadline. The dates follow each other whatever the rules say: what is moved by hand stands
    still, publication comes next, and the others give way.
    """
    moved = moved or {}
    after = ends_on + timedelta(days=1)
    days = (plan.data_due_day, plan.review_due_day, plan.positions_due_day, plan.publication_due_day)
    by_rule = {
        name: working_day(after.replace(day=number), plan.non_working_day_rule, plan.holiday_country)
        for name, number in zip(DATES[1:], days, strict=True)
    }
    by_rule["opens_on"] = after
    fixed = {DATES[-1]: by_rule[DATES[-1]], **moved}
    dates: dict[str, date] = {}
    earliest = after
    for place, name in enumerate(DATES):
        if name in moved:
            dates[name] = moved[name]
        else:
            latest = min((fixed[later] for later in DATES[place + 1 :] if later in fixed), default=date.max)
            dates[name] = max(earliest, min(by_rule[name], max(latest, earliest)))
        earliest = dates[name]
    return dates


@transaction.atomic
def move_dates(
    *, period: ReportingPeriod, dates: Mapping[str, date], by: User | None, at: datetime, reason: str = ""
) -> ReportingPeriod:
    """Set dates of one period by hand; drawing the periods again leaves them alone.

    A later data day is at once the day of everybody who has not handed in; who was given a later
    day of his own keeps it. A report that waits for publication waits for the new moment.
    """
    period = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("plan").get(pk=period.pk)
    changed = {name: (getattr(period, name), day) for name, day in dates.items() if getattr(period, name) != day}
    if unknown := set(dates) - set(DATES):
        raise ValueError(f"A period has no date {', '.join(sorted(unknown))}.")
    if not changed:
        return period
    if "opens_on" in changed and period.opened_at:
        raise ValidationError({"opens_on": _("The period is open already; its opening cannot be moved.")})
    for name, (_before, day) in changed.items():
        setattr(period, name, day)
    period.moved = sorted({*period.moved, *changed})
    period.full_clean()
    period.save(update_fields=[*changed, "moved"])
    record(actor=by, action="period.dates_moved", target=period, at=at, dates=_said(changed), reason=reason)
    if "data_due_on" in changed:
        _move_what_is_owed(period)
    if "publication_due_on" in changed:
        scheduled = StatusReport.objects.filter(period=period, status=ReportStatus.SCHEDULED)
        scheduled.update(scheduled_for=period.publication_at)
    return period


def _move_what_is_owed(period: ReportingPeriod) -> None:
    owed = Submission.objects.filter(period=period)
    owed.filter(status=SubmissionStatus.EXPECTED).update(due_on=period.data_due_on)
    owed.filter(status=SubmissionStatus.RETURNED, due_on__lt=period.data_due_on).update(due_on=period.data_due_on)


def open_due(*, at: datetime) -> list[ReportingPeriod]:
    """Open every period whose day has come in its plan's zone, however late, and ask for its submissions.

    Safe to run again and twice at once: the rows are locked, and what is open already only gets
    what was added to the register since. Returns the periods that this run opened.
    """
    opened = []
    for plan in ActionPlan.objects.running().order_by("pk"):
        on = local_date(at, plan.time_zone)
        opened += _open(plan, on=on, at=at)
        openings.top_up(plan=plan, on=on, at=at)
    return opened


@transaction.atomic
def _open(plan: ActionPlan, *, on: date, at: datetime) -> list[ReportingPeriod]:
    due = ReportingPeriod.objects.select_for_update().filter(plan=plan).to_open(on).order_by("starts_on")
    opened = []
    for period in due:
        period.opened_at = at
        period.save(update_fields=["opened_at"])
        record(actor=None, action="period.opened", target=period, at=at, key=period.key)
        openings.ask(plan=plan, periods=[period], at=at)
        opened.append(period)
    return opened


def _drawn(plan: ActionPlan, part: Period) -> ReportingPeriod:
    return ReportingPeriod(
        plan=plan,
        rhythm=plan.rhythm,
        year=part.year,
        part=part.part,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
        **dates_of(plan, part.ends_on),
    )


def _overlap(one: Period | ReportingPeriod, other: Period | ReportingPeriod) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _overlap_any(one: ReportingPeriod, others: list[Period]) -> bool:
    return any(_overlap(one, other) for other in others)


def _said(dates: Mapping[str, tuple[date, date]]) -> dict[str, list[str]]:
    return {name: [before.isoformat(), after.isoformat()] for name, (before, after) in dates.items()}
