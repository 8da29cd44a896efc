"""An accepted submission is locked in every way in; the browser's way is in views/test_submissions.py."""

import threading
from contextlib import suppress

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import ProtectedError

from ovp_portal.lib.workflow import MoveNotAllowed
from reports.enums import SubmissionStatus
from reports.models import ActivityRecord, IndicatorValue, MilestoneUpdate, Review, Submission
from reports.services import reviews, submissions
from tests.factories.commitments import make_indicator
from tests.factories.portal import make_user
from tests.factories.reports import NOW, answer_all, bring_to, make_submission

ACTIVITY = {"topic": "Обука", "held": 1, "participants": 9, "starts_on": "2022-09-20"}


def make_accepted() -> Submission:
    """An accepted submission with a value and an activity."""
    submission = make_submission()
    count = make_indicator(milestone=submission.updates.get().milestone)
    said = {"values": {count.pk: {"value": 2}}, "activities": [ACTIVITY]}
    answer_all(submission, outcome="progress", progress="Сторено.", **said)
    by = make_user()
    submissions.submit(submission=submission, by=by, at=NOW)
    return reviews.accept(submission=submission, by=by, at=NOW)


def _raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _save(row, **values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


WAYS = {
    "ORM save of the submission": lambda row: _save(row, nothing_done_reason="друго"),
    "ORM save back to returned": lambda row: _save(row, status="returned"),
    "ORM save of an update": lambda row: _save(row.updates.get(), progress="друго"),
    "ORM save of a value": lambda row: _save(row.updates.get().values.get(), value=3),
    "ORM save of an activity": lambda row: _save(row.updates.get().activities.get(), held=3),
    "update of a queryset": lambda row: MilestoneUpdate.objects.filter(submission=row).update(level="completed"),
    "update of all values": lambda row: IndicatorValue.objects.update(value=9),
    "bulk_update": lambda row: MilestoneUpdate.objects.bulk_update(
        [MilestoneUpdate(pk=row.updates.get().pk, reason="друго")], ["reason"]
    ),
    "a new update": lambda row: MilestoneUpdate.objects.create(submission=row, milestone=_another(row)),
    "a new value": lambda row: IndicatorValue.objects.create(
        update=row.updates.get(), indicator=make_indicator(milestone=_another(row)), value=1
    ),
    "a new activity": lambda row: ActivityRecord.objects.create(update=row.updates.get(), topic="друга"),
    "delete of activities": lambda row: ActivityRecord.objects.all().delete(),
    "delete of values": lambda row: IndicatorValue.objects.all().delete(),
    "delete of the submission": lambda row: row.delete(),
    "raw SQL on the submission": lambda row: _raw("UPDATE reports_submission SET status = 'expected'"),
    "raw SQL on a value": lambda row: _raw("UPDATE reports_indicatorvalue SET value = 9"),
    "raw SQL delete": lambda row: _raw("DELETE FROM reports_activityrecord"),
    "raw SQL truncation of the review": lambda row: _raw("DELETE FROM reports_review"),
    "rewritten review": lambda row: Review.objects.update(reason="друго"),
}


def _another(row: Submission):
    return make_submission(commitment=row.commitment, period=row.period).updates.first().milestone


def _state() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Submission, MilestoneUpdate, IndicatorValue, ActivityRecord, Review)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("way", list(WAYS))
def test_an_accepted_submission_cannot_be_changed_by(way):
    submission = make_accepted()
    if way in ("a new update", "a new value"):
        _another(submission)
    before = submission.updates.get().__dict__ | {"_state": None}

    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        WAYS[way](submission)

    assert submission.updates.get().__dict__ | {"_state": None} == before
    assert Submission.objects.get(pk=submission.pk).status == SubmissionStatus.ACCEPTED
    assert IndicatorValue.objects.get(update__submission=submission).value == 2
    assert ActivityRecord.objects.get(update__submission=submission).held == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "given"),
    [
        (submissions.save_draft, {"data": {}, "version": 1}),
        (submissions.submit, {}),
        (reviews.return_for_changes, {"reason": "Подоцна"}),
        (reviews.accept, {}),
    ],
)
def test_no_service_changes_an_accepted_submission(act, given):
    submission, by = make_accepted(), make_user()
    before = _state()

    with pytest.raises(ValidationError):
        act(submission=submission, by=by, at=NOW, **given)

    assert _state() == before


def test_the_admin_site_is_no_way_in():
    registered = set(admin.site._registry)

    assert not registered & {Submission, MilestoneUpdate, IndicatorValue, ActivityRecord, Review}


def _together(*acts) -> list:
    """Run acts at once, each on a connection of its own; what each raised, or None."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as error:  # noqa: BLE001 – the test compares it
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_is_sent_once():
    submission, by = make_submission(), make_user()
    answer_all(submission)

    answers = _together(*[lambda: submissions.submit(submission=submission, by=by, at=NOW)] * 2)

    assert sorted(type(answer) for answer in answers if answer) == [MoveNotAllowed]


@pytest.mark.django_db(transaction=True)
def test_accepting_and_saving_at_once_leaves_what_was_accepted():
    submission, by = make_submission(), make_user()
    bring_to(submission, SubmissionStatus.SUBMITTED)
    milestone = submission.updates.get().milestone_id
    version = Submission.objects.get(pk=submission.pk).version

    answers = _together(
        lambda: reviews.accept(submission=submission, by=by, at=NOW),
        lambda: submissions.save_draft(
            submission=submission, data={milestone: {"reason": "Друга"}}, version=version, by=by, at=NOW
        ),
    )

    assert answers[0] is None
    assert isinstance(answers[1], submissions.SubmissionLocked)
    assert submission.updates.get().reason == "Работната група не беше формирана."


@pytest.mark.django_db(transaction=True)
def test_a_bare_change_of_a_row_waits_for_a_send_under_way_and_is_refused():
    submission, by = make_submission(), make_user()
    answer_all(submission)
    began, written = threading.Event(), []

    def write() -> None:
        began.set()
        with suppress(DatabaseError):
            MilestoneUpdate.objects.filter(submission=submission).update(reason="Провлечено")
            written.append(True)
        connections.close_all()

    thread = threading.Thread(target=write)
    with transaction.atomic():
        submissions.submit(submission=submission, by=by, at=NOW)
        thread.start()
        began.wait(timeout=10)
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=10)

    assert written == []
    assert submission.updates.get().reason == "Работната група не беше формирана."


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_open_a_period_once():
    from reports.models import ReportingPeriod
    from reports.services import periods

    submission = make_submission()
    plan = submission.commitment.plan
    MilestoneUpdate.objects.all().delete()
    Submission.objects.all().delete()
    ReportingPeriod.objects.update(opened_at=None)
    opened = []

    answers = _together(*[lambda: opened.append(periods.open_due(at=NOW))] * 3)

    assert answers == [None] * 3
    assert sorted(len(rows) for rows in opened) == [0, 0, 1]
    assert Submission.objects.filter(commitment__plan=plan).count() == 1
    assert MilestoneUpdate.objects.count() == 1
