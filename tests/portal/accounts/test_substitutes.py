"""While somebody is away: who may stand in, on which days, and what the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from ovp_portal.accounts.models import Substitution
from ovp_portal.accounts.services import deactivate, end_substitution, name_substitute
from ovp_portal.audit.models import AuditEvent
from tests.factories.portal import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
ON = date(2022, 10, 7)
FROM, TO = date(2022, 10, 8), date(2022, 10, 14)


@pytest.fixture
def person():
    return make_user(name="Советник", language="en")


@pytest.fixture
def colleague(person):
    return make_user(name="Колешка", organization=person.organization)


@pytest.fixture
def page(client, person, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: AT)
    client.force_login(person)
    return client


def _named(person, substitute, **given) -> Substitution:
    days = {"starts_on": FROM, "ends_on": TO} | given
    return name_substitute(person=person, substitute=substitute, on=ON, at=AT, **days)


def test_a_colleague_stands_in_on_the_days_said_and_the_audit_knows(person, colleague):
    _named(person, colleague)

    held = [Substitution.objects.on(FROM + timedelta(days=n)).exists() for n in (-1, 0, 6, 7)]
    assert held == [False, True, True, False]
    event = AuditEvent.objects.get(action="person.named_substitute")
    assert (event.actor_id, event.data["substitute"], event.data["ends_on"]) == (person.pk, "Колешка", "2022-10-14")


def test_a_stranger_to_the_organization_a_closed_account_and_the_person_himself_are_refused(person, colleague):
    closed = make_user(organization=person.organization)
    deactivate(user=closed, by=person, at=AT)

    for other, said in (
        (make_user(), "your own organization"),
        (closed, "an open account"),
        (person, "cannot stand in for yourself"),
    ):
        with pytest.raises(ValidationError, match=said):
            _named(person, other)
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"starts_on": TO, "ends_on": FROM}, "comes before the first"),
        ({"starts_on": ON - timedelta(days=9), "ends_on": ON - timedelta(days=1)}, "This day is over"),
    ],
)
def test_days_that_run_backwards_or_are_over_are_refused(person, colleague, days, said):
    with pytest.raises(ValidationError, match=said):
        _named(person, colleague, **days)


def test_on_one_day_one_colleague_stands_in(person, colleague):
    other = make_user(organization=person.organization)
    _named(person, colleague)

    with pytest.raises(ValidationError, match="on some of these days already"):
        _named(person, other, starts_on=TO, ends_on=TO + timedelta(days=3))
    _named(person, other, starts_on=TO + timedelta(days=1), ends_on=TO + timedelta(days=3))


def test_the_database_keeps_the_same_rules(person, colleague):
    row = {"person": person, "starts_on": FROM, "ends_on": TO, "named_at": AT}
    held = Substitution.objects.create(substitute=colleague, **row)
    for bad in (
        {"substitute": colleague},
        {"substitute": make_user(), "starts_on": TO + timedelta(days=1), "ends_on": TO + timedelta(days=2)},
        {"substitute": person, "starts_on": TO + timedelta(days=1), "ends_on": TO + timedelta(days=2)},
        {"substitute": colleague, "starts_on": TO + timedelta(days=9), "ends_on": TO + timedelta(days=8)},
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            Substitution.objects.create(**row | bad)
    with pytest.raises(DatabaseError), transaction.atomic():
        Substitution.objects.filter(pk=held.pk).update(substitute=make_user(organization=person.organization))


def test_who_is_back_earlier_ends_it_and_one_that_has_not_begun_goes(person, colleague):
    held = _named(person, colleague)
    end_substitution(substitution=held, by=person, on=date(2022, 10, 11), at=AT)
    end_substitution(substitution=held, by=person, on=date(2022, 10, 12), at=AT)
    later = _named(person, colleague, starts_on=TO, ends_on=TO)
    end_substitution(substitution=later, by=person, on=ON, at=AT)

    assert list(Substitution.objects.values_list("ends_on", flat=True)) == [date(2022, 10, 10)]
    assert AuditEvent.objects.filter(action="person.ended_substitution").count() == 2


def test_a_colleague_who_left_the_organization_or_whose_account_is_closed_stands_in_no_more(person, colleague):
    _named(person, colleague)
    colleague.organization = make_user().organization
    colleague.save()

    assert not Substitution.objects.on(FROM).exists()


def test_the_account_page_names_a_substitute_and_ends_it(page, person, colleague):
    fields = {"substitute": colleague.pk, "starts_on": "8.10.2022", "ends_on": "14.10.2022"}
    said = page.post(reverse("accounts:substitute"), fields, follow=True).text
    assert "Колешка stands in for you from 8 October 2022 up to and including 14 October 2022." in said

    again = page.post(reverse("accounts:substitute"), fields)
    assert "on some of these days already" in again.text
    assert Substitution.objects.count() == 1
    held = Substitution.objects.get()
    page.post(reverse("accounts:substitution_end", args=[held.pk]))
    assert not Substitution.objects.exists()


def test_the_account_page_offers_colleagues_and_takes_nobody_else(page, colleague):
    stranger = make_user(name="Странец")

    assert "Колешка" in page.get(reverse("accounts:profile")).text
    fields = {"substitute": stranger.pk, "starts_on": "8.10.2022", "ends_on": "<b>"}
    said = page.post(reverse("accounts:substitute"), fields)
    assert "Странец" not in said.text
    assert not Substitution.objects.exists()


def test_nobody_ends_what_is_somebody_elses(page, colleague):
    other = make_user(organization=colleague.organization)
    held = _named(other, colleague)

    assert page.post(reverse("accounts:substitution_end", args=[held.pk])).status_code == 404
    assert Substitution.objects.filter(pk=held.pk, ends_on=TO).exists()


def test_who_stands_in_reads_for_whom(client, person, colleague, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: AT)
    _named(person, colleague)
    client.force_login(colleague)

    page = client.get(reverse("accounts:profile")).text

    assert "You stand in for Советник from 8 October 2022" in page
    assert "Name the substitute" in page
