"""Whether data come in time: judged from the papers' states, after the period's moment, recomputable by anyone."""

import csv
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from commitments.enums import PlanStatus
from commitments.services import commitments
from ovp_portal import clock
from reports.public.queries.punctuality import public_periods, punctuality
from reports.services import openings, periods, reviews, submissions
from tests.factories.commitments import make_commitment, make_milestone, make_plan
from tests.factories.portal import make_organization, make_user
from tests.factories.reports import OPENED, PUBLISHED, answer_all, make_period, make_quarter, make_submission

pytestmark = pytest.mark.django_db

SKOPJE = ZoneInfo("Europe/Skopje")
LATER = datetime(2022, 10, 20, 12, tzinfo=SKOPJE)


def at(day: int, hour: int = 23, minute: int = 50) -> datetime:
    return datetime(2022, 10, day, hour, minute, tzinfo=SKOPJE)


@pytest.fixture
def now(monkeypatch):
    """The portal's moment, which a test may move."""
    moment = [LATER]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


def hand_in(submission, day: int):
    by = make_user()
    return submissions.submit(submission=answer_all(submission, by=by), by=by, at=at(day))


def give_back(submission, day: int, new_due: int | None = None):
    until = date(2022, 10, new_due) if new_due else None
    return reviews.return_for_changes(
        submission=submission, reason="Недостига.", new_due_on=until, by=make_user(), at=at(day, 9)
    )


def judged(submission, moment: datetime = LATER):
    found = punctuality(periods=[submission.period], plan=submission.period.plan, at=moment)
    (account,) = found.accounts
    return account.result, account.days


def test_the_due_day_ends_with_midnight_in_the_plans_zone():
    submission = make_quarter()
    hand_in(submission, 10)
    assert judged(submission) == ("on_time", 0)


def test_the_day_after_is_late():
    submission = make_quarter()
    hand_in(submission, 12)
    assert judged(submission) == ("late", 2)


def test_what_never_came_is_missing_and_grows_older():
    submission = make_quarter()
    assert judged(submission) == ("missing", 10)
    assert judged(submission, LATER + timedelta(days=1)) == ("missing", 11)


@pytest.mark.parametrize(
    ("new_due", "again", "result"),
    [
        (13, 13, ("on_time", 0)),
        (13, 15, ("returned_late", 2)),
        (13, None, ("returned_late", 7)),
        (25, None, ("on_time", 0)),
        (None, 11, ("on_time", 0)),  # without a new day the day of the return counts
        (None, 14, ("returned_late", 3)),
    ],
)
def test_after_a_return_the_day_that_was_given_counts(new_due, again, result):
    submission = hand_in(make_quarter(), 9)
    submission = give_back(submission, 11, new_due)
    if again:
        hand_in(submission, again)

    assert judged(submission) == result


def test_a_late_paper_stays_late_however_it_was_returned():
    submission = hand_in(make_quarter(), 12)
    hand_in(give_back(submission, 12, 14), 13)
    assert judged(submission) == ("late", 2)


def test_when_the_day_is_moved_the_new_one_counts_for_everybody():
    submission = hand_in(make_quarter(), 12)
    dates = {"data_due_on": date(2022, 10, 12)}
    submission.period = periods.move_dates(period=submission.period, dates=dates, by=None, at=at(12))
    assert judged(submission) == ("on_time", 0)


def test_what_was_asked_for_after_its_day_and_what_was_withdrawn_is_left_out_and_counted():
    submission = make_quarter()
    plan = submission.period.plan
    withdrawn = make_submission(period=submission.period, commitment=make_commitment(plan=plan))
    hand_in(withdrawn, 7)
    commitments.withdraw(commitment=withdrawn.commitment, reason="Откажано.", by=None, at=at(8))
    make_milestone(commitment=submission.commitment, responsible=[make_organization()])
    openings.ask(plan=plan, periods=[submission.period], at=at(13))

    found = punctuality(periods=[submission.period], plan=plan, at=LATER)

    assert [account.organization_id for account in found.accounts] == [submission.organization_id]
    assert (found.asked_late, found.withdrawn) == (1, 1)


