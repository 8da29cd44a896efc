"""From the row to a real SMTP server, whatever that one does."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from ovp_portal.notifications.enums import MailStatus, Priority
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services import delivery, write_mail
from ovp_portal.notifications.services.claims import claim
from ovp_portal.notifications.services.delivery import LEASE, PAUSES, deliver, deliver_soon, deliver_waiting
from tests.factories.notifications import make_mail
from tests.factories.portal import make_user
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server


def _state(mail: Mail) -> tuple:
    mail.refresh_from_db()
    return mail.status, mail.tries, mail.is_maybe_double, mail.last_error


def test_everything_that_waits_goes_out_once_over_one_connection(server):
    mails = [make_mail() for _ in range(5)]

    assert deliver_waiting() == 5
    assert deliver_waiting() == 0
    assert sorted(server.arrived) == sorted(mail.message_id for mail in mails)
    assert server.connections == 1
    assert {_state(mail) for mail in mails} == {(MailStatus.SENT, 1, False, "")}
    assert all(mail.sent_at for mail in mails)


def test_what_somebody_waits_for_goes_first(server):
    late, early = make_mail(), make_mail(priority=Priority.URGENT)

    deliver_waiting()

    assert server.arrived == [early.message_id, late.message_id]


@pytest.mark.parametrize("answer", ["450 Try later", "550 No such user"])
def test_a_refused_recipient_is_tried_again_and_stops_nobody(server, answer):
    refused, other = make_mail(), make_mail()
    server.to_recipient = lambda address: answer if address == refused.address else "250 OK"

    assert deliver_waiting() == 1
    assert _state(refused) == (MailStatus.QUEUED, 1, False, answer)
    assert _state(other) == (MailStatus.SENT, 1, False, "")
    server.to_recipient = lambda address: "250 OK"
    assert deliver_waiting() == 0, "not before its pause is over"
    assert deliver_waiting(real_now=lambda: timezone.now() + PAUSES[0]) == 1


def test_a_message_that_is_refused_for_a_day_is_parked_with_the_reason(server):
    mail = make_mail()
    server.to_message = lambda message_id: "554 Not here"
    now = timezone.now()
    for pause in [*PAUSES, timedelta(days=1)]:
        deliver_waiting(real_now=lambda now=now: now)
        now += pause

    assert sum(PAUSES, timedelta()) >= timedelta(hours=24)
    assert _state(mail) == (MailStatus.PARKED, len(PAUSES) + 1, False, "554 Not here")
    assert deliver_waiting(real_now=lambda: now + timedelta(days=9)) == 0


def test_a_line_that_is_dropped_after_the_answer_may_mean_a_double(server):
    mail, other = make_mail(), make_mail()
    server.to_message = lambda message_id: "drop after 250" if message_id == mail.message_id else "250 OK"
    assert deliver_waiting() == 1
    assert _state(other)[0] == MailStatus.SENT
    server.to_message = lambda message_id: "250 OK"

    deliver_waiting(real_now=lambda: timezone.now() + PAUSES[0])

    assert _state(mail)[:3] == (MailStatus.SENT, 2, True)
    assert server.arrived.count(mail.message_id) == 2


def test_a_server_that_hangs_holds_up_one_message_and_no_other(server):
    hanging, other = make_mail(), make_mail()
    ends = threading.Event()
    server.to_message = lambda message_id: (
        (ends.wait(10) and "451 Late") if message_id == hanging.message_id else "250 OK"
    )

    assert deliver_waiting() == 1
    ends.set()
    assert _state(hanging)[:3] == (MailStatus.QUEUED, 1, True)
    assert _state(other)[0] == MailStatus.SENT


def test_a_server_that_is_away_costs_one_try_and_ends_the_run(settings, server, caplog):
    first, second = make_mail(), make_mail()
    settings.EMAIL_PORT = 1

    assert deliver_waiting() == 0
    assert _state(first)[:3] == (MailStatus.QUEUED, 1, False)
    assert _state(second)[:2] == (MailStatus.QUEUED, 0)
    assert "The mail server does not answer" in caplog.text


def test_a_message_that_cannot_be_put_together_stops_nobody(server, caplog):
    bad = make_mail(subject="Два реда\nна едно место")
    other = make_mail()

    assert deliver_waiting() == 1
    assert _state(other)[0] == MailStatus.SENT
    assert _state(bad)[:3] == (MailStatus.QUEUED, 1, False)
    assert f"Message {bad.pk} was not delivered" in caplog.text


def test_who_died_holding_a_message_is_followed_when_the_lease_runs_out(server):
    now = timezone.now()
    mail = make_mail(status=MailStatus.SENDING, tries=1, lease_until=now + LEASE)

    assert deliver_waiting(real_now=lambda: now) == 0
    assert deliver_waiting(real_now=lambda: now + LEASE + timedelta(seconds=1)) == 1
    assert _state(mail)[:3] == (MailStatus.SENT, 2, True)
    assert server.arrived == [mail.message_id]


def test_who_wakes_after_his_lease_does_not_overwrite_what_the_next_one_noted():
    mail = make_mail()
    slow = claim(timezone.now())
    Mail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver(mail=mail)

    delivery._try_again(slow, timezone.now(), OSError("late"))

    assert _state(mail)[0] == MailStatus.SENT


def test_what_is_of_no_use_any_more_is_not_sent(server):
    mail = make_mail(expires_at=timezone.now() - timedelta(seconds=1))

    assert deliver_waiting() == 0
    assert _state(mail)[0] == MailStatus.PARKED
    assert server.arrived == []


def test_a_run_ends_in_time(server):
    make_mail()

    assert deliver_waiting(seconds=0) == 0


def test_a_message_goes_to_one_person_and_says_that_a_machine_wrote_it():
    member = make_user(language="sr-latn")
    coordinator = make_user()
    context = {"headline": "Još 2 dana", "has_account": True, "sections": [], "because": ["grupa 3.6"], "next_on": None}
    context["home_url"] = "http://testserver/sr-latn/work/"
    written = write_mail(
        recipient=member,
        template="digest",
        context=context,
        at=datetime(2022, 10, 7, 7, tzinfo=UTC),
        reply_to=[coordinator.email],
    )

    deliver(mail=written)

    (message,) = django_mail.outbox
    assert (message.to, message.cc, message.bcc) == ([member.email], [], [])
    assert message.reply_to == [coordinator.email]
    assert message.extra_headers == {
        "Message-ID": written.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "sr-Latn",
    }
    assert written.message_id.endswith("@testserver>")
    assert '<html lang="sr-Latn">' in written.html
    assert 'href="http://testserver/sr-latn/work/"' in written.html
    assert "<img" not in written.html


@pytest.mark.django_db(transaction=True)
def test_somebody_who_waits_gets_his_message_beside_the_request(server):
    mail = make_mail(priority=Priority.URGENT)

    deliver_soon(mail=mail)
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "mail"]
    thread.join(5)

    assert server.arrived == [mail.message_id]
    assert _state(mail)[0] == MailStatus.SENT


@pytest.mark.django_db(transaction=True)
def test_two_who_deliver_at_once_send_each_message_once(server):
    mails = [make_mail() for _ in range(20)]
    sent: list[int] = []

    def run() -> None:
        sent.append(deliver_waiting())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sum(sent) == 20
    assert sorted(server.arrived) == sorted(mail.message_id for mail in mails)


@pytest.mark.django_db(transaction=True)
def test_when_many_wait_further_lines_are_opened_and_each_message_is_sent_once(server, settings):
    settings.MAIL_LINES = 3
    mails = [make_mail() for _ in range(60)]

    assert deliver_waiting() == 60
    assert sorted(server.arrived) == sorted(mail.message_id for mail in mails)
    assert 2 <= server.connections <= 3
    assert not Mail.objects.exclude(status=MailStatus.SENT).exists()


def test_the_last_message_of_a_run_is_marked_too(server):
    first, second = make_mail(), make_mail()
    server.to_message = lambda message_id: time.sleep(0.6) or "250 OK"

    assert deliver_waiting(seconds=0.5) == 1
    assert (_state(first)[0], _state(second)[0]) == (MailStatus.SENT, MailStatus.QUEUED)
    assert first.sent_at


def test_one_statement_lies_between_two_messages(server, django_assert_num_queries):
    for _ in range(5):
        make_mail()

    with django_assert_num_queries(6):
        assert deliver_waiting() == 5
