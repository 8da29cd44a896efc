"""What comes back after the mail server had taken it."""

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from ovp_portal.audit.models import AuditEvent
from ovp_portal.notifications.bounces import failure_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.ahead import look_ahead
from ovp_portal.notifications.services.bounces import take_back
from reports.waiting import waiting_for
from tests.factories.notifications import look, make_mail
from tests.factories.portal import make_national_coordinator
from tests.factories.reports import coordinator_of, make_quarter

AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
REPORT = """\
From: MAILER-DAEMON@mail.example.org
To: portal@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Fri, 7 Oct 2022 09:00:05 +0200 (CEST)

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <somebody@example.org>:
    Recipient address rejected: User unknown

--cut
Content-Type: {kind}

Message-ID: {message_id}
Subject: =?utf-8?b?0KPRiNGC0LUgMiDQtNC10L3QsA==?=
To: somebody@example.org
{rest}
--cut--
"""
SAID = "550 5.1.1 <somebody@example.org>: Recipient address rejected: User unknown"


def report(message_id: str, *, action: str = "failed", kind: str = "message/rfc822", rest: str = "\nText") -> bytes:
    return REPORT.format(message_id=message_id, action=action, kind=kind, rest=rest).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_failed_delivery_is_read_from_the_whole_message_or_its_headers(kind):
    assert failure_of(report("<1@portal>", kind=kind)) == ("<1@portal>", SAID)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Out of office\n\nBack on Monday. Message-ID: <1@portal>",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts at all",
        report("<1@portal>", action="delayed"),
        report("<1@portal>", action="delivered"),
        report("<1@portal>", kind="text/plain"),
        report("<1@portal>").replace(b"report-type=delivery-status", b"report-type=disposition-notification"),
        b"Content-Type: message/rfc822\n\n" + report("<1@portal>"),
    ],
)
def test_any_other_mail_is_none(raw):
    assert failure_of(raw) is None


@pytest.mark.django_db
def test_a_message_that_came_back_did_not_arrive_and_says_why():
    mail = make_mail(status=MailStatus.SENT, sent_at=AT, tries=1)

    assert take_back(raw=report(mail.message_id), at=AT) == mail
    assert take_back(raw=report(mail.message_id), at=AT) is None, "told twice, it is noted once"

    mail.refresh_from_db()
    assert (mail.status, mail.last_error, mail.sent_at) == (MailStatus.PARKED, SAID, AT)
    (line,) = AuditEvent.objects.filter(action="mail.came_back")
    assert line.data["said"] == SAID


@pytest.mark.django_db
def test_what_is_not_ours_or_was_never_sent_stays_as_it_is():
    mail = make_mail()

    assert take_back(raw=report("<9@elsewhere>"), at=AT) is None
    assert take_back(raw=report(mail.message_id), at=AT) is None

    mail.refresh_from_db()
    assert mail.status == MailStatus.QUEUED


@pytest.mark.django_db
def test_the_pipe_of_the_mail_server_notes_it_and_never_fails_on_other_mail(monkeypatch):
    mail = make_mail(status=MailStatus.SENT, sent_at=AT)
    said = []
    for raw in (b"Subject: hello\n\nhello", report(mail.message_id)):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        out = io.StringIO()
        call_command("bounced", stdout=out)
        said.append(out.getvalue().strip())

    assert said == ["no failed delivery of ours", f"did not arrive: {mail.address}"]


@pytest.mark.django_db
def test_who_gets_nothing_because_it_came_back_is_a_task_of_the_coordinator_until_a_mail_arrives():
    submission = make_quarter()
    coordinator = coordinator_of(submission)
    make_national_coordinator()
    look(at=AT - timedelta(days=2))
    member = submission.group.memberships.get(organization=submission.organization, role="member").user
    take_back(raw=report(Mail.objects.get(recipient=member).message_id), at=AT)

    def told() -> list[str]:
        return [row.title for row in waiting_for(coordinator, AT) if str(member) in row.title]

    assert len(told()) == 1
    assert [row.title for row in look_ahead(on=AT.date(), now=AT).unreachable] == told()

    look(at=AT + timedelta(days=3))
    assert told() == []
