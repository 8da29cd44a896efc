"""Every kind of due finds the person whom it concerns, and says in words what it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings.drafts import ConclusionRow
from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import AccessLink
from ovp_portal.notifications import ladders, sources, sweep
from ovp_portal.notifications.enums import MailStatus
from reports.enums import SubmissionStatus
from tests.factories.commitments import make_commitment, make_membership, make_milestone
from tests.factories.meetings import make_note, make_published_note, whole_draft
from tests.factories.notifications import make_mail
from tests.factories.portal import make_national_coordinator, make_user
from tests.factories.reports import bring_to, coordinator_of, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _things(kind: str, person, at: datetime) -> list[str]:
    """The titles of what one kind asks of a person, himself."""
    source = sources.source_of(kind)
    dues = sweep.dues_of([source], ladders.ladders(at), [person.pk], at, listed_only=bool(source.listed_for))
    matters = source.load({due.thing for due in dues}, at)
    return [source.words(due, matters[due.thing], at.date()).title for due in dues]


def test_a_sent_submission_waits_for_the_coordinator_until_he_answers():
    submission = bring_to(make_quarter(), SubmissionStatus.SUBMITTED)
    coordinator = coordinator_of(submission)

    assert len(_things("review", coordinator, _at(12))) == 1
    bring = bring_to(make_quarter(), SubmissionStatus.ACCEPTED)
    assert _things("review", coordinator_of(bring), _at(12)) == []


def test_a_report_is_to_be_drafted_circulated_approved_and_scheduled_one_after_the_other():
    submission = bring_to(make_quarter(), SubmissionStatus.ACCEPTED)
    coordinator = coordinator_of(submission)
    kinds = ("report_draft", "report_circulate", "report_approve")

    def waits(at: datetime) -> list[int]:
        return [len(_things(kind, coordinator, at)) for kind in kinds]

    assert waits(_at(10)) == [0, 0, 0]
    assert waits(_at(11)) == [1, 0, 0]
    report = make_report(submission)
    assert waits(_at(13)) == [0, 1, 0]
    report = move_report(report, "circulated")
    assert waits(_at(14)) == [0, 0, 0]
    assert waits(_at(15)) == [0, 0, 1]


def test_a_milestone_waits_for_its_responsible_members_in_its_last_month_and_not_after_it():
    seat = make_membership()
    commitment = make_commitment(group=seat.group)
    make_milestone(commitment=commitment, responsible=[seat.organization], due_on=date(2022, 10, 31))
    other = make_membership(group=seat.group)

    assert [len(_things("milestone", seat.user, _at(day))) for day in (1, 31)] == [1, 1]
    assert _things("milestone", seat.user, _at(15, month=9)) == []
    assert _things("milestone", seat.user, _at(1, month=11)) == []
    assert _things("milestone", other.user, _at(15)) == []


def test_a_commitment_without_a_report_for_150_days_waits_for_its_coordinator():
    submission = make_quarter()
    coordinator = coordinator_of(submission)
    assert len(_things("silence", coordinator, _at(7))) == 1

    move_report(make_report(bring_to(submission, SubmissionStatus.ACCEPTED)), "published")

    assert _things("silence", coordinator, _at(20)) == []
    assert len(_things("silence", coordinator, _at(15) + timedelta(days=151))) == 1


def test_an_invitation_that_nobody_accepted_waits_for_the_national_coordinator():
    national, invited = make_national_coordinator(), make_user()
    AccessLink.objects.create(
        purpose=LinkPurpose.INVITATION,
        user=invited,
        token_hash="x" * 64,
        created_at=_at(1),
        expires_at=_at(3),
    )

    assert _things("invitation", national, _at(2)) == []
    assert len(_things("invitation", national, _at(4))) == 1
    invited.last_login = _at(4)
    invited.save()
    assert _things("invitation", national, _at(5)) == []


def test_a_member_whose_mail_was_refused_is_shown_to_the_coordinator():
    submission = make_quarter()
    member = submission.group.memberships.get(role="member").user
    make_mail(recipient=member, status=MailStatus.PARKED, tries=14, last_error="550")

    assert len(_things("unreachable", coordinator_of(submission), _at(8))) == 1


@pytest.mark.parametrize("owner", ["member", "organization", "everyone"])
def test_a_task_of_a_published_note_waits_for_its_owner_also_past_its_day(owner):
    group = make_commitment().group
    mine, other = make_membership(group=group), make_membership(group=group)
    make_milestone(commitment=group.commitments.get(), responsible=[mine.organization])
    keys = {"member": f"member-{mine.pk}", "organization": f"organization-{mine.organization_id}"}
    task = ConclusionRow(text="Да се достават", kind="task", due_on=date(2022, 10, 17), owner=keys.get(owner, owner))
    note = make_note(group=group)
    make_published_note(group=group, by=note.created_by, draft=whole_draft(note, conclusions=(task,)))

    assert len(_things("task", mine.user, _at(12))) == 1
    assert len(_things("task", other.user, _at(12))) == (1 if owner == "everyone" else 0)
    assert len(_things("task", mine.user, _at(18))) == 1
