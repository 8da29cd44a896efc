"""Walks every route as everybody. What is expected stands in routes_table.py."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.factories.portal import make_user
from tests.portal.routes_table import ROUTES
from tests.portal.routes_world import ROLES, World

SIGN_IN = "/account/login/?next="


def _names(resolver: URLResolver, namespaces: tuple[str, ...] = ()):
    """The full name of every address; one without a name is called by its pattern."""
    inside = (*namespaces, resolver.namespace) if resolver.namespace else namespaces
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, inside)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*inside, pattern.name or str(pattern.pattern)])


ALL = sorted(set(_names(get_resolver())))
ADMINISTRATION = [name for name in ALL if name.startswith("admin:")]


def test_every_route_has_a_row_and_every_row_a_route():
    routes = set(ALL) - set(ADMINISTRATION)

    assert {"without a row": sorted(routes - set(ROUTES)), "without a route": sorted(set(ROUTES) - routes)} == {
        "without a row": [],
        "without a route": [],
    }


@pytest.fixture(scope="module")
def shared_world(shared_database) -> World:
    """Made once: whoever walks through it leaves it as it was."""
    return World()


@pytest.fixture
def world(shared_world: World, db) -> World:
    cache.clear()
    return shared_world


def _visit(world: World, role: str, method: str, address: str, data: dict[str, str]) -> str:
    """What a role gets, in the table's words; whatever it did is undone."""
    client = Client()
    client.cookies.load(world.cookies[role])
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith(SIGN_IN):
        return "in"
    return str(response.status_code)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_everybody_gets_what_the_table_says(world, name: str):
    found, expected = [], []
    for row in ROUTES[name]:
        address = reverse(name, kwargs={key: world.find(path) for key, path in row.to.items()})
        expected.append((row.method, address, row.expected))
        found.append(
            (row.method, address, {role: _visit(world, role, row.method, address, row.data) for role in ROLES})
        )

    assert found == expected


def test_nobody_but_superusers_finds_anything_in_the_administration(world):
    """Its addresses with an argument lead to the same views, which ask the same question."""
    for name in ADMINISTRATION:
        try:
            address = reverse(name)
        except NoReverseMatch:  # it needs an argument
            continue
        found = {_visit(world, role, "get", address, {}) for role in ROLES}
        assert found <= {"in", "302", "403", "404"}, f"{name} {found}"


def test_staff_without_more_sees_no_records_and_superusers_do(world):
    address = reverse("admin:accounts_organization_changelist")
    staff, superuser = make_user(is_staff=True), make_user(is_staff=True, is_superuser=True)
    answers = []
    for user in (staff, superuser):
        client = Client()
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [403, 200]


def test_the_administration_has_no_door_of_its_own(client, world):
    response = client.get(reverse("admin:login"))

    assert response.status_code == 302
    assert reverse(settings.LOGIN_URL) in response.url
