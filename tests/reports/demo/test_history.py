import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commitments.demo import load_register
from meetings.models import MeetingNote
from ovp_portal.editions.models import Edition
from ovp_portal.lib.clockfile import FIRST_MOMENT
from reports.demo import load_history, load_notes
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import StatusReport, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Loaded once for the file, because a past of three quarters takes seconds; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_register(at=FIRST_MOMENT)
        load_history(at=FIRST_MOMENT)
        load_notes(at=FIRST_MOMENT)
        yield
        transaction.set_rollback(True)


def test_three_quarters_are_published_history_and_the_third_of_2022_is_open(demonstration):
    reports = StatusReport.objects.order_by("period__starts_on", "commitment__area__number")
    assert [(report.period.key, report.status) for report in reports] == [
        ("2021-q4", ReportStatus.PUBLISHED),
        ("2021-q4", ReportStatus.PUBLISHED),
        ("2022-q1", ReportStatus.PUBLISHED),
        ("2022-q1", ReportStatus.PUBLISHED),
        ("2022-q2", ReportStatus.PUBLISHED),
        ("2022-q2", ReportStatus.PUBLISHED),
    ]
    running = Submission.objects.filter(period__year=2022, period__part=3)
    assert running.filter(status=SubmissionStatus.EXPECTED).count() == 7
    assert running.filter(status=SubmissionStatus.SUBMITTED).count() == 3
    assert not Submission.objects.filter(period__starts_on__year=2023).exists()


def test_every_act_of_the_past_stands_at_its_own_moment(demonstration):
    for report in StatusReport.objects.select_related("period__plan", "circulation"):
        assert report.published_at == report.period.publication_at
        assert report.circulation.opened_at < report.approved_at <= report.published_at
    assert not Edition.objects.filter(published_at__gt=FIRST_MOMENT).exists()


def test_the_notes_of_the_consultations_are_published_without_a_persons_name(demonstration):
    notes = MeetingNote.objects.order_by("meeting__starts_on").select_related("edition")
    assert [note.meeting.starts_on.isoformat() for note in notes] == ["2022-10-03", "2022-10-04"]
    for note in notes:
        assert "example.org" not in note.edition.payload
        assert json.loads(note.edition.payload)["conclusions"]


def test_loading_twice_adds_nothing(demonstration):
    before = Edition.objects.count(), Submission.objects.count(), MeetingNote.objects.count()
    load_register(at=FIRST_MOMENT + timedelta(hours=1))
    load_history(at=FIRST_MOMENT + timedelta(hours=1))
    load_notes(at=FIRST_MOMENT + timedelta(hours=1))
    assert (Edition.objects.count(), Submission.objects.count(), MeetingNote.objects.count()) == before


def test_a_real_portal_refuses_the_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("load_demo")
