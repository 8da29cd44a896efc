"""However long the lists are, a public page asks the database at most eight times, and always as often."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.models import Indicator, IndicatorResult
from reports.enums import ReportStatus
from reports.public import http
from tests.factories.commitments import make_area, make_commitment, make_indicator, make_milestone, make_plan
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_published_note
from tests.factories.portal import make_organization
from tests.factories.reports import make_report, move_report

pytestmark = pytest.mark.django_db

MOST = 8
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
        return len(asked)


def make_rows(count: int) -> str:
    """A commitment with so many indicator rows, and the address of its page."""
    milestone = make_milestone(responsible=[make_organization()])
    rows = Indicator.objects.bulk_create(
        Indicator(milestone=milestone, position=i, name=f"Indicator number {i:03}") for i in range(1, count + 1)
    )
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            indicator=row,
            starts_on=date(2022, 4, 1),
            ends_on=date(2022, 6, 30),
            period_key="2022-q2",
            state="value",
            value=row.position,
            published_at=AT,
            source="/",
        )
        for row in rows
    )
    return milestone.commitment.get_absolute_url()


def test_a_commitment_asks_as_often_for_one_indicator_as_for_many(client):
    asked = {count: queries_of(client, make_rows(count)) for count in (1, 4, 240)}

    assert len(set(asked.values())) == 1, asked
    assert asked[1] <= MOST - 1  # one is kept for the question whether the page in memory still holds


def test_very_many_indicators_are_read_in_pages_and_none_is_lost(client):
    address = make_rows(60)
    pages = [client.get(address, {"page": number}).text for number in (1, 2, 3)]

    for number in range(1, 61):
        assert sum(f"Indicator number {number:03}</span></h3>" in page for page in pages) == 1


def test_lists_ask_no_query_per_row(client):
    plan = make_plan()
    lists = {name: reverse(f"public:{name}") for name in ("front", "plans", "commitments", "reports", "notes")}
    lists["plan"] = plan.get_absolute_url()
    asked = {name: [] for name in lists}
    for rows in (1, 3):
        for _ in range(rows):
            make_milestone(
                commitment=make_commitment(plan=plan, area=make_area(plan=plan)), responsible=[make_organization()]
            )
            make_plan(parent=plan, kind="local", territory="Општина")
            make_published_note()
            move_report(make_report(), ReportStatus.PUBLISHED)
        for name, address in lists.items():
            http.clear_memory()
            asked[name].append(queries_of(client, address))

    assert {name: few for name, (few, many) in asked.items() if not few == many <= MOST} == {}


def test_a_report_and_its_editions_ask_at_most_eight_queries(client):
    report = move_report(make_report(), ReportStatus.PUBLISHED)

    assert queries_of(client, report.get_absolute_url()) <= MOST
    assert queries_of(client, f"{report.get_absolute_url()}1.0/") <= MOST


def test_a_commitment_with_reports_indicators_and_tasks_asks_at_most_eight_queries(client):
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    make_indicator(milestone=report.commitment.milestones.first())
    make_task(group=report.commitment.group)

    assert queries_of(client, report.commitment.get_absolute_url()) <= MOST


def test_the_page_of_a_plan_whose_papers_are_judged_asks_at_most_eight_queries(client):
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    plan = report.commitment.plan
    make_plan(parent=plan, kind="local", territory="Општина")

    assert queries_of(client, plan.get_absolute_url()) <= MOST
    assert queries_of(client, reverse("public:punctuality", args=[plan.slug])) <= MOST
