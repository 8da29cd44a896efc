import contextlib
import gc
import importlib
import os

import psycopg2
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.template.base import Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered
from django.utils import translation

from ovp_portal.local.places import ROOT
from tests.factories.numbers import Numbers


def pytest_collection(session: pytest.Session) -> None:
    """Each worker begins to read the tests at another one, so that each is compiled by one worker and not by all."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker or session.config.args_source != pytest.Config.ArgsSource.TESTPATHS:
        return
    files = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
    begin = len(files) * int(worker.removeprefix("gw")) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for path in files[begin:] + files[:begin]:
        with contextlib.suppress(Exception):  # what is wrong with it is told when it is collected
            importlib.import_module(".".join(path.with_suffix("").parts))


def pytest_collection_finish() -> None:
    """What is there by now stays: the collector need not walk through it thousands of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_whole_pages(django_test_environment):
    """A response tells the context of its page; those of all the parts put into it cost a tenth of the run."""

    def render(template, context):
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(autouse=True)
def _the_portals_own_language():
    """Every test begins in the portal's language, whatever the one before it left active in this process."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Test databases are made from the models (one test makes one by the migrations): the extensions come first."""
    default = settings.DATABASES["default"]
    template = psycopg2.connect(host=default["HOST"], user=default["USER"], dbname="template1")
    template.autocommit = True
    with template.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    template.close()


_EMPTY_ALL = """
    DO $$
    DECLARE
        name text;
        has_rows boolean;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
            AND tablename NOT IN ('django_content_type', 'auth_permission', 'django_migrations')
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO has_rows;
            IF has_rows THEN EXECUTE format('DELETE FROM %I', name); END IF;
        END LOOP;
    END $$
"""


def _empty_all(cursor) -> None:
    """A page that was closed may still say goodbye: who waits for it while it waits for him tries again."""
    for is_last in (False, False, True):
        try:
            cursor.execute(_EMPTY_ALL)
            return
        except OperationalError:
            if is_last:
                raise


@pytest.fixture(scope="session", autouse=True)
def _only_tables_with_rows_are_emptied():
    """After a test that commits: a hundred tables emptied, and every permission made anew, takes a second each time.

    Only who rules the whole server may set keys and triggers aside; elsewhere it is done as Django does it.
    """
    slowly = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            rules_all = cursor.fetchone()[0]
            if rules_all:
                _empty_all(cursor)
        if not rules_all:
            slowly(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


_sharing: list[bool] = []
"""Whether there are records that the tests of a module share: numbers go on from theirs."""


@pytest.fixture(scope="module")
def shared_database(django_db_setup, django_db_blocker):
    """For records that all tests of a module share: made once, and taken back after its last test.

    Each test asks for `db` as well, and so undoes what it did itself. Where a test of the module asks for such
    records, all do (`autouse`): what there is hangs on no order.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        Numbers.begin_anew()
        _sharing.append(True)
        yield
        _sharing.pop()
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture
def again(db):
    """A record that the tests of a module share, as if this test had made it: `again(record)`."""
    return lambda record: type(record)._base_manager.get(pk=record.pk)


@pytest.fixture(autouse=True)
def _numbers_begin_anew() -> None:
    if not _sharing:
        Numbers.begin_anew()


@pytest.fixture
def in_english(_the_portals_own_language):
    """For tests that read a service's refusal, which is said in the language that is active."""
    with translation.override("en"):
        yield
