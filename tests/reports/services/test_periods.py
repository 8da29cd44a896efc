from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from commitments.enums import CommitmentStatus, NonWorkingDayRule, PlanStatus, Rhythm
from reports.enums import SubmissionStatus
from reports.models import ReportingPeriod, Submission
from reports.services import openings, periods
from tests.factories.commitments import make_commitment, make_milestone, make_plan
from tests.factories.portal import make_organization, make_user
from tests.factories.reports import NOW, answer_all, bring_to, make_period, make_submission

pytestmark = pytest.mark.django_db


def keys(plan) -> list[str]:
    return [period.key for period in ReportingPeriod.objects.filter(plan=plan).order_by("starts_on")]


def test_periods_are_drawn_from_the_first_reported_day_to_the_end_of_the_plan():
    plan = make_plan()

    periods.generate(plan=plan, at=NOW)

    assert keys(plan) == [
        "2021-q4", "2022-q1", "2022-q2", "2022-q3", "2022-q4", "2023-q1", "2023-q2", "2023-q3", "2023-q4",
    ]  # fmt: skip
    third = ReportingPeriod.objects.get(plan=plan, year=2022, part=3)
    assert [getattr(third, name) for name in periods.DATES] == [
        date(2022, 10, 1), date(2022, 10, 10), date(2022, 10, 12), date(2022, 10, 14), date(2022, 10, 15),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm.HALF_YEAR, ["2021-h2", "2022-h1", "2022-h2", "2023-h1", "2023-h2"]),
        (Rhythm.YEAR, ["2021", "2022", "2023"]),
    ],
)
def test_each_rhythm_draws_its_own_periods(rhythm, expected):
    plan = make_plan(rhythm=rhythm)

    periods.generate(plan=plan, at=NOW)

    assert keys(plan) == expected


def test_drawing_again_neither_adds_nor_removes_nor_changes():
    plan = make_plan()
    periods.generate(plan=plan, at=NOW)
    before = list(ReportingPeriod.objects.values())

    changes = periods.generate(plan=plan, at=NOW)

    assert not changes
    assert list(ReportingPeriod.objects.values()) == before


@pytest.mark.parametrize(
    ("rule", "data_due", "published"),
    [
        (NonWorkingDayRule.KEEP, date(2023, 10, 10), date(2023, 10, 15)),
        (NonWorkingDayRule.NEXT, date(2023, 10, 10), date(2023, 10, 16)),
        (NonWorkingDayRule.PREVIOUS, date(2023, 10, 10), date(2023, 10, 13)),
    ],
)
def test_a_deadline_on_no_working_day_goes_where_the_plan_sends_it(rule, data_due, published):
    plan = make_plan(non_working_day_rule=rule)

    dates = periods.dates_of(plan, date(2023, 9, 30))

    assert (dates["data_due_on"], dates["publication_due_on"]) == (data_due, published)


@pytest.mark.parametrize("rule", NonWorkingDayRule.values)
@pytest.mark.parametrize("days", [(10, 12, 14, 15), (1, 1, 1, 1), (28, 5, 20, 28), (1, 28, 28, 2)])
def test_dates_follow_each_other_whatever_the_plan_says(rule, days):
    names = ("data_due_day", "review_due_day", "positions_due_day", "publication_due_day")
    plan = make_plan(non_working_day_rule=rule, **dict(zip(names, days, strict=True)))

    periods.generate(plan=plan, at=NOW)

    for period in ReportingPeriod.objects.filter(plan=plan):
        dates = [period.ends_on, *(getattr(period, name) for name in periods.DATES)]
        assert dates == sorted(dates)


def test_a_date_moved_by_hand_stays_when_the_plan_changes_its_days():
    plan = make_plan()
    periods.generate(plan=plan, at=NOW)
    period = ReportingPeriod.objects.get(plan=plan, year=2023, part=1)
    periods.move_dates(period=period, dates={"data_due_on": date(2023, 4, 12)}, by=make_user(), at=NOW)
    plan.data_due_day, plan.publication_due_day = 8, 20
    plan.save()

    changes = periods.generate(plan=plan, at=NOW)

    period.refresh_from_db()
    assert (period.data_due_on, period.publication_due_on) == (date(2023, 4, 12), date(2023, 4, 20))
    assert (period, {"publication_due_on": (date(2023, 4, 15), date(2023, 4, 20))}) in changes.changed


def test_an_open_period_keeps_the_dates_that_people_were_told():
    plan = make_plan()
    periods.generate(plan=plan, at=NOW)
    periods.open_due(at=NOW)
    plan.data_due_day = 5
    plan.save()

    periods.generate(plan=plan, at=NOW)

    assert ReportingPeriod.objects.get(plan=plan, year=2022, part=3).data_due_on == date(2022, 10, 10)
    assert ReportingPeriod.objects.get(plan=plan, year=2022, part=4).data_due_on == date(2023, 1, 5)


def test_a_new_rhythm_begins_with_the_first_whole_period_and_leaves_what_was_opened():
    plan = make_plan()
    periods.generate(plan=plan, at=NOW)
    periods.open_due(at=NOW)
    plan.rhythm = Rhythm.HALF_YEAR
    plan.save()

    foreseen = periods.preview(plan=plan)
    assert [row.key for row in foreseen.added] == ["2023-h1", "2023-h2"]
    assert [row.key for row in foreseen.removed] == ["2023-q1", "2023-q2", "2023-q3", "2023-q4"]
    periods.generate(plan=plan, at=NOW)

    assert keys(plan) == ["2021-q4", "2022-q1", "2022-q2", "2022-q3", "2022-q4", "2023-h1", "2023-h2"]


def test_a_preview_writes_nothing():
    plan = make_plan()

    assert len(periods.preview(plan=plan).added) == 9
    assert keys(plan) == []


