"""A page from memory is never older than any row that it shows, and never tells what its minute may not."""

import re
from datetime import UTC, datetime

import pgtrigger
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commitments.enums import CompletionLevel
from commitments.models import ActionPlan, Commitment, Indicator, IndicatorResult, Milestone
from commitments.services import milestones
from meetings.models import FollowUpPart
from meetings.services import follow_ups
from ovp_portal import clock
from ovp_portal.accounts.models import Organization
from reports.enums import ReportStatus
from reports.models import ReportingPeriod
from reports.public import http, stamps
from tests.factories.commitments import make_commitment, make_indicator, make_membership, make_milestone
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_published_note
from tests.factories.portal import make_organization, make_user
from tests.factories.reports import PUBLISHED, coordinator_of, make_report, move_report

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 10, 20, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_hand(monkeypatch):
    http.clear_memory()
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def report():
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    indicator = make_indicator(milestone=report.commitment.milestones.first())
    IndicatorResult.objects.create(
        indicator=indicator,
        starts_on=report.period.starts_on,
        ends_on=report.period.ends_on,
        period_key=report.period.key,
        state="value",
        value=7,
        published_at=PUBLISHED,
        source="/",
    )
    make_task(group=report.commitment.group, by=coordinator_of(report))
    return report


def read(client, page: str) -> tuple[str, int]:
    """What the page says, and how many questions that took: one when it came from memory."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
    assert response.status_code == 200
    return response.text, len(asked)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _by_service(report):
    milestone = report.commitment.milestones.first()
    milestones.set_completion(
        milestone=milestone, level=CompletionLevel.COMPLETED, on=report.period.ends_on, source="/", at=NOW
    )


CHANGES = {
    "a service": _by_service,
    "a bulk update of milestones": lambda report: Milestone.objects.update(title="Изменето"),
    "an update of the commitment": lambda report: Commitment.objects.update(aim="Изменета цел"),
    "an update of a plan": lambda report: ActionPlan.objects.update(short_title="ИЗМ"),
    "another name of an organization": lambda report: Organization.objects.update(name="Друго министерство"),
    "a number by plain SQL": lambda report: sql("UPDATE commitments_indicatorresult SET value = 8"),
    "a unit by plain SQL": lambda report: sql("UPDATE commitments_indicator SET unit = 'лица'"),
    "another result struck out by plain SQL": lambda report: sql("DELETE FROM commitments_indicatorresult"),
    "a further milestone": lambda report: make_milestone(commitment=report.commitment),
    "a further indicator": lambda report: make_indicator(milestone=report.commitment.milestones.first()),
    "a further note": lambda report: make_published_note(group=report.commitment.group, by=coordinator_of(report)),
    "a task reported done": lambda report: follow_ups.report_done(
        part=FollowUpPart.objects.first(), by=coordinator_of(report), at=NOW, on=NOW.date()
    ),
    "a further partner": lambda report: report.commitment.partners.add(make_organization()),
    "who answers for a milestone": lambda report: report.commitment.milestones.first().responsible.add(
        make_organization()
    ),
    "a day of a period": lambda report: ReportingPeriod.objects.update(publication_due_on="2022-10-17"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_a_row_that_is_shown_makes_the_page_anew(client, report, change):
    page = report.commitment.get_absolute_url()
    first, _asked = read(client, page)
    again, asked = read(client, page)
    assert (again, asked) == (first, 1)

    change(report)
    changed, asked = read(client, page)
    assert asked > 1
    http.clear_memory()

    assert changed == read(client, page)[0]


def test_a_change_that_is_taken_back_leaves_nothing_behind(client, report):
    page = report.commitment.get_absolute_url()
    before, _asked = read(client, page)
    with transaction.atomic():
        Milestone.objects.update(title="Никогаш објавено")
        inside, _asked = read(client, page)
        transaction.set_rollback(True)

    assert "Никогаш објавено" in inside
    assert read(client, page) == (before, 1)


def test_what_changes_elsewhere_in_the_portal_leaves_the_page_in_memory(client, report):
    page = report.commitment.get_absolute_url()
    other = make_milestone()
    read(client, page)
    make_user()
    make_membership()
    Milestone.objects.filter(pk=other.pk).update(title="Друго")
    Indicator.objects.filter(milestone=other).update(unit="лица")

    assert read(client, page)[1] == 1


def test_each_language_and_each_page_of_indicators_is_a_page_of_its_own(client):
    commitment = make_milestone().commitment
    for _ in range(30):
        make_indicator(milestone=commitment.milestones.first())
    page = commitment.get_absolute_url()
    pages = [page, f"/en{page}", f"/sq{page}", f"{page}?page=2"]
    first = [read(client, one)[0] for one in pages]

    assert len(set(first)) == len(pages)
    assert [read(client, one) for one in pages] == [(text, 1) for text in first]


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "1e3", "٢", "99999999999"])
def test_a_page_number_that_is_none_is_never_kept(client, number):
    page = make_indicator().milestone.commitment.get_absolute_url()
    address = f"{page}?page={number}"

    assert read(client, address)[1] > 1
    assert read(client, address)[1] > 1


def test_who_is_signed_in_neither_gets_a_strangers_page_nor_leaves_his_own(client, report):
    page = report.commitment.get_absolute_url()
    stranger, _asked = read(client, page)
    member = coordinator_of(report)
    client.force_login(member)
    signed_in, asked = read(client, page)
    client.logout()
    client.cookies.clear()

    assert asked > 1
    assert signed_in != stranger
    assert read(client, page) == (stranger, 1)


def test_who_chose_a_language_once_reads_the_kept_page_of_its_address(client, report):
    page = report.commitment.get_absolute_url()
    first = {address: read(client, address)[0] for address in (page, f"/en{page}")}
    client.cookies["language"] = "sq"

    assert {address: read(client, address) for address in first} == {address: (first[address], 1) for address in first}
    http.clear_memory()
    assert {address: read(client, address)[0] for address in first} == first, "made for this reader it says the same"


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "of_another_program"])
def test_any_other_cookie_may_mean_somebody_and_is_answered_with_a_page_of_its_own(client, report, name):
    page = report.commitment.get_absolute_url()
    read(client, page)
    client.cookies["language"] = "mk"
    client.cookies[name] = "x"

    assert read(client, page)[1] > 1


def test_a_page_that_is_no_longer_public_is_not_found_though_it_was_read(client, report):
    page = report.commitment.get_absolute_url()
    read(client, page)
    with pgtrigger.ignore("commitments.ActionPlan:plan_moves_by_the_table"):  # no way leads there, so force it
        ActionPlan.objects.update(status="draft")

    assert client.get(page).status_code == 404


def test_a_milestone_is_late_from_midnight_in_the_plans_zone(client, clock_hand):
    milestone = make_milestone(due_on=datetime(2022, 10, 20, tzinfo=UTC).date())
    page = milestone.commitment.get_absolute_url()
    clock_hand[0] = datetime(2022, 10, 20, 21, 59, 59, tzinfo=UTC)  # one second before midnight in Skopje
    evening = read(client, page)[0]
    clock_hand[0] = datetime(2022, 10, 20, 22, 0, tzinfo=UTC)
    midnight, asked = read(client, page)

    assert asked > 1
    assert "is-late" not in evening
    assert midnight != evening
    http.clear_memory()
    assert midnight == read(client, page)[0]


def test_a_page_that_was_made_over_the_turn_of_a_minute_is_not_kept(client, monkeypatch):
    page = make_milestone().commitment.get_absolute_url()
    moments = iter([NOW.replace(second=59), *[NOW.replace(minute=1)] * 1000])
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    read(client, page)

    assert len(http._kept) == 0


def test_the_stamp_looks_at_every_table_that_the_page_asks(client, report):
    commitment = make_commitment(plan=report.commitment.plan, predecessor=report.commitment)
    tables = set()
    for one in (report.commitment, commitment):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{one.get_absolute_url()}?page=x")  # a page that is not kept
        for query in asked:
            tables |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))

    assert "commitments_milestone" in tables
    assert tables <= {model._meta.db_table for model in stamps.ROWS}
