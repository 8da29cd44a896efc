from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from commitments.demo import load_register
from commitments.demo.facts import PASSWORD, facts
from commitments.demo.people import load_people
from commitments.models import ActionPlan
from ovp_portal.accounts.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)


def test_every_person_is_listed_with_what_he_does_and_the_password():
    load_people(at=AT)
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    first, *lines = out.getvalue().splitlines()
    assert PASSWORD in first
    assert [line.split()[0] for line in lines] == [person["email"] for person in facts("people")]
    assert len({line.index(person["does"]) for line, person in zip(lines, facts("people"), strict=True)}) == 1
    assert all(len(line) < 120 for line in lines)


def test_who_was_deactivated_is_not_offered():
    load_people(at=AT)
    User.objects.filter(email="hops@example.org").update(is_active=False)
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    assert "hops@example.org" not in out.getvalue()


def test_an_empty_database_and_a_real_portal_say_so_in_a_sentence(settings):
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")
    settings.DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("demo_accounts")


def test_a_real_portal_refuses_the_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured):
        load_register(at=AT)
    assert not ActionPlan.objects.exists()
