"""What the floor above tells the register when a report is published."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.enums import CompletionLevel, IndicatorKind, ValueState
from commitments.models import IndicatorResult, MilestoneCompletion
from commitments.services import indicators, milestones
from ovp_portal.audit.queries import history_of
from tests.factories.commitments import make_indicator, make_milestone

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 15, 10, tzinfo=UTC)
Q2, Q3 = date(2022, 6, 30), date(2022, 9, 30)


def publish(milestone, level, on):
    return milestones.set_completion(milestone=milestone, level=level, on=on, source="/r/", at=AT)


def result(indicator, **given):
    fields = {
        "period_key": "2022-q3",
        "starts_on": date(2022, 7, 1),
        "ends_on": Q3,
        "state": ValueState.VALUE,
        "source": "/r/",
        "at": AT,
    }
    return indicators.publish_result(indicator=indicator, **fields | given)


def test_a_milestone_shows_the_level_of_its_latest_period():
    milestone = make_milestone()
    publish(milestone, CompletionLevel.SUBSTANTIAL, Q3)
    publish(milestone, CompletionLevel.LIMITED, Q2)

    milestone.refresh_from_db()
    assert milestone.completion == CompletionLevel.SUBSTANTIAL
    assert [row.level for row in milestone.completions.all()] == ["limited", "substantial"]
    milestone.commitment.refresh_from_db()
    assert milestone.commitment.updated_at == AT


def test_a_correction_changes_the_row_and_says_what_stood_there():
    milestone = make_milestone()
    publish(milestone, CompletionLevel.COMPLETED, Q3)
    publish(milestone, CompletionLevel.LIMITED, Q3)

    milestone.refresh_from_db()
    assert (milestone.completion, milestone.completions.count()) == (CompletionLevel.LIMITED, 1)
    newest = history_of(milestone).first().data
    assert (newest["before"], newest["after"]) == ("completed", "limited")


def test_an_unknown_level_is_refused_and_nothing_is_written():
    milestone = make_milestone()

    with pytest.raises(ValidationError):
        publish(milestone, "overdue", Q3)
    assert not milestone.completions.exists()
    with pytest.raises(ValidationError):
        milestones.amend(milestone=milestone, values={"completion": "completed"}, by=None, at=AT)


def test_a_percentage_is_the_quotient_of_its_numbers_whatever_is_passed():
    indicator = make_indicator(kind=IndicatorKind.PERCENTAGE)

    row = result(indicator, value=Decimal("99"), numerator=Decimal(1), denominator=Decimal(3))

    assert row.value == Decimal("33.3333")


def test_publishing_a_value_again_corrects_it():
    indicator = make_indicator()
    result(indicator, value=Decimal(3))
    result(indicator, value=Decimal("2.5"), note="Исправка")

    row = indicator.results.get()
    assert (row.value, row.note) == (Decimal("2.5"), "Исправка")
    assert history_of(indicator).count() == 2


@pytest.mark.parametrize("state", [state for state in ValueState if state != ValueState.VALUE])
def test_no_kind_of_nothing_has_a_number(state):
    indicator = make_indicator()

    with pytest.raises(ValidationError):
        result(indicator, state=state, value=Decimal(0))
    assert result(indicator, state=state).value is None


def test_the_kind_of_an_indicator_is_fixed_by_its_first_value():
    indicator = make_indicator()
    indicators.amend(indicator=indicator, values={"kind": IndicatorKind.AMOUNT}, by=None, at=AT)
    result(indicator, value=Decimal(3))

    with pytest.raises(ValidationError):
        indicators.amend(indicator=indicator, values={"kind": IndicatorKind.COUNT}, by=None, at=AT)
    indicators.amend(indicator=indicator, values={"target": Decimal(9)}, by=None, at=AT)


def test_publishing_asks_as_many_queries_for_many_rows_as_for_one():
    def asked(count):
        commitment = make_milestone().commitment
        rows = [make_milestone(commitment=commitment, number=number) for number in range(10, 10 + count)]
        figures = {make_indicator(milestone=row).pk: indicators.Figure(ValueState.VALUE, Decimal(3)) for row in rows}
        with CaptureQueriesContext(connection) as queries:
            milestones.set_completions(levels={row.pk: "limited" for row in rows}, on=Q3, source="/r/", at=AT)
            days = {"period_key": "2022-q3", "starts_on": date(2022, 7, 1), "ends_on": Q3}
            indicators.publish_results(figures=figures, **days, source="/r/", at=AT)
        assert {row.milestone.completion for row in MilestoneCompletion.objects.filter(milestone__in=rows)} == {
            "limited"
        }
        assert IndicatorResult.objects.filter(indicator__in=figures, value=3).count() == count
        assert all(history_of(row).first().action == "milestone.level_published" for row in rows)
        return len(queries)

    assert asked(1) == asked(12)


def test_publishing_nothing_is_nothing():
    assert milestones.set_completions(levels={}, on=Q3, source="/r/", at=AT) == []
    days = {"period_key": "2022-q3", "starts_on": date(2022, 7, 1), "ends_on": Q3}
    assert indicators.publish_results(figures={}, **days, source="/r/", at=AT) == []
