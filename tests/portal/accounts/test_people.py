from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from ovp_portal.accounts import permissions, seats, services
from ovp_portal.accounts.models import FormerName, Organization, RoleGrant, User
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.models import AuditEvent
from ovp_portal.notifications.models import Mail
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
ON = date(2022, 10, 7)


def make_coordinator(**given) -> User:
    user = make_user(**given)
    services.grant(user=user, role=Role.NATIONAL_COORDINATOR, by=None, at=AT)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def office(client):
    """A client of the national coordinator."""
    client.user = make_coordinator(
        email="national@example.org", name="National coordinator", language="en", organization=None
    )
    client.force_login(client.user)
    return client


@pytest.mark.parametrize("role", [None, *Role])
def test_only_the_national_coordinator_manages_people(role):
    user = make_user()
    if role:
        services.grant(user=user, role=role, by=None, at=AT)
    user = User.objects.get(pk=user.pk)

    expected = role == Role.NATIONAL_COORDINATOR
    asked = [permissions.can_manage_people(user), permissions.can_invite(user), permissions.can_see_history(user)]
    assert asked == [expected] * 3


@pytest.mark.usefixtures("in_english")
def test_a_role_is_given_once_and_its_past_is_kept():
    user, by = make_user(), make_coordinator()
    services.grant(user=user, role=Role.COUNCIL, by=by, at=AT)
    services.grant(user=user, role=Role.COUNCIL, by=by, at=AT)
    services.revoke(user=user, role=Role.COUNCIL, by=by, at=AT)

    assert list(RoleGrant.objects.filter(user=user).values_list("role", "revoked_at")) == [("council", AT)]
    with pytest.raises(ValidationError, match="does not have this role"):
        services.revoke(user=user, role=Role.COUNCIL, by=by, at=AT)


def by_rewriting_who_had_it(held):
    RoleGrant.objects.filter(pk=held.pk).update(user=make_user())


def by_rewriting_since_when(held):
    RoleGrant.objects.filter(pk=held.pk).update(granted_at=AT - timedelta(days=400))


def by_giving_it_back_in_secret(held):
    RoleGrant.objects.filter(pk=held.pk).update(revoked_at=None)


def by_striking_it_out(held):
    RoleGrant.objects.filter(pk=held.pk).delete()


@pytest.mark.parametrize(
    "way", [by_rewriting_who_had_it, by_rewriting_since_when, by_giving_it_back_in_secret, by_striking_it_out]
)
def test_a_role_that_somebody_had_is_not_rewritten(way):
    user = make_user()
    services.grant(user=user, role=Role.COUNCIL, by=None, at=AT)
    services.revoke(user=user, role=Role.COUNCIL, by=None, at=AT)
    kept = RoleGrant.objects.values().get()

    with pytest.raises(DatabaseError), transaction.atomic():
        way(RoleGrant.objects.get())

    assert RoleGrant.objects.values().get() == kept


def test_an_account_is_never_deleted():
    user = make_user()
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=user.pk).delete()
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.usefixtures("in_english")
def test_the_last_national_coordinator_stays():
    only = make_coordinator()

    with pytest.raises(ValidationError, match="needs a national coordinator"):
        services.revoke(user=only, role=Role.NATIONAL_COORDINATOR, by=only, at=AT)
    with pytest.raises(ValidationError, match="needs a national coordinator"):
        services.deactivate(user=only, by=make_user(), at=AT)


def test_a_closed_account_ends_its_sessions_at_once(client):
    member, by = make_user(), make_coordinator()
    client.force_login(member)
    assert client.get("/en/work/profile/").status_code == 200

    services.deactivate(user=member, by=by, at=AT)

    assert client.get("/en/work/profile/").status_code == 302
    with pytest.raises(ValidationError, match="deactivated already"):
        services.deactivate(user=member, by=by, at=AT)
    assert services.reactivate(user=member, by=by, at=AT).is_active


@pytest.mark.usefixtures("in_english")
def test_nobody_closes_his_own_account():
    make_coordinator()
    by = make_coordinator()

    with pytest.raises(ValidationError, match="your own account"):
        services.deactivate(user=by, by=by, at=AT)


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_of_people_asks_no_query_per_row(office, django_assert_num_queries, rows):
    for _row in range(rows):
        make_user(organization=make_organization())
    office.get("/en/work/people/")

    with django_assert_num_queries(5):
        response = office.get("/en/work/people/")

    assert len(response.context["page"].object_list) == rows + 1


@pytest.mark.parametrize("words", ["правда", "PRAVDA", "member prav", "@justice.example"])
def test_people_are_found_by_name_mail_and_organization_in_any_script(office, words):
    there = make_user(
        name="Member",
        email="someone@justice.example.org",
        organization=make_organization(name="Министерство за правда"),
    )
    make_user(name="Somebody else", email="else@example.org")

    response = office.get("/en/work/people/", {"q": words})

    assert list(response.context["page"].object_list) == [there]


def test_who_never_signed_in_can_be_listed(office):
    came = make_user()
    User.objects.filter(pk=came.pk).update(last_login=timezone.now())
    never = make_user()

    response = office.get("/en/work/people/", {"never": "1"})

    assert list(response.context["page"].object_list) == [never]


