"""The payload of a report: counted once, judged on a named day, with inputs for who wants to recompute."""

from datetime import date
from decimal import Decimal

import pytest

from commitments.models import IndicatorResult
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from reports.enums import Outcome
from reports.models import Submission
from reports.payload_shapes import ReportData
from reports.payloads import judged, report_payload
from reports.services import reviews, submissions
from tests.factories.commitments import make_indicator
from tests.factories.reports import COMPILED, NOW, answer_all, coordinator_of, make_quarter, make_report

pytestmark = pytest.mark.django_db
ON = date(2022, 10, 12)


def accept(submission, at=NOW, **said):
    by = coordinator_of(submission)
    answer_all(submission, by=by, **said)
    sent = submissions.submit(submission=submission, by=by, at=at)
    return reviews.accept(submission=sent, by=by, at=at)


def test_every_milestone_is_counted_once_and_overdue_ones_beside():
    submission = make_quarter(milestones=3)
    milestones = list(submission.commitment.milestones.all())
    for milestone, level, due in zip(milestones, ["completed", "limited", "limited"], [30, 30, 31], strict=True):
        milestone.completion, milestone.due_on = level, date(2022, 8, due)
        milestone.save()

    payload = report_payload(make_report(submission), on=ON)

    levels = {key: count for key, count in payload["counters"].items() if key not in ("total", "overdue")}
    assert sum(levels.values()) == payload["counters"]["total"] == 3
    assert payload["counters"]["overdue"] == 2
    assert payload["overdue_on"] == date(2022, 10, 15)
    assert [row["days_late"] for row in payload["milestones"]] == [0, 46, 45]
    assert judged(payload, date(2022, 8, 31))["counters"]["overdue"] == 1


def test_who_answered_and_who_is_missing_make_up_all_that_was_expected():
    submission = make_quarter(members=3)
    second, third = Submission.objects.filter(period=submission.period).exclude(pk=submission.pk).order_by("pk")
    accept(submission)
    accept(second, at=COMPILED)

    payload = report_payload(make_report(submission), on=ON)

    answered = {row["organization"]["slug"]: (row["submitted_on"], row["is_late"]) for row in payload["answered"]}
    assert answered == {
        submission.organization.slug: (date(2022, 10, 7), False),
        second.organization.slug: (date(2022, 10, 12), True),
    }
    assert [(row["organization"]["slug"], row["milestones"]) for row in payload["missing"]] == [
        (third.organization.slug, [f"{submission.commitment.full_number}.3"])
    ]


def test_an_indicator_carries_its_inputs_its_history_and_its_total():
    submission = make_quarter(members=2)
    milestone = submission.commitment.milestones.get(number=1)
    other = Submission.objects.exclude(pk=submission.pk).get(period=submission.period).organization
    milestone.responsible.add(other)
    indicator = make_indicator(milestone=milestone)
    IndicatorResult.objects.create(
        indicator=indicator,
        starts_on=date(2022, 4, 1),
        ends_on=date(2022, 6, 30),
        period_key="2022-q2",
        state="value",
        value=4,
        published_at=NOW,
        source="/",
    )
    accept(submission, outcome=Outcome.PROGRESS, progress="Обуки.", values={indicator.pk: {"value": Decimal(3)}})

    [told] = report_payload(make_report(submission), on=ON)["milestones"][0]["indicators"]

    assert (told["state"], told["value"], told["is_partial"]) == ("value", 3, True)
    assert told["total"]["value"] == 7
    assert [(row["period"], row["value"]) for row in told["history"]] == [("2022-q2", 4)]
    assert {row["organization"]["slug"]: row["state"] for row in told["by_organization"]} == {
        submission.organization.slug: "value",
        other.slug: "no_answer",
    }


def test_the_payload_has_every_key_of_its_shape_and_thaws_to_itself():
    payload = report_payload(make_report(), on=ON)
    assert set(payload) == set(ReportData.__annotations__)
    assert thaw(canonical_json(payload)) == payload


@pytest.mark.parametrize("rows", [1, 4])
def test_a_payload_asks_no_query_per_milestone_or_organization(rows, django_assert_num_queries):
    submission = make_quarter(members=rows, milestones=rows)
    for milestone in submission.commitment.milestones.all():
        make_indicator(milestone=milestone)
    accept(submission, outcome=Outcome.NOTHING_DONE, reason="Одмори.")
    report = make_report(submission)
    with django_assert_num_queries(11):
        report_payload(report, on=ON)