def test_nothing_is_shown_before_the_moment_of_publication(client, now):
    submission = make_quarter()
    plan = submission.period.plan
    organization = str(submission.organization)
    address = reverse("public:punctuality", args=[plan.slug])

    now[0] = PUBLISHED - timedelta(minutes=1)
    assert public_periods(plan, now[0]) == []
    for path in (address, plan.get_absolute_url(), f"{address[:-1]}.csv", f"{address[:-1]}.json"):
        response = client.get(path)
        assert response.status_code == 200
        assert organization not in response.content.decode()
    assert client.get(f"{address}?period=2022-q3").status_code == 404

    now[0] = PUBLISHED
    assert organization in client.get(f"{address}?period=2022-q3").text
    assert address in client.get(plan.get_absolute_url()).text


def test_a_plan_in_preparation_is_not_there(client, now):
    plan = make_plan(status=PlanStatus.DRAFT, adopted_on=None)
    for name in ("punctuality", "punctuality_csv", "punctuality_json"):
        assert client.get(reverse(f"public:{name}", args=[plan.slug])).status_code == 404


def test_the_page_says_each_result_in_words_and_its_counts_add_up(client, now):
    first = make_quarter(members=4)
    papers = list(first.period.submissions.order_by("pk"))
    hand_in(papers[0], 9)
    hand_in(papers[1], 12)
    give_back(hand_in(papers[2], 8), 11, 12)

    response = client.get(
        reverse("public:punctuality", args=[first.period.plan.slug]), headers={"accept-language": "mk"}
    )

    sums = response.context["sums"]
    assert (sums.expected, sums.on_time, sums.late, sums.returned_late, sums.missing) == (4, 1, 1, 1, 1)
    assert sums.days == 10
    assert [row.result for row, _org, _commitment in response.context["papers"]].count("missing") == 1


def test_anybody_can_calculate_the_results_again_from_the_data(client, now):
    first = make_quarter(members=5)
    papers = list(first.period.submissions.order_by("pk"))
    hand_in(papers[0], 9)
    hand_in(papers[1], 12)
    give_back(hand_in(papers[2], 8), 11, 12)
    hand_in(give_back(hand_in(papers[3], 8), 11, 12), 12)
    slug = first.period.plan.slug

    rows = client.get(reverse("public:punctuality_json", args=[slug])).json()["rows"]
    text = client.get(reverse("public:punctuality_csv", args=[slug])).content.decode("utf-8-sig")

    by_organization: dict[str, list[dict]] = {}
    for row in rows:
        by_organization.setdefault(row["organization"], []).append(row)
    assert {name: _again(mine) for name, mine in by_organization.items()} == {
        name: mine[0]["result"] for name, mine in by_organization.items()
    }
    assert sorted(mine[0]["result"] for mine in by_organization.values()) == [
        "late", "missing", "on_time", "on_time", "returned_late",
    ]  # fmt: skip
    read = list(csv.DictReader(io.StringIO(text)))
    assert read == [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def _again(rows: list[dict]) -> str:
    """The rule as the page says it, written anew from the public columns alone."""
    late = [
        (date.fromisoformat(row["handed_in_on"] or row["calculated_on"]) - date.fromisoformat(row["due_on"])).days
        for row in rows
    ]
    if rows[0]["handed_in_on"] is None:
        return "missing"
    if late[0] > 0:
        return "late"
    return "returned_late" if max(late) > 0 else "on_time"


def test_no_name_becomes_a_formula(client, now):
    submission = make_quarter()
    submission.organization.name = "=HYPERLINK(1)"
    submission.organization.save()

    text = client.get(reverse("public:punctuality_csv", args=[submission.period.plan.slug])).content.decode("utf-8-sig")

    assert ",'=HYPERLINK(1)," in text


@pytest.mark.parametrize("members", [1, 4])
def test_the_page_asks_as_much_for_many_as_for_one(client, now, members, django_assert_num_queries):
    first = make_quarter(members=members)
    for paper in first.period.submissions.order_by("pk"):
        give_back(hand_in(paper, 9), 11, 12)
    make_period(
        plan=first.period.plan, part=2, starts_on=date(2022, 4, 1), ends_on=date(2022, 6, 30),
        opens_on=date(2022, 7, 1), data_due_on=date(2022, 7, 10), review_due_on=date(2022, 7, 12),
        positions_due_on=date(2022, 7, 14), publication_due_on=date(2022, 7, 15), opened_at=OPENED,
    )  # fmt: skip

    with django_assert_num_queries(5):
        client.get(reverse("public:punctuality", args=[first.period.plan.slug]))
