"""What keeps a submission from being sent, each gap with the field that closes it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from commitments.enums import CompletionLevel, IndicatorKind
from commitments.models import Indicator
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.numbers import number_text
from reports.enums import Outcome
from reports.models import ActivityRecord, IndicatorValue, MilestoneUpdate, ReportingPeriod, Submission

WITH_CONTENT = (Outcome.PROGRESS, Outcome.DONE)
"""Outcomes that carry text, values and activities."""


class Gap(NamedTuple):
    """A sentence that names the milestone, the id of the field it is about, and the sentence beside that field."""

    message: str
    anchor: str
    short: str = ""


def prefix_of(update: MilestoneUpdate) -> str:
    """How the form's fields for a milestone begin; `gaps` and the form agree on it."""
    return f"m{update.milestone_id}"


def value_prefix(update: MilestoneUpdate, indicator: Indicator) -> str:
    return f"{prefix_of(update)}-v{indicator.pk}"


def activity_prefix(update: MilestoneUpdate, number: int) -> str:
    return f"{prefix_of(update)}-a{number}"


def gaps(submission: Submission, *, updates: list[MilestoneUpdate] | None = None) -> list[Gap]:
    """Everything that is missing or contradicts itself, in the order of the form.

    Four queries, or none where `updates` are given as `whole_updates` gets them.
    """
    if updates is None:
        updates = whole_updates(submission)
    if submission.is_nothing_done:
        return list(_of_nothing_done(submission, updates))
    return [gap for update in updates for gap in _of_update(update, submission)]


def whole_updates(submission: Submission) -> list[MilestoneUpdate]:
    """A submission's updates with all that stands under them, in four queries.

    The submission and its commitment are not read again: the updates point to what is there.
    """
    updates = MilestoneUpdate.objects.filter(submission=submission.pk).select_related("milestone")
    rows = list(updates.prefetch_related("values", "activities", "milestone__indicators"))
    for update in rows:
        update.submission, update.milestone.commitment = submission, submission.commitment
    return rows


def label_of(update: MilestoneUpdate) -> str:
    """The milestone as people say it: 4.1.2."""
    number = update.milestone.commitment.full_number
    return f"{number}.{update.milestone.number}" if number else str(update.milestone.number)


def indicators_of(update: MilestoneUpdate) -> list[Indicator]:
    """The indicators that are asked for: those in use, and those that have a value already."""
    filled = {value.indicator_id for value in update.values.all()}
    rows = sorted(update.milestone.indicators.all(), key=lambda row: (row.position, row.pk))
    return [row for row in rows if not row.is_withdrawn or row.pk in filled]


def _of_nothing_done(submission: Submission, updates: list[MilestoneUpdate]) -> Iterator[Gap]:
    if not submission.nothing_done_reason:
        yield Gap(_("Say why nothing was done on any milestone."), "id_nothing_done_reason")
    for update in updates:
        if update.outcome not in (Outcome.UNANSWERED, Outcome.NOTHING_DONE):
            words = {"number": label_of(update), "outcome": update.get_outcome_display()}
            message = _(
                "%(number)s says “%(outcome)s”, and you chose that nothing was done at all. Change one of the two."
            )
            yield Gap(message % words, f"id_{prefix_of(update)}-outcome_0")


def _of_update(update: MilestoneUpdate, submission: Submission) -> Iterator[Gap]:
    prefix, label = prefix_of(update), label_of(update)

    def gap(message: str, field: str) -> Gap:
        return Gap(f"{label}: {message}", f"id_{prefix}-{field}", message)

    match update.outcome:
        case Outcome.UNANSWERED:
            yield gap(_("Choose what happened in the period."), "outcome_0")
        case Outcome.NOTHING_DONE if not update.reason:
            yield gap(_("Say why there is no progress."), "reason")
        case Outcome.NOT_AVAILABLE if not update.reason:
            yield gap(_("Say why the figure is not available, and when it will be."), "reason")
        case Outcome.NOT_APPLICABLE if not update.applicable_when:
            yield gap(_("Say for which period the work is planned."), "applicable_when")
    if update.outcome not in WITH_CONTENT:
        return
    if not update.progress:
        yield gap(_("Say what was done."), "progress")
    if update.outcome == Outcome.PROGRESS and update.level == CompletionLevel.COMPLETED:
        yield gap(_("The level is “Completed”: choose “Now completed” as what happened."), "level")
    yield from _of_values(update)
    for number, activity in enumerate(update.activities.all(), start=1):
        yield from _of_activity(update, number, activity, submission.period)


def _of_values(update: MilestoneUpdate) -> Iterator[Gap]:
    values = {value.indicator_id: value for value in update.values.all()}
    for indicator in indicators_of(update):
        if not indicator.is_withdrawn:
            yield from _of_value(update, indicator, values.get(indicator.pk))


def _of_value(update: MilestoneUpdate, indicator: Indicator, value: IndicatorValue | None) -> Iterator[Gap]:
    field, message = _missing_of(indicator, value)
    if field:
        named = f"{label_of(update)}, {indicator}"
        yield Gap(f"{named}: {message}", f"id_{value_prefix(update, indicator)}-{field}", message)


def _missing_of(indicator: Indicator, value: IndicatorValue | None) -> tuple[str, str]:
    """The field of a value that is empty, and what to do about it; zero is a value."""
    if indicator.kind == IndicatorKind.PERCENTAGE:
        empty = [name for name in ("numerator", "denominator") if value is None or getattr(value, name) is None]
        return (empty[0], _("Enter both numbers of the percentage.")) if empty else ("", "")
    if indicator.kind == IndicatorKind.TEXT:
        return ("", "") if value and value.text else ("text", _("Say it in words."))
    if value is not None and value.value is not None:
        return "", ""
    if indicator.kind == IndicatorKind.YES_NO:
        return "value", _("Choose yes or no.")
    return "value", _("Enter the number: zero if there was none. If it is not known, choose “Figure not available”.")


def _of_activity(
    update: MilestoneUpdate, number: int, activity: ActivityRecord, period: ReportingPeriod
) -> Iterator[Gap]:
    place = f"id_{activity_prefix(update, number)}"
    named = _("%(milestone)s, activity %(number)s") % {"milestone": label_of(update), "number": number}

    def gap(message: str, field: str) -> Gap:
        return Gap(f"{named}: {message}", f"{place}-{field}", message)

    if not activity.topic:
        yield gap(_("Enter the topic."), "topic")
    if activity.held is None:
        yield gap(_("Enter how many were held."), "held")
    if activity.participants is None:
        yield gap(_("Enter how many took part; zero where there were no participants."), "participants")
    if activity.starts_on is None:
        yield gap(_("Enter the date."), "starts_on")
    elif message := too_late(activity.starts_on, activity.ends_on, period.ends_on):
        yield gap(message, "starts_on")


def too_late(starts_on: date, ends_on: date | None, period_ends_on: date) -> str:
    """Work after the period belongs to the next one; work found late, from before it, is welcome."""
    day = max(starts_on, ends_on or starts_on)
    if day <= period_ends_on:
        return ""
    words = {"day": day_text(day), "ends": day_text(period_ends_on)}
    return _("%(day)s is after the end of the period, %(ends)s. Report this work in its own period.") % words


def more_than_all(counted: int, participants: int) -> str:
    words = {"counted": number_text(counted), "participants": number_text(participants)}
    return _("You entered %(counted)s, and there are %(participants)s participants.") % words
