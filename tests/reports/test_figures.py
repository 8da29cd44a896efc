"""Values of organizations and periods: what adds up, what does not, and five kinds of nothing kept apart."""

from decimal import Decimal

import pytest

from commitments.enums import ValueState
from commitments.models import Indicator
from reports.enums import Outcome
from reports.figures import NO_ANSWER, Figure, of_organizations, over_periods, reported
from reports.models import IndicatorValue, MilestoneUpdate

VALUE = ValueState.VALUE


def number(value):
    return Figure(VALUE, Decimal(value))


def share(numerator, denominator):
    return reported(
        MilestoneUpdate(outcome=Outcome.PROGRESS),
        IndicatorValue(numerator=Decimal(numerator), denominator=Decimal(denominator)),
        Indicator(kind="percentage"),
    )


@pytest.mark.parametrize(("rule", "total"), [("sum", "9"), ("last", "1"), ("maximum", "5"), ("average", "3")])
def test_values_of_organizations_follow_the_rule_of_the_indicator(rule, total):
    figures = [number(3), NO_ANSWER, number(5), number(1)]
    assert of_organizations(Indicator(aggregation=rule), figures) == number(total)


@pytest.mark.parametrize("rule", ["sum", "average"])
def test_percentages_add_their_numbers_and_never_themselves(rule):
    indicator = Indicator(kind="percentage", aggregation=rule)
    total = of_organizations(indicator, [share(1, 2), share(1, 6)])
    assert (total.numerator, total.denominator, total.value) == (2, 8, Decimal("25.0000"))
    assert over_periods(indicator, [share(1, 2), share(1, 6)]) == total


def test_a_third_keeps_four_places_and_its_numbers():
    assert share(1, 3).value == Decimal("33.3333")


def test_what_happens_in_periods_adds_up_and_a_state_does_not():
    figures = [number(2), Figure(ValueState.NOTHING_TO_REPORT), number(0), number(3)]
    assert over_periods(Indicator(accumulation="per_period"), figures) == number(5)
    assert over_periods(Indicator(accumulation="cumulative"), figures) == number(3)
    assert over_periods(Indicator(), [NO_ANSWER]) == NO_ANSWER


def test_one_yes_is_a_yes_and_texts_stand_below_each_other():
    yes_no = Indicator(kind="yes_no", aggregation="sum", accumulation="cumulative")
    assert of_organizations(yes_no, [number(0), number(1), number(0)]) == number(1)
    text = Indicator(kind="text", aggregation="sum")
    figures = [Figure(VALUE, text="Прво."), Figure(VALUE, text="Второ.")]
    assert of_organizations(text, figures).text == "Прво.\n\nВторо."


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.PROGRESS, ValueState.NO_ANSWER),
        (Outcome.DONE, ValueState.NO_ANSWER),
        (Outcome.UNANSWERED, ValueState.NO_ANSWER),
        (Outcome.NOTHING_DONE, ValueState.NOTHING_TO_REPORT),
        (Outcome.NOT_APPLICABLE, ValueState.NOT_APPLICABLE),
        (Outcome.NOT_AVAILABLE, ValueState.NOT_AVAILABLE),
    ],
)
def test_each_kind_of_nothing_comes_from_its_own_answer(outcome, state):
    assert reported(MilestoneUpdate(outcome=outcome), None, Indicator()) == Figure(state)


def test_zero_is_a_value():
    row = IndicatorValue(value=Decimal(0))
    assert reported(MilestoneUpdate(outcome=Outcome.PROGRESS), row, Indicator()) == number(0)


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        (["not_applicable", "no_answer"], "no_answer"),
        (["not_applicable", "not_available"], "not_available"),
        (["not_applicable", "nothing_to_report"], "nothing_to_report"),
        (["not_applicable"], "not_applicable"),
        ([], "no_answer"),
    ],
)
def test_without_a_value_the_whole_is_as_open_as_its_most_open_part(states, whole):
    assert of_organizations(Indicator(), [Figure(state) for state in states]) == Figure(whole)
