"""Two acts on one report at the same moment, over two connections."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from ovp_portal.circulation.models import Circulation
from ovp_portal.editions import services as editions
from ovp_portal.editions.models import Edition
from reports.enums import ReportStatus
from reports.models import StatusReport
from reports.services import status_reports
from tests.factories.reports import COMPILED, PUBLISHED, coordinator_of, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act) -> list:
    """What two threads got that began together: a value, or the refusal."""
    start, results = Barrier(2), []

    def run():
        try:
            start.wait()
            results.append(act())
        except ValidationError as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 2
    return results


def refusals(results: list) -> int:
    return sum(isinstance(result, ValidationError) for result in results)


def test_two_who_circulate_at_once_send_it_once():
    report = make_report()
    by = coordinator_of(report)

    results = at_once(lambda: status_reports.circulate(report=report, closes_on=date(2022, 10, 14), by=by, at=COMPILED))

    assert refusals(results) == 1
    assert Circulation.objects.count() == 1


def test_two_clocks_that_publish_at_once_make_one_edition():
    report = move_report(make_report(), ReportStatus.SCHEDULED)

    results = at_once(lambda: status_reports.publish_due(at=PUBLISHED))

    assert refusals(results) == 0
    assert Edition.objects.count() == 1
    assert StatusReport.objects.get().edition == Edition.objects.get()
    assert report.commitment.milestones.first().completions.count() == 1


def test_two_who_compile_at_once_work_on_one_report():
    submission = make_quarter()
    by = coordinator_of(submission)

    results = at_once(
        lambda: status_reports.compile_draft(
            commitment=submission.commitment, period=submission.period, by=by, at=COMPILED
        )
    )

    assert refusals(results) == 0
    assert StatusReport.objects.get().lines.count() == 1


def test_two_first_editions_of_one_address_are_one():
    results = at_once(
        lambda: editions.publish(
            address="/papers/one/",
            kind="paper",
            title="Хартија",
            payload={},
            pages={},
            published_by="Министерство",
            at=PUBLISHED,
        )
    )

    assert refusals(results) == 1
    assert [edition.number for edition in Edition.objects.all()] == ["1.0"]
