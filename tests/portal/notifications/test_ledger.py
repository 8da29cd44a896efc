"""What one statement writes into the ledger, and to whom it queues a mail."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from ovp_portal.notifications import ledger
from ovp_portal.notifications.ledger import Span, Step
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.steps import AGAIN, step_key, step_key_in_sql
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2022, 10, 8, 7, tzinfo=UTC)
DUE_ON = date(2022, 10, 10)
TOLD = Span("table", "owner", (None, -5, -2))


def _step(who: int, span: Span = TOLD, *, thing: str = "a:1") -> Step:
    return Step(who, thing, 1, DUE_ON, span)


def _write(*steps: Step, mark: str = "") -> ledger.Written:
    return ledger.write(steps, template="digest", at=AT, mark=mark)


@pytest.mark.parametrize(("due_on", "day"), [(None, None), (DUE_ON, None), (DUE_ON, -5), (DUE_ON, 0), (DUE_ON, 17)])
def test_the_database_names_a_step_as_we_do(due_on, day):
    columns = step_key_in_sql("s.round", "s.due_on", "s.day")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM (SELECT 2 AS round, %s::date AS due_on, %s::int AS day) s", [due_on, day]
        )
        assert cursor.fetchone() == (step_key(round=2, due_on=due_on, day=day),)


def test_the_last_step_is_told_and_those_before_it_are_covered():
    person = make_user()

    assert _write(_step(person.pk)) == (3, 1)

    rows = dict(Notification.objects.values_list("step", "is_covered"))
    assert rows == {"1:opens": True, "1:2022-10-10:-5": True, "1:2022-10-10:-2": False}
    mail = Mail.objects.get()
    assert (mail.recipient, mail.address, mail.language) == (person, person.email, person.language)
    assert {row.mail for row in Notification.objects.all()} == {mail}


def test_what_is_told_already_is_not_written_again():
    person = make_user()
    opening = _step(person.pk, Span("table", "owner", (None,)))
    _write(opening)
    Mail.objects.update(status="void")

    assert _write(opening) == (0, 0)
    assert _write(_step(person.pk)) == (2, 1)


def test_a_person_has_one_mail_and_each_mail_its_own_name():
    people = [make_user(), make_user()]

    written = _write(*(_step(person.pk, thing=f"a:{number}") for person in people for number in range(3)))

    assert written == (18, 2)
    assert len(set(Mail.objects.values_list("message_id", flat=True))) == 2
    assert set(Mail.objects.values_list("recipient", flat=True)) == {person.pk for person in people}


def test_of_two_steps_of_one_key_the_first_counts():
    person = make_user()
    as_owner, as_coordinator = Span("table", "owner", (-2,)), Span("table", "coordinator", (-5, -2))

    _write(_step(person.pk, as_owner), _step(person.pk, as_coordinator))

    rows = set(Notification.objects.values_list("step", "audience", "is_covered"))
    assert rows == {("1:2022-10-10:-2", "owner", False), ("1:2022-10-10:-5", "coordinator", True)}


def test_who_has_no_address_is_left_out():
    closed, silent = make_user(is_active=False), make_organization(head_email="")
    head = make_organization(head_email="head@example.org")

    assert _write(*(_step(who) for who in (closed.pk, -silent.pk, -head.pk))) == (3, 1)

    assert set(Notification.objects.values_list("who", flat=True)) == {-head.pk}
    assert Mail.objects.get().address == "head@example.org"
    assert [ledger.has_address(who) for who in (closed.pk, -silent.pk, -head.pk)] == [False, False, True]


def test_what_is_sent_by_hand_has_a_key_of_its_own():
    person = make_user()
    day = Span("table", "owner", (-2,))
    _write(_step(person.pk, day))

    assert _write(_step(person.pk, day), mark=AGAIN).rows == 1
    assert _write(_step(person.pk, day), mark=AGAIN).rows == 0
