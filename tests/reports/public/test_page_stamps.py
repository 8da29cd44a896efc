"""Every public page is kept by the rows that it shows, and by no more of the clock than its day and hour."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.models import ActionPlan, Milestone
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.models import Edition
from reports.enums import ReportStatus
from reports.public import http, page_stamps
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_published_note
from tests.factories.portal import make_user
from tests.factories.reports import coordinator_of, make_report, move_report

pytestmark = pytest.mark.django_db

SHOWN = {
    "front": page_stamps.FRONT,
    "plans": page_stamps.PLANS,
    "plan": page_stamps.PLAN,
    "punctuality": page_stamps.PUNCTUALITY,
    "commitments": page_stamps.COMMITMENTS,
    "reports": page_stamps.REPORT_LIST,
    "report": page_stamps.REPORT,
    "edition": page_stamps.REPORT,
    "report_due": page_stamps.REPORT,
    "notes": page_stamps.NOTES,
    "note": page_stamps.NOTE,
}


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    http.clear_memory()


@pytest.fixture(scope="module", autouse=True)
def addresses(shared_database) -> dict[str, str]:
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    due = make_report()
    task = make_task(group=report.commitment.group, by=coordinator_of(report))
    plan, slug = report.commitment.plan, report.commitment.slug
    return {
        "plan": plan.get_absolute_url(),
        "punctuality": reverse("public:punctuality", args=[plan.slug]),
        "report": report.get_absolute_url(),
        "edition": reverse("public:edition", args=[slug, report.period.key, "1.0"]),
        "report_due": reverse("public:report", args=[due.commitment.slug, due.period.key]),
        "note": task.conclusion.note.get_absolute_url(),
    } | {name: reverse(f"public:{name}") for name in ("front", "plans", "commitments", "reports", "notes")}


def read(client, address: str) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return response.text, [query["sql"] for query in asked]


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_that_was_read_is_read_again_from_memory(client, addresses, name):
    text, statements = read(client, addresses[name])
    make_user()

    assert 1 < len(statements) <= 8
    assert read(client, addresses[name])[0] == text
    assert len(read(client, addresses[name])[1]) == 1


@pytest.mark.parametrize("name", SHOWN)
def test_a_stamp_looks_at_every_table_that_its_page_asks(client, addresses, name):
    _text, statements = read(client, addresses[name])
    tables = {table for one in statements[1:] for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one)}

    assert tables
    assert tables <= {model._meta.db_table for model in SHOWN[name]}


CHANGES = {
    "a name": (lambda: Organization.objects.update(name="Друго министерство"), {"front", "note", "punctuality"}),
    "a title": (lambda: ActionPlan.objects.update(short_title="ИЗМ"), set(SHOWN) - {"reports", "notes", "plans"}),
    "a level": (lambda: Milestone.objects.update(completion="completed"), {"front", "plan", "commitments"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_shown_at_once(client, addresses, change):
    before = {name: read(client, address)[0] for name, address in addresses.items()}
    act, seen = CHANGES[change]
    act()
    after = {name: read(client, address)[0] for name, address in addresses.items()}
    http.clear_memory()

    assert after == {name: read(client, address)[0] for name, address in addresses.items()}
    assert seen <= {name for name in SHOWN if after[name] != before[name]}


def test_what_is_published_stands_in_the_lists_at_once(client, addresses):
    before = {name: read(client, addresses[name])[0] for name in ("front", "reports", "notes")}
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    make_published_note()

    assert Edition.objects.count() == 4
    assert report.get_absolute_url() in read(client, addresses["reports"])[0]
    assert read(client, addresses["notes"])[0] != before["notes"]


def test_the_report_page_says_that_it_is_late_from_its_hour_on(client, at):
    due = make_report()
    address = reverse("public:report", args=[due.commitment.slug, due.period.key])
    moment = due.period.publication_at
    at(moment.replace(minute=0) - (moment - moment.replace(hour=moment.hour - 1)))
    before = read(client, address)[0]
    at(moment)

    assert read(client, address)[0] != before


def test_a_search_is_not_kept(client, addresses):
    read(client, addresses["commitments"])
    kept = len(http.PAGES)
    read(client, f"{addresses['commitments']}?q=3.6")
    read(client, f"{addresses['commitments']}?page=999")

    assert len(http.PAGES) == kept
