import pytest
from django.core.management import CommandError, call_command

from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications.models import Mail
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


def test_the_first_national_coordinator_is_invited_by_mail():
    call_command("appoint", "Secretariat@example.org", "--language", "en")

    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("secretariat@example.org", "national coordinator", "en")
    assert user.is_national_coordinator
    assert not user.has_usable_password()
    assert Mail.objects.get().recipient == user


def test_who_has_an_account_gets_the_role_and_no_second_mail():
    user = make_user()

    for _time in range(2):
        call_command("appoint", user.email)

    assert [grant.role for grant in user.grants.all()] == [Role.NATIONAL_COORDINATOR]
    assert not Mail.objects.exists()


@pytest.mark.parametrize("email", ["nobody", "", "a b@example.org"])
def test_what_is_no_address_is_refused_in_a_sentence_and_leaves_nothing(email):
    with pytest.raises(CommandError, match=r"\w \w"):
        call_command("appoint", email)

    assert not User.objects.exists()


def test_a_deactivated_account_is_not_appointed():
    user = make_user(is_active=False)

    with pytest.raises(CommandError):
        call_command("appoint", user.email)

    assert not user.grants.exists()
