from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ovp_portal.audit.queries import history_of
from reports.models import ReportingPeriod
from reports.services import periods
from tests.factories.commitments import make_plan
from tests.factories.portal import make_national_coordinator, make_user
from tests.factories.reports import NOW, make_period, make_submission

pytestmark = pytest.mark.django_db

DATES = {
    "data_due_on": "12.10.2022",
    "review_due_on": "12.10.2022",
    "positions_due_on": "14.10.2022",
    "publication_due_on": "15.10.2022",
}


@pytest.fixture
def client(signed_in):
    return signed_in(make_national_coordinator())


def test_drawing_is_foreseen_and_then_done(client):
    plan = make_plan()
    address = reverse("reports:periods", args=[plan.slug])

    page = client.get(address).text
    assert page.count("is added; data are due on") == 9
    assert ReportingPeriod.objects.count() == 0

    assert "The periods are drawn." in client.post(address, follow=True).text
    assert "nothing would change" in client.get(address).text
    assert "Nothing had to be changed." in client.post(address, follow=True).text
    assert ReportingPeriod.objects.count() == 9


def test_a_date_is_moved_with_its_reason(client):
    submission = make_submission()
    period = submission.period
    address = reverse("reports:period", args=[period.plan.slug, period.pk])

    response = client.post(address, DATES | {"reason": "Празник"}, follow=True)

    assert "The dates are moved." in response.text
    submission.refresh_from_db()
    assert submission.due_on == date(2022, 10, 12)
    assert history_of(period)[0].data == {
        "dates": {"data_due_on": ["2022-10-10", "2022-10-12"]},
        "reason": "Празник",
    }


@pytest.mark.parametrize(
    "typed", [{"reason": ""}, {"data_due_on": "утре"}, {"data_due_on": "30.10.2022"}, {"data_due_on": "x" * 50_000}]
)
def test_a_date_that_cannot_be_gets_a_sentence(client, typed):
    period = make_period()
    address = reverse("reports:period", args=[period.plan.slug, period.pk])

    response = client.post(address, DATES | {"reason": "Празник"} | typed)

    assert "data-error-summary" in response.text
    period.refresh_from_db()
    assert (period.data_due_on, period.moved) == (date(2022, 10, 10), [])


def test_only_the_national_coordinator_draws_and_moves(signed_in):
    period = make_period()
    stranger = signed_in(make_user())

    for address in (
        reverse("reports:periods", args=[period.plan.slug]),
        reverse("reports:period", args=[period.plan.slug, period.pk]),
    ):
        assert [stranger.get(address).status_code, stranger.post(address).status_code] == [403, 403]


def test_the_list_costs_the_same_for_one_and_for_many(client):
    costs = []
    for plan in (make_plan(ends_on=date(2021, 12, 31)), make_plan()):
        periods.generate(plan=plan, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:periods", args=[plan.slug]))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 9
