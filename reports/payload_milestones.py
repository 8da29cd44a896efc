"""The part of a report's payload that tells of one milestone."""

from collections.abc import Sequence
from dataclasses import asdict

from commitments.models import Commitment, Indicator, Milestone
from ovp_portal.accounts.models import Organization
from ovp_portal.circulation.payloads import organization_data
from ovp_portal.lib.languages import in_languages
from reports import figures
from reports.models import ActivityRecord, MilestoneUpdate, ReportingPeriod, ReportLine, Submission
from reports.payload_shapes import ActivityData, IndicatorData, MilestoneData, UpdateData

Answer = tuple[Submission, MilestoneUpdate]


def number_of(commitment: Commitment, milestone: Milestone) -> str:
    """The whole number of a milestone, 3.6.4, without asking for its commitment again."""
    return f"{commitment.full_number}.{milestone.number}" if commitment.full_number else str(milestone.number)


def milestone_data(line: ReportLine, period: ReportingPeriod, accepted: Sequence[Submission]) -> MilestoneData:
    """A line of the report with what the organizations reported; `accepted` stands in the order of arrival."""
    milestone = line.milestone
    answers = [(row, update) for row in accepted for update in row.updates.all() if update.milestone_id == milestone.pk]
    indicators = sorted(milestone.indicators.all(), key=lambda row: (row.position, row.pk))
    return MilestoneData(
        id=milestone.pk,
        number=number_of(milestone.commitment, milestone),
        language=milestone.language,
        title=in_languages(milestone, "title"),
        responsible=[organization_data(one) for one in _responsible(milestone)],
        level=line.level,
        previous_level=milestone.earlier_levels[-1].level if milestone.earlier_levels else None,
        due_on=milestone.due_on,
        due_precision=milestone.due_precision,
        due_words=in_languages(milestone, "due_words"),
        is_overdue=False,
        days_late=0,
        text=line.text,
        updates=[_update(row, update) for row, update in answers],
        indicators=[_indicator(row, milestone, answers) for row in indicators if not row.is_withdrawn],
        activities=[
            _activity(row, activity, period) for row, update in answers for activity in update.activities.all()
        ],
    )


def _responsible(milestone: Milestone) -> list[Organization]:
    return sorted(milestone.responsible.all(), key=lambda row: (row.sort_key, row.pk))


def _update(row: Submission, update: MilestoneUpdate) -> UpdateData:
    return UpdateData(
        organization=organization_data(row.organization),
        outcome=update.outcome,
        level=update.level,
        text=update.progress,
        reason=update.reason or (row.nothing_done_reason if row.is_nothing_done else ""),
        applicable_when=update.applicable_when,
    )


def _indicator(indicator: Indicator, milestone: Milestone, answers: Sequence[Answer]) -> IndicatorData:
    """The figure of the period and its inputs; who answers for the milestone and gave nothing stands there too."""
    given = [
        (row.organization, figures.reported(update, _value(update, indicator), indicator)) for row, update in answers
    ]
    silent = [one for one in _responsible(milestone) if one not in [organization for organization, _figure in given]]
    inputs = given + [(one, figures.NO_ANSWER) for one in silent]
    # Who was silent stands before the others: "latest" means the last that came in.
    figure = figures.of_organizations(indicator, [figures.NO_ANSWER for _one in silent] + [one for _o, one in given])
    earlier = [figures.published(row) for row in indicator.earlier_results]
    return IndicatorData(
        id=indicator.pk,
        language=indicator.language,
        name=in_languages(indicator, "name"),
        unit=in_languages(indicator, "unit"),
        kind=indicator.kind,
        baseline=indicator.baseline,
        target=indicator.target,
        target_text=in_languages(indicator, "target_text"),
        target_on=indicator.target_on,
        direction=indicator.direction,
        accumulation=indicator.accumulation,
        aggregation=indicator.aggregation,
        total=asdict(figures.over_periods(indicator, [*earlier, figure])),
        is_partial=figure.has_value and any(_is_open(one) for _organization, one in inputs),
        history=[
            {"period": row.period_key, "ends_on": row.ends_on, **asdict(past)}
            for row, past in zip(indicator.earlier_results, earlier, strict=True)
        ],
        by_organization=[{"organization": organization_data(one), **asdict(past)} for one, past in inputs],
        **asdict(figure),
    )


def _is_open(figure: figures.Figure) -> bool:
    """Whether the figure may still exist: nothing to report and not applicable are answers."""
    return figure.state in (figures.ValueState.NO_ANSWER, figures.ValueState.NOT_AVAILABLE)


def _value(update: MilestoneUpdate, indicator: Indicator):
    return next((row for row in update.values.all() if row.indicator_id == indicator.pk), None)


def _activity(row: Submission, activity: ActivityRecord, period: ReportingPeriod) -> ActivityData:
    ends_on = activity.ends_on or activity.starts_on
    fields = ("kind", "topic", "held", "participants", "women", "starts_on", "ends_on", "place", "funding")
    return ActivityData(
        organization=organization_data(row.organization),
        **{name: getattr(activity, name) for name in fields},
        breakdown=[{"who": group.get("who", ""), "count": group.get("count")} for group in activity.breakdown],
        is_from_earlier=ends_on is not None and ends_on < period.starts_on,
    )