def test_a_period_opens_on_its_day_in_the_zone_of_its_plan():
    near, far = make_plan(time_zone="Europe/Skopje"), make_plan(time_zone="America/New_York")
    for plan in (near, far):
        make_period(plan=plan, opened_at=None)

    opened = periods.open_due(at=datetime(2022, 9, 30, 22, 30, tzinfo=UTC))

    assert [period.plan for period in opened] == [near]


def test_opening_asks_every_responsible_organization_once_for_each_commitment():
    plan = make_plan()
    first, second = make_commitment(plan=plan), make_commitment(plan=plan)
    ministry, agency = make_organization(), make_organization()
    shared = make_milestone(commitment=first, responsible=[ministry, agency])
    own = make_milestone(commitment=first, responsible=[ministry])
    make_milestone(commitment=second, responsible=[agency])
    make_milestone(commitment=second, responsible=[ministry], is_withdrawn=True)
    make_milestone(commitment=make_commitment(plan=plan, status=CommitmentStatus.PROPOSED), responsible=[agency])
    make_period(plan=plan, opened_at=None)

    periods.open_due(at=NOW)
    periods.open_due(at=NOW)

    asked = {(row.commitment, row.organization): row for row in Submission.objects.all()}
    assert set(asked) == {(first, ministry), (first, agency), (second, agency)}
    assert {update.milestone for update in asked[first, ministry].updates.all()} == {shared, own}
    assert {row.due_on for row in asked.values()} == {date(2022, 10, 10)}


def test_a_period_opens_late_after_days_without_a_worker():
    plan = make_plan()
    periods.generate(plan=plan, at=NOW)

    opened = periods.open_due(at=NOW)

    assert [period.key for period in opened] == ["2021-q4", "2022-q1", "2022-q2", "2022-q3"]


def test_a_plan_that_does_not_run_opens_nothing():
    make_period(plan=make_plan(status=PlanStatus.DRAFT, adopted_on=None), opened_at=None)

    assert periods.open_due(at=NOW) == []


def test_a_milestone_added_while_the_period_is_open_is_asked_for_too():
    submission = make_submission()
    added = make_milestone(commitment=submission.commitment, responsible=[submission.organization])

    periods.open_due(at=NOW)

    assert submission.updates.filter(milestone=added).exists()


def test_nothing_is_asked_for_after_the_period_was_to_be_published():
    submission = make_submission()
    make_milestone(commitment=submission.commitment, responsible=[submission.organization])

    periods.open_due(at=datetime(2022, 10, 16, 8, tzinfo=UTC))

    assert submission.updates.count() == 1


@pytest.mark.parametrize("status", [SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
def test_a_sent_submission_is_not_asked_for_more(status):
    submission = bring_to(make_submission(), status)
    make_milestone(commitment=submission.commitment, responsible=[submission.organization])

    periods.open_due(at=NOW)

    assert submission.updates.count() == 1


def test_a_milestone_that_nobody_owes_any_more_goes_unless_it_was_begun():
    submission = make_submission(milestones=2)
    kept, dropped = submission.updates.order_by("milestone__number")
    answer_all(submission, outcome="progress", progress="Почнато е.")
    submission.updates.filter(pk=dropped.pk).update(outcome="", progress="")
    for update in (kept, dropped):
        update.milestone.responsible.clear()

    periods.open_due(at=NOW)

    assert list(submission.updates.all()) == [kept]


def test_a_submission_without_anything_owed_or_said_is_taken_back():
    submission = make_submission()
    submission.updates.get().milestone.responsible.clear()

    periods.open_due(at=NOW)

    assert not Submission.objects.filter(pk=submission.pk).exists()


@pytest.mark.parametrize("rows", [1, 4])
def test_looking_for_additions_costs_the_same_for_one_and_for_many(rows):
    period = make_period()
    for _ in range(rows):
        make_submission(period=period)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        openings.top_up(plan=period.plan, on=date(2022, 10, 7), at=NOW)

    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 4


def test_moving_the_data_day_moves_what_is_not_handed_in():
    period = make_period()
    expected, returned, sent = (make_submission(period=period) for _ in range(3))
    bring_to(returned, SubmissionStatus.RETURNED)
    bring_to(sent, SubmissionStatus.SUBMITTED)

    periods.move_dates(period=period, dates={"data_due_on": date(2022, 10, 12)}, by=make_user(), at=NOW)

    due = {row.pk: row.due_on for row in Submission.objects.all()}
    assert due == {expected.pk: date(2022, 10, 12), returned.pk: date(2022, 10, 12), sent.pk: date(2022, 10, 10)}


def test_who_was_given_a_later_day_keeps_it():
    period = make_period()
    returned = bring_to(make_submission(period=period), SubmissionStatus.RETURNED)
    Submission.objects.filter(pk=returned.pk).update(due_on=date(2022, 10, 14))

    periods.move_dates(period=period, dates={"data_due_on": date(2022, 10, 12)}, by=make_user(), at=NOW)

    returned.refresh_from_db()
    assert returned.due_on == date(2022, 10, 14)


def test_dates_that_do_not_follow_each_other_are_refused_with_a_sentence():
    period = make_period()

    with translation.override("en"), pytest.raises(ValidationError, match="follow"):
        periods.move_dates(period=period, dates={"data_due_on": date(2022, 10, 30)}, by=make_user(), at=NOW)

    period.refresh_from_db()
    assert period.data_due_on == date(2022, 10, 10)


def test_the_opening_of_an_open_period_cannot_be_moved():
    with pytest.raises(ValidationError):
        periods.move_dates(period=make_period(), dates={"opens_on": date(2022, 10, 2)}, by=make_user(), at=NOW)
