"""Delegated: on the days said the reminders follow the work to the colleague, and come back afterwards."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings.drafts import ConclusionRow
from meetings.models import FollowUp, FollowUpPart
from meetings.permissions import can_report_on
from ovp_portal.accounts.services import name_substitute
from ovp_portal.notifications.models import Mail
from reports.models import Submission
from reports.permissions import can_edit_submission, can_review
from reports.services import submissions
from tests.factories.meetings import make_note, make_published_note, whole_draft
from tests.factories.notifications import look
from tests.factories.portal import make_user
from tests.factories.reports import answer_all, make_coordinator, make_member, make_submission

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2022, 10, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _on(day: int) -> date:
    return date(2022, 10, day)


@pytest.fixture
def submission():
    return make_submission()


@pytest.fixture
def member(submission):
    return make_member(submission, starts_on=date(2021, 10, 1))


@pytest.fixture
def colleague(member):
    return make_user(name="Колешка", organization=member.organization, language="en")


def _away(member, colleague, first: int, last: int) -> None:
    name_substitute(
        person=member, substitute=colleague, starts_on=_on(first), ends_on=_on(last), on=_on(1), at=_at(1, 7)
    )


def _told(day: int) -> list[str]:
    before = set(Mail.objects.values_list("pk", flat=True))
    look(at=_at(day))
    return sorted(Mail.objects.exclude(pk__in=before).values_list("address", flat=True))


def test_the_ladder_follows_the_work_to_the_colleague_and_back(member, colleague):
    _away(member, colleague, 6, 10)

    told = {day: _told(day) for day in range(1, 14)}

    assert {day: who for day, who in told.items() if who} == {
        1: [member.email],
        5: [member.email],
        6: [colleague.email],  # told at once where the work stands: the step of the fifth day
        8: [colleague.email],
        10: [colleague.email],
        11: [member.email],
        13: [member.email],
    }


def test_the_letter_says_for_whom_and_its_links_open(client, submission, member, colleague, monkeypatch):
    _away(member, colleague, 6, 10)
    _told(8)
    mail = Mail.objects.get(recipient=colleague)

    assert f"You stand in for: {member.name}." in mail.text
    monkeypatch.setattr("ovp_portal.clock.now", lambda: _at(8))
    client.force_login(colleague)
    assert client.get(submission.get_absolute_url()).status_code == 200
    monkeypatch.setattr("ovp_portal.clock.now", lambda: _at(11))
    assert client.get(submission.get_absolute_url()).status_code == 404


def test_the_colleague_hands_in_on_these_days_and_then_nobody_is_chased(submission, member, colleague):
    _away(member, colleague, 6, 10)
    assert _told(8) == [colleague.email]

    answer_all(submission, by=colleague)
    submissions.submit(submission=submission, by=colleague, at=_at(9))

    assert [_told(day) for day in (10, 11, 13)] == [[], [], []]


@pytest.mark.parametrize(("day", "may"), [(5, False), (6, True), (10, True), (11, False)])
def test_the_colleague_may_write_the_organizations_data_on_these_days_and_no_others(
    submission, member, colleague, day, may
):
    _away(member, colleague, 6, 10)

    assert can_edit_submission(colleague, submission, _on(day)) is may
    assert Submission.objects.visible_to(colleague, _on(day)).filter(pk=submission.pk).exists() is may


def test_standing_in_gives_no_other_right(submission, member, colleague):
    """Another organization's data, and the review of one's own, stay with those who sit for them."""
    other = make_submission(period=submission.period, commitment=submission.commitment)
    _away(member, colleague, 6, 10)
    coordinator = make_coordinator(submission)
    deputy = make_user(organization=coordinator.organization)
    _away(coordinator, deputy, 6, 10)

    assert not can_edit_submission(colleague, other, _on(8))
    assert not can_review(colleague, submission, _on(8))
    assert not can_review(deputy, submission, _on(8))
    assert not Submission.objects.visible_to(deputy, _on(8)).exists()


def test_a_colleague_who_owes_it_himself_is_told_once(submission, member):
    other = make_member(submission)
    _away(member, other, 6, 10)

    assert _told(8) == [other.email]


def test_a_task_of_a_note_follows_too(submission, member, colleague):
    group = submission.group
    task = ConclusionRow(text="Да се достават", kind="task", due_on=_on(17), owner=f"member-{_seat(member)}")
    note = make_note(group=group)
    make_published_note(group=group, by=note.created_by, draft=whole_draft(note, conclusions=(task,)))
    _away(member, colleague, 14, 16)

    look(at=_at(15))

    mails = Mail.objects.filter(notifications__kind="task", notifications__is_covered=False)
    assert set(mails.values_list("address", flat=True)) == {colleague.email}
    part = FollowUpPart.objects.get()
    assert FollowUp.objects.visible_to(colleague, _on(15)).exists()
    assert can_report_on(colleague, part, on=_on(15))
    assert not FollowUp.objects.visible_to(colleague, _on(17)).exists()
    assert not can_report_on(colleague, part, on=_on(17))


def _seat(member) -> int:
    return member.memberships.get().pk


def test_the_list_of_what_waits_follows_at_once(client, submission, member, colleague, monkeypatch):
    _away(member, colleague, 6, 10)
    monkeypatch.setattr("ovp_portal.clock.now", lambda: _at(8) + timedelta(minutes=1))
    client.force_login(colleague)

    assert submission.get_absolute_url().split("/", 2)[2] in client.get("/en/work/").text