def test_a_person_is_invited_in_the_browser(office):
    organization = make_organization()
    given = {"email": "new@example.org", "name": "Member", "organization": organization.pk, "language": "sq"}

    response = office.post("/en/work/people/invite/", given)

    invited = User.objects.get(email="new@example.org")
    assert response.url == f"/en/work/people/{invited.pk}/"
    assert "Invited, not yet here" in office.get(response.url).text
    assert Mail.objects.get().language == "sq"


def test_an_invitation_that_cannot_be_sent_keeps_what_was_typed(office):
    given = {"email": office.user.email, "name": "Member <b>", "language": "en"}

    response = office.post("/en/work/people/invite/", given)

    assert "This person has an account already and uses it." in response.text
    assert 'value="Member &lt;b&gt;"' in response.text


def test_a_persons_page_shows_roles_memberships_and_history(office, monkeypatch):
    person = make_user()
    seat = seats.SeatLine("Group 3.6", "/group/", "member", "Ministry", ON, None)
    monkeypatch.setattr(seats, "_sources", [lambda user: [seat] if user == person else []])
    services.grant(user=person, role=Role.COUNCIL, by=office.user, at=AT)

    text = office.get(f"/en/work/people/{person.pk}/").text

    assert "member of the Council" in text
    assert '<a href="/group/">Group 3.6</a>' in text
    assert "Role given" in text
    assert "National coordinator" in text


def test_a_person_sees_himself_and_nobody_else(client):
    member, other = make_user(), make_user()
    client.force_login(member)

    assert client.get(f"/en/work/people/{member.pk}/").status_code == 200
    assert client.get(f"/en/work/people/{other.pk}/").status_code == 404
    assert client.post(f"/en/work/people/{member.pk}/active/", {"active": "0"}).status_code == 403
    assert client.post(f"/en/work/people/{other.pk}/active/", {"active": "0"}).status_code == 404


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        ("roles", {"give": "council"}, "The role was given."),
        ("active", {"active": "0"}, "The account was deactivated."),
        ("invite", {}, "A new invitation was sent"),
        ("roles", {"take": "council"}, "does not have this role"),
    ],
)
def test_an_act_on_a_person_is_answered_in_words(office, act, given, sentence):
    member = make_user()

    response = office.post(f"/en/work/people/{member.pk}/{act}/", given, follow=True)

    assert sentence in response.text


def test_a_role_that_does_not_exist_is_no_address(office):
    assert office.post(f"/en/work/people/{make_user().pk}/roles/", {"give": "king"}).status_code == 404


def test_the_language_of_a_profile_is_the_language_of_the_next_page(client):
    member = make_user(language="mk")
    client.force_login(member)

    response = client.post("/work/profile/", {"language": "en"})

    member.refresh_from_db()
    assert (response.url, member.language) == ("/en/work/profile/", "en")
    assert AuditEvent.objects.get().data == {"changes": {"language": {"before": "mk", "after": "en"}}}


def values(**given) -> dict:
    return {"kind": "ministry", "name": "Министерство за правда", "short_name": "МП", "is_active": True} | given


def test_a_new_name_keeps_the_old_one():
    by = make_coordinator()
    first = services.save_organization(organization=None, values=values(), by=by, at=AT, on=ON)
    changed = services.save_organization(
        organization=first, values=values(name="Министерство за правосудство", name_en="Ministry of Justice"),
        by=by, at=AT, on=ON,
    )  # fmt: skip

    assert (first.slug, changed.slug, changed.name_en) == ("mp", "mp", "Ministry of Justice")
    assert list(FormerName.objects.values_list("name", "until_on")) == [("Министерство за правда", ON)]


def test_an_address_that_is_taken_is_numbered():
    by = make_coordinator()
    slugs = [
        services.save_organization(organization=None, values=values(), by=by, at=AT, on=ON).slug for _one in range(3)
    ]

    assert slugs == ["mp", "mp-2", "mp-3"]


def test_no_organization_is_part_of_its_own_unit():
    by = make_coordinator()
    ministry = make_organization()
    unit = make_organization(parent=ministry)

    with translation.override("en"), pytest.raises(ValidationError, match="part of itself or of its own unit"):
        services.save_organization(organization=ministry, values={"parent": unit}, by=by, at=AT, on=ON)
    ministry.refresh_from_db()
    assert ministry.parent is None


def test_an_organization_is_changed_in_the_browser(office):
    organization = make_organization(name="Стара", short_name="С")
    address = f"/en/work/organizations/{organization.slug}/"
    form = office.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"name": "Нова", "name_sq": "E re"}

    response = office.post(address, given)

    assert response.url == address
    changed = Organization.objects.get()
    assert (changed.name, changed.name_sq, changed.is_active) == ("Нова", "E re", True)
    page = office.get(address).text
    assert "Стара" in page
    assert "Organization changed" in page


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_of_organizations_asks_no_query_per_row(office, django_assert_num_queries, rows):
    for _row in range(rows):
        make_organization(parent=make_organization())

    with django_assert_num_queries(5):
        response = office.get("/en/work/organizations/")

    assert len(response.context["page"].object_list) == 2 * rows


def test_an_organization_without_a_name_is_refused_beside_the_field(office):
    response = office.post("/en/work/organizations/new/", {"kind": "ministry", "name": " "})

    assert list(response.context["form"].errors) == ["name"]
    assert not Organization.objects.exists()
