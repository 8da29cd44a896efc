"""A page from memory is never older than any row that it shows, and never tells what its moment may not."""

import re
from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.enums import CompletionLevel
from commitments.models import ActionPlan, Commitment, Indicator, IndicatorResult, Milestone
from commitments.services import milestones
from meetings.models import FollowUpPart
from meetings.services import follow_ups
from ovp_portal import clock
from ovp_portal.accounts.models import Organization
from ovp_portal.editions import services as editions
from ovp_portal.editions.payloads import thaw
from reports.enums import ReportStatus
from reports.models import ReportingPeriod
from reports.public import commitment_stamp, http
from reports.public.views.commitments import INDICATORS_PER_PAGE
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


@pytest.fixture(scope="module", autouse=True)
def shared_report(shared_database):
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


@pytest.fixture
def report(shared_report, again):
    return again(shared_report)


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


def _corrected(report):
    first = report.edition
    editions.publish(
        address=first.address,
        kind=first.kind,
        title=first.title,
        payload=thaw(first.payload),
        pages={"mk": "<p>исправено</p>"},
        published_by=first.published_by,
        at=NOW,
        change_note="Еден договор беше броен двапати.",
    )


CHANGES = {
    "a correction": _corrected,
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


@pytest.mark.parametrize(
    "asked", ["page=0", "page=9", "page=x", "page=-1", "page=1e3", "page=٢", "page=99999999999", "page=01", "utm=1"]
)
def test_an_address_that_nobody_needs_is_never_kept(client, asked):
    page = make_indicator().milestone.commitment.get_absolute_url()
    text, _asked = read(client, page)
    kept, parts = len(http.PAGES), len(http.PARTS)

    assert read(client, f"{page}?{asked}")[0].count("indicator-") == text.count("indicator-")
    assert (len(http.PAGES), len(http.PARTS)) == (kept, parts)


def test_a_further_indicator_on_the_last_page_is_told_on_the_first(client):
    milestone = make_milestone()
    for position in range(1, INDICATORS_PER_PAGE + 1):
        make_indicator(milestone=milestone, position=position)
    page = milestone.commitment.get_absolute_url()
    alone = read(client, page)[0]
    make_indicator(milestone=milestone, position=99)

    assert 'class="pager"' not in alone
    assert 'class="pager"' in read(client, page)[0]


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
def test_any_other_cookie_may_mean_somebody_and_is_answered_with_a_page_of_its_own(client, report, monkeypatch, name):
    page = report.commitment.get_absolute_url()
    monkeypatch.setattr(http.PAGES, "get", lambda key: b"the page of all strangers")
    monkeypatch.setattr(http.PAGES, "put", lambda key, made: pytest.fail("his page was kept for all"))
    client.cookies["language"] = "mk"
    assert read(client, page)[0] == "the page of all strangers"
    client.cookies[name] = "x"

    assert read(client, page)[0] != "the page of all strangers"


def test_the_name_of_a_reader_is_in_no_part_that_is_kept(client, report):
    page = report.commitment.get_absolute_url()
    client.force_login(coordinator_of(report))
    signed_in = read(client, page)[0]
    client.logout()
    client.cookies.clear()
    http.PAGES.clear()

    assert reverse("reports:home") in signed_in
    assert reverse("reports:home") not in read(client, page)[0]


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
    assert ('class="late"' in evening, 'class="late"' in midnight) == (False, True)
    http.clear_memory()
    assert midnight == read(client, page)[0]


def test_a_page_stays_until_midnight_however_often_the_minute_turns(client, clock_hand):
    page = make_milestone().commitment.get_absolute_url()
    clock_hand[0] = NOW.replace(hour=10)  # the hour of publication, in Skopje
    read(client, page)
    clock_hand[0] = NOW.replace(minute=59, hour=21)

    assert read(client, page)[1] == 1


def test_a_report_is_owed_from_the_hour_of_publication_and_not_a_minute_before(client, clock_hand):
    report = make_report()
    page = report.commitment.get_absolute_url()
    due = report.period.publication_at
    clock_hand[0] = due - timedelta(minutes=1)
    before, _asked = read(client, page)
    clock_hand[0] = due - timedelta(seconds=1)
    assert read(client, page) == (before, 1)
    clock_hand[0] = due + timedelta(minutes=1)
    after, asked = read(client, page)

    assert asked > 1
    address = reverse("public:report", args=[report.commitment.slug, report.period.key])
    assert (before.count(address), after.count(address)) == (0, 2)
    http.clear_memory()
    assert read(client, page)[0] == after


def test_a_page_that_was_made_over_midnight_tells_the_day_at_which_it_was_asked_for(client, monkeypatch):
    milestone = make_milestone(due_on=datetime(2022, 10, 20, tzinfo=UTC).date())
    page = milestone.commitment.get_absolute_url()
    evening = datetime(2022, 10, 20, 21, 59, 59, tzinfo=UTC)
    moments = iter([evening, *[evening + timedelta(minutes=1)] * 1000])
    monkeypatch.setattr(clock, "now", lambda: next(moments))

    assert 'class="late"' not in read(client, page)[0]
    assert 'class="late"' in read(client, page)[0]


def test_a_demonstration_tells_each_reader_his_own_minute(client, clock_hand, settings):
    settings.DEMO = True
    page = make_milestone().commitment.get_absolute_url()
    first, _asked = read(client, page)
    clock_hand[0] = NOW + timedelta(minutes=5)
    second, asked = read(client, page)

    assert asked == 1
    assert "во 9.00 часот" in first
    assert second == first.replace("во 9.00 часот", "во 9.05 часот")


def test_the_stamp_looks_at_every_table_that_the_page_asks(client, report):
    commitment = make_commitment(plan=report.commitment.plan, predecessor=report.commitment)
    tables = set()
    for one in (report.commitment, commitment):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{one.get_absolute_url()}?page=x")  # a page that is not kept
        for query in asked:
            tables |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))

    assert "commitments_milestone" in tables
    assert tables <= {model._meta.db_table for model in (*commitment_stamp.ROWS, Indicator, IndicatorResult)}
