"""Who is written to as time passes, what each reads, and what is not sent because it is over."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from commitments.enums import MemberRole
from ovp_portal.accounts.models import Organization
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services import deliver_waiting, queue_once
from ovp_portal.notifications.services.ahead import look_ahead
from ovp_portal.notifications.services.letters import write_texts
from ovp_portal.notifications.sources import source_of
from reports.enums import SubmissionStatus
from reports.models import ReportingPeriod, Submission
from reports.waiting import waiting_for
from tests.factories.notifications import look
from tests.factories.portal import make_national_coordinator
from tests.factories.reports import bring_to, coordinator_of, make_member, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


@pytest.fixture
def submission():
    """What a member owes, with a coordinator, a head whose address is known, and a national coordinator."""
    owed = make_quarter()
    Organization.objects.filter(pk=owed.organization_id).update(head_email="head@example.org")
    make_member(owed, role=MemberRole.DEPUTY)
    make_national_coordinator()
    return owed


def _told_on(at: datetime, submission: Submission) -> set[str]:
    """The audiences that are told of a submission by a look."""
    before = set(Notification.objects.values_list("pk", flat=True))
    look(at=at)
    rows = Notification.objects.filter(thing=f"submission:{submission.pk}", is_covered=False).exclude(pk__in=before)
    return set(rows.values_list("audience", flat=True))


def test_each_day_reaches_those_whom_its_step_names(submission):
    told = {day: _told_on(_at(day), submission) for day in (1, 5, 8, 10, 11, 12, 13, 20)}

    assert told == {
        **{day: {"owner"} for day in (1, 5, 8, 10, 11)},
        12: set(),
        13: {"owner", "head", "coordinator"},
        20: {"owner", "head", "coordinator", "national"},
    }


@pytest.mark.parametrize("status", [SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
@pytest.mark.parametrize("day", [10, 13, 20])
def test_what_is_handed_in_is_told_to_nobody_on_any_step(submission, status, day):
    bring_to(submission, status)

    assert _told_on(_at(day), submission) == set()


def test_the_letter_of_the_head_tells_what_was_sent_before(submission):
    for day in (1, 5, 8, 10, 11):
        look(at=_at(day))
    Organization.objects.update(name="Министерство")

    look(at=_at(13))
    letter = Mail.objects.get(head_of=submission.organization)

    assert letter.address == "head@example.org"
    assert letter.text.count("- ") >= 5
    assert "/work/" not in letter.text
    member = submission.group.memberships.get(role=MemberRole.MEMBER).user
    own = Mail.objects.filter(recipient=member).latest("pk")
    assert all(f"{day} октомври 2022" in own.text for day in (1, 5, 8, 10, 11))


@pytest.mark.parametrize("language", ["mk", "sq", "en", "sr-latn"])
def test_no_mail_of_any_role_has_an_empty_name_or_field(submission, language):
    for user in (seat.user for seat in submission.group.memberships.all()):
        type(user).objects.filter(pk=user.pk).update(language=language)
    for day in (1, 5, 13, 20):
        look(at=_at(day))
    report = move_report(make_report(bring_to(make_quarter(), "accepted")), "circulated")
    look(at=report.circulation.opened_at + timedelta(minutes=1))

    mails = Mail.objects.filter(status=MailStatus.SENT)
    assert mails.count() >= 10
    for mail in mails:
        assert mail.subject
        for said in (mail.subject, mail.text, mail.html):
            assert not re.search(r"None|%\(|\{\{|\{%|: ,|\(\)|“”|: *$", re.sub(r":\n", "\n", said), re.MULTILINE), said


def test_what_is_handed_in_while_its_mail_waits_is_not_sent(submission, mailoutbox):
    member = submission.group.memberships.get(role=MemberRole.MEMBER).user
    queue_once(at=_at(5))
    bring_to(submission, SubmissionStatus.SUBMITTED)
    Mail.objects.update(checked_at=timezone.now() - timedelta(minutes=10))

    assert deliver_waiting() == 0, "an old text is not believed"
    write_texts(at=_at(5, 10))
    deliver_waiting()

    mail = Mail.objects.get(recipient=member)
    assert mail.status == MailStatus.VOID
    assert "done" in mail.last_error
    assert [message.to for message in mailoutbox if message.to == [member.email]] == []
    assert not Notification.objects.filter(mail=mail, is_covered=False).exists()


def test_a_mail_that_waits_takes_in_what_comes_and_goes_out_once(submission):
    member = submission.group.memberships.get(role=MemberRole.MEMBER).user
    for day in (5, 8, 10):
        queue_once(at=_at(day))
    deliver_waiting()

    assert Mail.objects.filter(recipient=member).count() == 1


def test_one_mail_a_day_but_for_what_cannot_wait(submission):
    member = submission.group.memberships.get(role=MemberRole.MEMBER).user
    look(at=_at(5))
    Submission.objects.filter(pk=submission.pk).update(due_on=date(2022, 10, 7))

    look(at=_at(5, 15))
    assert Mail.objects.filter(recipient=member).count() == 1
    look(at=_at(6))
    assert Mail.objects.filter(recipient=member).count() == 2


def test_what_is_seen_in_advance_is_what_is_sent_and_looking_writes_nothing(submission):
    look(at=_at(5))
    before = (Mail.objects.count(), Notification.objects.count())

    ahead = look_ahead(on=date(2022, 10, 8), now=_at(5, 10))
    assert (Mail.objects.count(), Notification.objects.count()) == before

    look(at=_at(8))
    sent = Mail.objects.filter(written_at=_at(8))
    assert {composed.addressee.address for composed in ahead.letters} == set(sent.values_list("address", flat=True))
    assert {composed.letter.subject for composed in ahead.letters} == set(sent.values_list("subject", flat=True))


def test_a_period_that_opens_until_then_is_seen_and_stays_closed(submission):
    ReportingPeriod.objects.update(opened_at=None)

    ahead = look_ahead(on=date(2022, 10, 1), now=_at(30, month=9))

    assert ahead.count >= 1
    assert ReportingPeriod.objects.get().opened_at is None


def test_the_command_says_it_and_writes_nothing(submission, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: _at(7))
    out = StringIO()

    call_command("due", "--on", "2022-10-12", stdout=out)

    assert "messages, " in out.getvalue()
    assert not Mail.objects.exists()


def test_whom_no_mail_reaches_is_the_coordinators_task(submission):
    Organization.objects.update(head_email="")
    submission.group.memberships.filter(role=MemberRole.MEMBER).update(ends_on=date(2022, 10, 2))
    submission.group.memberships.filter(role=MemberRole.DEPUTY).update(ends_on=date(2022, 10, 2))

    titles = {row.title for row in waiting_for(coordinator_of(submission), _at(12))}

    with_name = {title for title in titles if str(submission.organization) in title}
    assert len(with_name) == 2
    assert len(look_ahead(on=date(2022, 10, 12), now=_at(12)).unreachable) == 2
    assert source_of("unreachable").chases[0].steps == ()
