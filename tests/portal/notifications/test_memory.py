"""What a process remembers of a look never hides what there is to tell: whatever changes is asked for anew."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commitments.models import Membership
from ovp_portal.accounts.models import User
from ovp_portal.notifications import ladders, sources
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.memory import Memory
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.ladders import save_steps
from ovp_portal.notifications.services.queue import found_at, queue_due
from reports.enums import SubmissionStatus
from reports.models import Submission
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.crowd import make_crowd
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 3, 7, tzinfo=UTC)
"""Nine in the morning in Skopje; the data are due in a week, and that they are asked for is told."""
MINUTE = timedelta(minutes=1)
KIND = "submission"


@pytest.fixture
def crowd(monkeypatch):
    monkeypatch.setattr(sources, "_sources", {KIND: sources.source_of(KIND)})
    return make_crowd(organizations=3, commitments=2, due_on=date(2022, 10, 10))


@pytest.fixture
def memory(crowd):
    """All is told and the mails are sent; the process knows it."""
    remembered = Memory(worth=0)
    for minute in range(4):
        queue_due(at=AT + minute * MINUTE, memory=remembered)
        Mail.objects.update(status=MailStatus.SENT, sent_at=AT - timedelta(days=1), text="as it was sent")
    assert remembered.is_calm(KIND)
    assert Notification.objects.count() == 6
    return remembered


def looks(memory, at):
    """What is found by who remembers, and by who does not."""
    known = ladders.ladders(at)
    return [sorted(found_at(known, at, memory=one)[0]) for one in (memory, None)]


def _joins(crowd):
    first = Membership.objects.filter(user__in=crowd.members.values()).first()
    make_membership(group=first.group, user=make_user(organization=first.organization), starts_on=date(2022, 10, 1))


def _owes(crowd):
    organization = make_organization()
    commitment = make_commitment(plan=crowd.period.plan, group=Membership.objects.first().group)
    make_membership(group=commitment.group, user=make_user(organization=organization), starts_on=date(2021, 10, 1))
    Submission.objects.create(
        period=crowd.period, commitment=commitment, organization=organization, due_on=date(2022, 10, 10)
    )


def _is_taken_out_of_the_ledger(crowd):
    Notification.objects.first().delete()


def _is_nearer(crowd):
    Submission.objects.filter(pk=crowd.submissions.first().pk).update(due_on=date(2022, 10, 8))


CHANGES = [_joins, _owes, _is_taken_out_of_the_ledger, _is_nearer]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_found_at_once_and_then_remembered_anew(crowd, memory, change):
    remembered, asked = looks(memory, AT + 5 * MINUTE)
    assert remembered == asked == []

    change(crowd)

    remembered, asked = looks(memory, AT + 6 * MINUTE)
    assert remembered == asked != []
    queue_due(at=AT + 7 * MINUTE, memory=memory)
    remembered, asked = looks(memory, AT + 8 * MINUTE)
    assert remembered == asked  # who had a mail today waits for tomorrow's


def test_an_account_that_is_opened_again_is_told_what_waited(crowd, memory):
    person = next(iter(crowd.members.values()))
    User.objects.filter(pk=person.pk).update(is_active=False)
    Notification.objects.filter(recipient=person).delete()
    for minute in (5, 6, 7):
        remembered, asked = looks(memory, AT + minute * MINUTE)
        assert remembered == asked == []

    User.objects.filter(pk=person.pk).update(is_active=True)

    remembered, asked = looks(memory, AT + 8 * MINUTE)
    assert {step.who for step in remembered} == {step.who for step in asked} == {person.pk}


@pytest.mark.parametrize("days", [1, 2, 5, 7, 8, 10, 20])
def test_another_day_is_asked_anew(memory, days):
    remembered, asked = looks(memory, AT + timedelta(days=days))

    assert remembered == asked
    assert bool(asked) == (days >= 2)


def test_nothing_that_is_done_is_told(crowd, memory):
    crowd.submissions.update(status=SubmissionStatus.SUBMITTED, submitted_at=AT, submitted_by=crowd.national)

    for days in (0, 2, 8):
        assert looks(memory, AT + timedelta(days=days, minutes=9)) == [[], []]


def test_a_clock_that_is_put_back_makes_the_process_forget(crowd, memory):
    assert looks(memory, AT - timedelta(days=1)) == [[], []]
    assert not memory.is_calm(KIND)
    Notification.objects.all().delete()
    remembered, asked = looks(memory, AT - timedelta(days=1))
    assert len(remembered) == len(asked) == 6


def test_a_look_that_takes_no_time_is_asked_in_full_each_time(crowd, memory):
    quick = Memory(worth=3600)
    for minute in range(5, 9):
        assert found_at(ladders.ladders(AT), AT + minute * MINUTE, memory=quick)[0] == []
    assert not quick.is_calm(KIND)


def test_a_step_that_is_added_to_the_ladder_is_found_at_once(crowd, memory):
    assert looks(memory, AT + 5 * MINUTE) == [[], []]
    steps = [{"day": None, "audiences": ["owner"]}, {"day": -7, "audiences": ["owner"]}]
    save_steps(
        ladder=crowd.period.plan.slug, kind=KIND, steps=steps, is_in_working_days=False, seen=0,
        by=crowd.national, at=AT + 6 * MINUTE,
    )  # fmt: skip

    remembered, asked = looks(memory, AT + 7 * MINUTE)

    assert remembered == asked
    assert {step.day for step in remembered} == {-7}
    assert len(remembered) == 6


def test_an_opening_that_is_told_to_others_too_is_found_at_once(crowd, memory):
    assert looks(memory, AT + 5 * MINUTE) == [[], []]
    steps = [{"day": None, "audiences": ["owner", "coordinator"]}, {"day": 0, "audiences": ["owner"]}]
    save_steps(
        ladder=crowd.period.plan.slug, kind=KIND, steps=steps, is_in_working_days=False, seen=0,
        by=crowd.national, at=AT + 6 * MINUTE,
    )  # fmt: skip

    remembered, asked = looks(memory, AT + 7 * MINUTE)

    assert remembered == asked
    assert {step.who for step in remembered} == {person.pk for person in crowd.coordinators.values()}
    assert {step.day for step in remembered} == {None}


def test_what_changes_while_the_clock_is_an_hour_back_is_found(crowd, memory):
    assert looks(memory, AT - timedelta(minutes=55)) == [[], []]

    _owes(crowd)

    for minute in (-54, -53, 5, 6):
        remembered, asked = looks(memory, AT + minute * MINUTE)
        assert remembered == asked != []


def test_what_changes_after_the_clock_was_an_hour_ahead_is_found(crowd, memory):
    assert looks(memory, AT + timedelta(minutes=65)) == [[], []]
    assert looks(memory, AT + 5 * MINUTE) == [[], []]

    _owes(crowd)

    for minute in (6, 7, 66, 67):
        remembered, asked = looks(memory, AT + minute * MINUTE)
        assert remembered == asked != []
