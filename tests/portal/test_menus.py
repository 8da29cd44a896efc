"""Every line of every menu leads somewhere, for everybody who sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from ovp_portal.context import ABOUT_MENU, OFFICE_MENU, PUBLIC_MENU, menu_links
from tests.factories.portal import make_national_coordinator
from tests.portal.routes_world import ROLES, World

MENUS = {"public": PUBLIC_MENU, "office": OFFICE_MENU, "about": ABOUT_MENU}
SEEN_BY_STRANGERS = ("public", "about")
FOR_THE_SECRETARIAT = {"reports:matrix", "commitments:register", "accounts:people", "notifications:mails"}


@pytest.fixture(scope="module", autouse=True)
def world(shared_database) -> World:
    return World()


@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS)
def test_every_line_has_an_address_of_its_own(menu):
    addresses = [reverse(entry.url_name) for entry in menu]

    assert len(set(addresses)) == len(addresses) > 0


@pytest.mark.django_db
def test_everybody_comes_in_wherever_a_menu_leads_him(world):
    refused = []
    for role in ROLES:
        client, user = Client(), world.users[role]
        if role != "stranger":
            client.force_login(user)
        for name, menu in MENUS.items():
            if role == "stranger" and name not in SEEN_BY_STRANGERS:
                continue
            for link in menu_links(menu, "/", user):
                status = client.get(link.url, follow=True).status_code
                if status != 200:
                    refused.append((role, link.url, status))

    assert refused == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
def test_only_the_secretariat_sees_the_lines_that_are_its_own(world, role):
    shown = {link.url for link in menu_links(OFFICE_MENU, "/", world.users[role])}
    own = {reverse(name) for name in FOR_THE_SECRETARIAT}

    assert shown & own == (own if role == "national" else set())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/work/", "reports:home"),
        ("/work/submissions/7/", "reports:submissions"),
        ("/work/mails/ahead/", "notifications:mails"),
        ("/work/ladder/nap-2021-2023/", "notifications:mails"),
        ("/work/clockwork/", "notifications:mails"),
        ("/work/profile/", None),
    ],
)
@pytest.mark.django_db
def test_the_line_that_a_page_belongs_to_is_marked_and_no_other(path, line):
    marked = [link for link in menu_links(OFFICE_MENU, path, make_national_coordinator()) if link.current]

    assert [(link.url, link.current) for link in marked] == (
        [(reverse(line), "page" if reverse(line) == path else "true")] if line else []
    )
