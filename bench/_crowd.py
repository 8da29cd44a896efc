"""A made-up country that owes a number of things, written straight into the tables: 100 commitments, and organizations
with one member each, who owes one submission for each of them. Those of the first commitment have reached a step.

History triggers and checks of keys are off while it is written; the rows are those that services would leave.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import psycopg2
from django.conf import settings
from django.db import connection

from commitments.models import Membership
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications.models import Mail, Notification
from reports.models import Submission
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership, make_plan
from tests.factories.portal import make_organization, make_user
from tests.factories.reports import make_period, make_submission

COMMITMENTS = 100
AT = datetime(2022, 10, 8, 7, tzinfo=UTC)
"""8 October 2022, 09:00 in Skopje: two days before the 10th, by which a hundredth of it all is due."""
BEGAN = datetime(2022, 10, 1, 6, tzinfo=UTC)
FAR = date(2022, 11, 30)


def fill(dues: int, *, is_opening_told: bool) -> str:
    """So many dues, a hundredth of them due on the 10th, and the plan's address.

    Those had their mail five days before. The others were told when they began, where an opening is a step.
    """
    plan = make_plan()
    group, area, period = make_group(plan=plan), make_area(plan=plan), make_period(plan=plan)
    one = make_commitment(plan=plan, area=area, group=group)
    others = [make_commitment(plan=plan, area=area, group=group, number=number) for number in range(2, COMMITMENTS + 1)]
    person = make_user(organization=make_organization(head_email=""))
    seat = make_membership(group=group, user=person)
    owed = make_submission(period=period, commitment=one, organization=person.organization)
    people = dues // COMMITMENTS - 1
    _alone()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _copy(cursor, Organization, person.organization_id, people, slug="'crowd-' || n")
        _copy(cursor, User, person.pk, people, email="'crowd-' || n || '@example.org'",
              organization_id="(SELECT id FROM accounts_organization WHERE slug = 'crowd-' || n)")  # fmt: skip
        _copy(cursor, Membership, seat.pk, people, user_id=f"(SELECT id FROM accounts_user WHERE email = {_EMAIL})",
              organization_id="(SELECT id FROM accounts_organization WHERE slug = 'crowd-' || n)")  # fmt: skip
        _copy(cursor, Submission, owed.pk, people, organization_id=_ORGANIZATION)
        columns = ", ".join(name for name in _columns(Submission) if name not in ("commitment_id", "due_on"))
        cursor.execute(
            f"INSERT INTO reports_submission (commitment_id, due_on, {columns}) SELECT c.id, %s, {columns} "
            "FROM reports_submission, unnest(%s::bigint[]) AS c (id) WHERE commitment_id = %s",
            [FAR, [other.pk for other in others], one.pk],
        )
        _tell(cursor, "1:2022-10-10:-5", "s.commitment_id = %s", [one.pk])
        if is_opening_told:
            _tell(cursor, "1:opens", "true", [])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return plan.slug


_EMAIL = "'crowd-' || n || '@example.org'"
_ORGANIZATION = "(SELECT id FROM accounts_organization WHERE slug = 'crowd-' || n)"


def _alone() -> None:
    """Nothing of the factories' own is due beside the crowd's."""
    assert Submission.objects.count() == 1


def _columns(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not field.primary_key and not field.generated]


def _copy(cursor, model, pk: int, count: int, **other: str) -> None:
    """So many copies of a row, but for its key and what is named."""
    names = _columns(model)
    values = ", ".join(other.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t, generate_series(1, %s) n WHERE t.id = %s",
        [count, pk],
    )
    cursor.execute(f"ANALYZE {table}")


def _tell(cursor, step: str, which: str, values: list) -> None:
    cursor.execute(
        f"""INSERT INTO {Notification._meta.db_table}
            (recipient_id, audience, kind, thing, step, is_covered, queued_at)
        SELECT m.user_id, 'owner', 'submission', 'submission:' || s.id, %s, false, %s
        FROM reports_submission s JOIN commitments_membership m USING (organization_id) WHERE {which}""",
        [step, BEGAN, *values],
    )


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A database of its own, made from the models, and gone afterwards."""
    place = settings.DATABASES["default"]
    with contextlib.closing(psycopg2.connect(host=place["HOST"], user=place["USER"], dbname="template1")) as template:
        template.autocommit = True
        template.cursor().execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    connection.settings_dict["TEST"]["MIGRATE"] = False
    settings.PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)


def empty() -> None:
    """Every table, so that the next country is alone."""
    tables = ", ".join(f'"{name}"' for name in connection.introspection.django_table_names(only_existing=True))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def forget() -> None:
    """As it was before the sweep: neither its ledger rows nor its mails."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Notification._meta.db_table} WHERE queued_at = %s", [AT])
        cursor.execute(f"DELETE FROM {Mail._meta.db_table}")
        cursor.execute(f"VACUUM ANALYZE {Notification._meta.db_table}")
        cursor.execute(f"VACUUM ANALYZE {Mail._meta.db_table}")
