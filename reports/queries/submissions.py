"""Reading submissions: what a person owes, what waits for review, the form's page in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from commitments.enums import Accumulation, ValueState
from commitments.models import Indicator, Membership
from commitments.models.indicators import IndicatorResult
from ovp_portal.accounts.models import User
from ovp_portal.notifications.waiting import Waiting
from reports.models import IndicatorValue, MilestoneUpdate, ReportingPeriod, Submission
from reports.queries.answers import value_text
from reports.queries.gaps import whole_updates


def listed() -> QuerySet[Submission]:
    """Submissions with the names that lists and pages say."""
    return Submission.objects.select_related(
        "period__plan", "commitment__area", "commitment__plan", "commitment__group", "organization", "saved_by"
    )


def to_write() -> QuerySet[Submission]:
    """Submissions with what a save and its line in the audit need, and no more."""
    return Submission.objects.select_related("period", "commitment__area", "commitment__plan", "organization")


def sent_by(user: User, on: date) -> QuerySet[Submission]:
    """What was handed in for this person's organizations, the newest first."""
    rows = _of_seats(Membership.objects.on(on).filter(user=user))
    return rows.filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")


def _of_seats(seats: QuerySet[Membership]) -> QuerySet[Submission]:
    """The submissions of each seat's own organization, in its own group."""
    own = seats.filter(group=OuterRef("commitment__group"), organization=OuterRef("organization"))
    return listed().filter(Exists(own))


def to_come(user: User, on: date) -> list[Waiting]:
    """The days that follow for the groups of this person; nothing to do yet."""
    groups = Membership.objects.on(on).filter(user=user).values("group")
    periods = ReportingPeriod.objects.opened().filter(plan__commitments__group__in=groups, publication_due_on__gte=on)
    return [
        row
        for period in periods.distinct()
        for row in (
            Waiting(
                due_on=period.positions_due_on,
                title=_("Positions on the draft reports for the %(period)s") % {"period": period},
                sub=_("You will be told when the coordinator circulates them."),
            ),
            Waiting(
                due_on=period.publication_due_on,
                title=_("Publication of the reports for the %(period)s") % {"period": period},
            ),
        )
        if row.due_on > on
    ]


@dataclass
class Before:
    """The last answer for a milestone before this period."""

    submission: Submission
    update: MilestoneUpdate

    @property
    def values_shown(self) -> list[tuple[str, str]]:
        """Each value that was given, with its indicator's name."""
        shown = [(value.indicator.name_i18n, value_text(value.indicator, value)) for value in self.update.values.all()]
        return [(name, text) for name, text in shown if text]


@dataclass
class SubmissionPage:
    """All that the page of one submission shows, read in a number of queries that does not grow."""

    submission: Submission
    updates: list[MilestoneUpdate]

    @cached_property
    def so_far(self) -> dict[int, Decimal]:
        """Published totals by indicator; read only where they are shown."""
        indicators = (indicator for update in self.updates for indicator in update.milestone.indicators.all())
        return so_far(indicators, self.submission.period.ends_on)

    @cached_property
    def before_period(self) -> ReportingPeriod | None:
        earlier = ReportingPeriod.objects.opened().filter(
            plan=self.submission.commitment.plan_id, ends_on__lt=self.submission.period.ends_on
        )
        return earlier.order_by("-ends_on").first()

    @cached_property
    def before(self) -> dict[int, Before]:
        """The answers of the period before, by milestone."""
        return _before(self.submission, self.before_period) if self.before_period else {}


def page_of_submission(submission: Submission) -> SubmissionPage:
    return SubmissionPage(submission, whole_updates(submission))


def _before(submission: Submission, period: ReportingPeriod) -> dict[int, Before]:
    updates = (
        MilestoneUpdate.objects.filter(
            submission__period=period,
            submission__commitment=submission.commitment_id,
            submission__organization=submission.organization_id,
        )
        .select_related("submission")
        .prefetch_related(Prefetch("values", IndicatorValue.objects.select_related("indicator")))
    )
    return {update.milestone_id: Before(update.submission, update) for update in updates}


def so_far(indicators: Iterable[Indicator], ends_on: date) -> dict[int, Decimal]:
    """Published totals before a period: sums of what adds up, the latest state of what does not. One query."""
    by_pk = {indicator.pk: indicator for indicator in indicators}
    results = IndicatorResult.objects.filter(
        indicator__in=by_pk, ends_on__lt=ends_on, state=ValueState.VALUE, value__isnull=False
    ).order_by("ends_on")
    totals: dict[int, Decimal] = {}
    for pk, value in results.values_list("indicator_id", "value"):
        adds_up = by_pk[pk].accumulation == Accumulation.PER_PERIOD and by_pk[pk].kind != "percentage"
        totals[pk] = totals.get(pk, Decimal(0)) + value if adds_up else value
    return totals
