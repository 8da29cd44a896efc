"""How the values of several organizations make one, and the values of several periods a total.

Exact decimals only. A percentage is always 100 times the sum of its numerators
by the sum of its denominators, never a mean of percentages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commitments.enums import Accumulation, Aggregation, IndicatorKind, ValueState
from commitments.models import Indicator, IndicatorResult
from reports.enums import Outcome
from reports.models import IndicatorValue, MilestoneUpdate

PLACES = Decimal("0.0001")

NOTHING_BY_OUTCOME = {
    Outcome.NOTHING_DONE: ValueState.NOTHING_TO_REPORT,
    Outcome.NOT_APPLICABLE: ValueState.NOT_APPLICABLE,
    Outcome.NOT_AVAILABLE: ValueState.NOT_AVAILABLE,
}
MOST_OPEN_FIRST = (
    ValueState.NO_ANSWER,
    ValueState.NOT_AVAILABLE,
    ValueState.NOTHING_TO_REPORT,
    ValueState.NOT_APPLICABLE,
)
"""Where nobody has a value, the whole is as open as its most open part: what was not answered is not known."""


@dataclass(frozen=True)
class Figure:
    """A value, or which kind of nothing stands in its place."""

    state: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""

    @property
    def has_value(self) -> bool:
        return self.state == ValueState.VALUE


NO_ANSWER = Figure(ValueState.NO_ANSWER)


def reported(update: MilestoneUpdate | None, row: IndicatorValue | None, indicator: Indicator) -> Figure:
    """What one organization handed in for an indicator; zero is a value, blank is not."""
    if update is None:
        return NO_ANSWER
    if update.outcome in NOTHING_BY_OUTCOME:
        return Figure(NOTHING_BY_OUTCOME[update.outcome])
    if row is None:
        return NO_ANSWER
    if indicator.kind == IndicatorKind.TEXT:
        return Figure(ValueState.VALUE, text=row.text) if row.text else NO_ANSWER
    if indicator.kind == IndicatorKind.PERCENTAGE:
        if row.numerator is None or not row.denominator:
            return NO_ANSWER
        return _share(row.numerator, row.denominator, row.text)
    return NO_ANSWER if row.value is None else Figure(ValueState.VALUE, row.value, text=row.text)


def published(result: IndicatorResult) -> Figure:
    return Figure(result.state, result.value, result.numerator, result.denominator, result.text)


def of_organizations(indicator: Indicator, figures: Sequence[Figure]) -> Figure:
    """One figure out of several, by the indicator's rule; `figures` stand in the order in which they came in."""
    values = [figure for figure in figures if figure.has_value]
    if not values:
        states = {figure.state for figure in figures}
        return Figure(next((state for state in MOST_OPEN_FIRST if state in states), ValueState.NO_ANSWER))
    if len(values) == 1 or indicator.aggregation == Aggregation.LAST:
        return values[-1]
    match indicator.kind:
        case IndicatorKind.TEXT:
            return Figure(ValueState.VALUE, text="\n\n".join(figure.text for figure in values))
        case IndicatorKind.PERCENTAGE if indicator.aggregation != Aggregation.MAXIMUM:
            return _sum_of_shares(values)
        case IndicatorKind.YES_NO:
            return max(values, key=lambda figure: figure.value)
    return _of_numbers(indicator.aggregation, values)


def over_periods(indicator: Indicator, figures: Iterable[Figure]) -> Figure:
    """The total up to now: what happened in periods adds up, of states the latest counts."""
    values = [figure for figure in figures if figure.has_value]
    if not values:
        return NO_ANSWER
    if indicator.accumulation == Accumulation.CUMULATIVE or not indicator.is_numeric:
        return values[-1]
    if indicator.kind == IndicatorKind.PERCENTAGE:
        return _sum_of_shares(values)
    return Figure(ValueState.VALUE, sum(figure.value for figure in values))


def _of_numbers(rule: str, values: Sequence[Figure]) -> Figure:
    numbers = [figure.value for figure in values]
    if rule == Aggregation.MAXIMUM:
        return max(values, key=lambda figure: figure.value)
    if rule == Aggregation.AVERAGE:
        return Figure(ValueState.VALUE, (sum(numbers) / len(numbers)).quantize(PLACES))
    return Figure(ValueState.VALUE, sum(numbers))


def _sum_of_shares(values: Sequence[Figure]) -> Figure:
    whole = [figure for figure in values if figure.numerator is not None and figure.denominator]
    if not whole:
        return values[-1]
    return _share(sum(figure.numerator for figure in whole), sum(figure.denominator for figure in whole))


def _share(numerator: Decimal, denominator: Decimal, text: str = "") -> Figure:
    value = (numerator * 100 / denominator).quantize(PLACES)
    return Figure(ValueState.VALUE, value, numerator, denominator, text)
