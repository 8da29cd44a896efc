"""A statement is kept ready on a line, and answers as if it had been asked anew."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection

from ovp_portal.notifications import prepared
from ovp_portal.notifications.prepared import Given, fetch

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT %s || '%%', n FROM unnest(%s) AS n WHERE n > %s AND %s < now() ORDER BY n"
AT = datetime(2022, 10, 7, tzinfo=UTC)


class Key:
    """What a statement was made of."""


@pytest.fixture(autouse=True)
def _nothing_is_ready(db, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    monkeypatch.setattr(connection, "ready_looks", None, raising=False)


def _ask(key, numbers, least):
    places = ["it's 100", Given(numbers, "int[]"), Given(least, "int"), Given(AT, "timestamptz")]
    return fetch(key, STATEMENT, places)


def _ready() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'look_%'")
        return cursor.fetchone()[0]


def test_it_answers_the_same_ready_or_not_and_is_made_ready_when_it_comes_again():
    key = Key()

    assert _ask(key, [1, 2, 3], 1) == [("it's 100%", 2), ("it's 100%", 3)]
    assert _ready() == 0
    assert _ask(key, [5, 4], 4) == [("it's 100%", 5)]
    assert _ready() == 1
    assert _ask(key, [], 0) == []
    assert _ask(Key(), [7], 0) == [("it's 100%", 7)]
    assert _ready() == 1


def test_what_has_no_key_is_never_kept():
    assert [_ask(None, [1], 0) for _time in range(3)] == [[("it's 100%", 1)]] * 3
    assert _ready() == 0


def test_too_many_are_let_go(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    keys = [Key() for _ in range(5)]

    assert [_ask(key, [1], 0) for key in keys for _time in range(2)] == [[("it's 100%", 1)]] * 10
    assert _ready() <= 3


@pytest.mark.django_db(transaction=True)
def test_after_a_table_was_changed_one_look_fails_and_the_next_goes_on():
    key, statement = Key(), "SELECT * FROM prepared_here WHERE 1 = %s"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prepared_here AS SELECT 1 AS one")
    try:
        assert [fetch(key, statement, [Given(1, "int")]) for _time in range(2)] == [[(1,)], [(1,)]]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE prepared_here ADD COLUMN two int")
        with pytest.raises(DatabaseError):
            fetch(key, statement, [Given(1, "int")])

        assert [fetch(key, statement, [Given(1, "int")]) for _time in range(2)] == [[(1, None)], [(1, None)]]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE prepared_here")


@pytest.mark.django_db(transaction=True)
def test_a_new_line_to_the_database_knows_nothing_of_what_was_ready():
    key = Key()
    for _time in range(2):
        _ask(key, [1], 0)
    connection.close()

    assert [_ask(key, [1], 0) for _time in range(2)] == [[("it's 100%", 1)]] * 2
    assert _ready() == 1
