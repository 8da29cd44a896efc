"""Whatever column of whatever row a kept page shows, it shows it as it is now, in every part of it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, models, transaction
from django.db.models import F, Field

from commitments.models import Commitment, FormerNumber, Indicator, IndicatorResult
from ovp_portal import clock
from ovp_portal.editions.models import Edition
from ovp_portal.lib.kept import Memory
from reports.enums import ReportStatus
from reports.public import commitment_stamp, http
from tests.factories.commitments import make_commitment, make_indicator
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_published_note
from tests.factories.portal import make_organization
from tests.factories.reports import PUBLISHED, coordinator_of, make_report, move_report

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 10, 20, 7, tzinfo=UTC)
# An edition never changes, and lets nobody try; that a further one is shown is proved in test_memory.py.
TABLES = [*(table for table in commitment_stamp.ROWS if table is not Edition), Indicator, IndicatorResult]
IN_WORDS = {"language": "en", "time_zone": "Asia/Tokyo", "rhythm": "half_year"}
EXAMPLES = {
    models.BooleanField: [True, False],
    models.DateField: [date(2021, 3, 4), date(2023, 3, 4), None],
    models.DateTimeField: [datetime(2021, 3, 4, tzinfo=UTC), None],
    models.DecimalField: [Decimal(12345), None],
    models.TimeField: [time(23)],
    models.JSONField: [{}, None],
}


@pytest.fixture(scope="module")
def address(shared_database) -> str:
    """The page of a commitment with one row or more in each table that it shows."""
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    commitment = report.commitment
    indicator = make_indicator(milestone=commitment.milestones.first())
    IndicatorResult.objects.create(
        indicator=indicator,
        starts_on=report.period.starts_on,
        ends_on=report.period.ends_on,
        period_key=report.period.key,
        state="value",
        value=7,
        published_at=PUBLISHED,
        source="/",
    )
    commitment.partners.add(make_organization(), make_organization(kind="cso"))
    make_task(group=commitment.group, by=coordinator_of(report))
    make_published_note(group=commitment.group, by=coordinator_of(report))
    FormerNumber.objects.create(commitment=commitment, number="9.9")
    Commitment.objects.filter(pk=commitment.pk).update(predecessor=make_commitment())
    return commitment.get_absolute_url()


@pytest.fixture
def page(db, address, monkeypatch) -> str:
    http.clear_memory()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return address


def other_values(field: Field) -> Iterator[Any]:
    """What a column can be changed to."""
    if field.primary_key:
        return
    if field.is_relation:
        yield from field.related_model.objects.order_by("-pk").values_list("pk", flat=True)[:2]
        yield None
    elif field.choices:
        yield from dict(field.flatchoices)
    elif field.name in IN_WORDS:
        yield IN_WORDS[field.name]
    elif isinstance(field, models.IntegerField):
        yield F(field.name) + 1
    elif isinstance(field, models.CharField | models.TextField):
        yield from ("Сосема друго", "")
    else:
        yield from next((values for kind, values in EXAMPLES.items() if isinstance(field, kind)), ())


def changes(model: type[models.Model], most: int | None) -> Iterator[tuple[Field, Any]]:
    """Each column with what it can be changed to, all of it or the first few: whatever some row has not yet."""
    for field in model._meta.concrete_fields:
        there = (
            list(model.objects.values_list(field.attname, flat=True)) if most else [...]
        )  # `...` is nothing that a row could have
        others = (value for value in other_values(field) if any(value != one for one in there))
        yield from ((field, value) for value in islice(others, most))


def test_a_part_shows_only_tables_that_are_stamped_and_each_of_them_is_shown():
    shown = {table for tables in commitment_stamp.PARTS.values() for table in tables}

    assert shown == set(commitment_stamp.ROWS)


@pytest.mark.parametrize("most", [1, pytest.param(None, marks=pytest.mark.journeys_long)], ids=["one value", "all"])
@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_each_column_that_changes_is_shown_as_if_no_part_had_been_kept(client, page, monkeypatch, model, most):
    client.raise_request_exception = False
    first, seen = client.get(page).text, 0
    for field, value in list(changes(model, most)):
        with suppress(DatabaseError), transaction.atomic():
            with pgtrigger.ignore():
                model.objects.update(**{field.attname: value})
            kept = client.get(page)
            with monkeypatch.context() as anew:
                anew.setattr(http, "PAGES", Memory(most=10**7))
                anew.setattr(http, "PARTS", Memory(most=10**7))
                made = client.get(page)
            assert (kept.status_code, kept.text) == (made.status_code, made.text), (field.name, value)
            seen += made.status_code == 200 and made.text != first
            transaction.set_rollback(True)

    assert client.get(page).text == first
    assert seen, "nothing of this table is to be seen, so it need not be stamped"
