"""Every form of the portal gets what nobody should send, from everybody who may send something.

The fields are those that the page itself asks for, where it can be opened, and the values what breaks
databases, numbers, days and lists. No answer is a fault of the portal, and where it says that a request
cannot be, no record was touched.
"""

import random
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.portal.routes_table import ROUTES
from tests.portal.routes_world import World

WHO = ("stranger", "member", "coordinator", "national")
HOSTILE = [
    "",
    "\x00",
    "0",
    "-1",
    "1e999",
    "NaN",
    "99999999999999999999",
    "9" * 400,
    "٣",
    "31.2.2022",
    "0000-00-00",
    "9999-12-31",
    "24:61",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }} %s %(x)s {0}",
    "\ud7ff\u202e\u200d🏳️\u200d🌈",
    "а" * 20_000,
    "on",
    "true",
    "[]",
    '{"a": {"b": []}}',
    "../../etc/passwd",
    "a@b@c",
    "//evil.example/",
    "\r\nSet-Cookie: a=b",
]
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"')
NOTHING_MAY_BE_WRITTEN = {400, 403, 404, 405, 410, 413}
NO_RECORDS = {"sessions", "audit", "contenttypes", "auth", "account", "admin", "pghistory"}


@pytest.fixture(scope="module")
def shared_world(shared_database) -> World:
    return World()


@pytest.fixture
def world(shared_world: World, db) -> World:
    cache.clear()
    return shared_world


def _stamp() -> str:
    """Changes with every version of every record."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label not in NO_RECORDS]
    parts = " || ' ' || ".join(
        f'COALESCE((SELECT bit_xor(hashtextextended(ctid::text || xmin::text, 0)) FROM "{table}"), 0)'
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return cursor.fetchone()[0]


def _fields(client: Client, address: str, said: dict[str, str]) -> list[str]:
    with transaction.atomic():
        page = client.get(address)
        transaction.set_rollback(True)
    found = FIELD.findall(page.text) if page.status_code == 200 and "html" in page["Content-Type"] else []
    return sorted({*found, *said, "nonsense"} - {"csrfmiddlewaretoken", "language"})


def _typed(fields: list[str], said: dict[str, str], chance: random.Random) -> dict[str, list[str]]:
    """Some fields as they should be, most as they should not, some missing, some twice."""
    typed = {name: [value] for name, value in said.items() if chance.random() < 0.4}
    for name in fields:
        if name not in typed and chance.random() < 0.8:
            typed[name] = chance.choices(HOSTILE, k=chance.choice([1, 1, 1, 2]))
    return typed


def _doors(name: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Each address of a route once, with what its form says in the table where it says something."""
    said = {tuple(row.to.items()): row.data for row in sorted(ROUTES[name], key=lambda row: bool(row.data))}
    return [(dict(to), data) for to, data in said.items()]


def _takes_posts(world: World, address: str) -> bool:
    client = Client()
    client.cookies.load(world.cookies["national"])
    with transaction.atomic():
        answer = client.post(address, {"nonsense": "\x00"})
        transaction.set_rollback(True)
    assert answer.status_code < 500, address
    return answer.status_code != 405


@pytest.mark.parametrize("rounds", [range(1), pytest.param(range(1, 5), marks=pytest.mark.journeys_long)], ids=len)
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_whatever_is_sent_is_answered_and_what_cannot_be_leaves_no_trace(world, name: str, rounds: range):
    for place, (to, said) in enumerate(_doors(name)):
        address = reverse(name, kwargs={key: world.find(path) for key, path in to.items()})
        if not _takes_posts(world, address):
            continue
        before = _stamp()
        for role in WHO:
            client = Client()
            client.cookies.load(world.cookies[role])
            fields = _fields(client, address, said)
            for number in rounds[:1] if role == "stranger" else rounds:
                typed = _typed(fields, said, random.Random(f"{name} {place} {role} {number}"))
                with transaction.atomic():
                    answer = client.post(address, typed)
                    assert answer.status_code < 500, (address, role, typed)
                    if answer.status_code in NOTHING_MAY_BE_WRITTEN:
                        assert _stamp() == before, (address, role, typed)
                    transaction.set_rollback(True)
