"""A mail server that is away, refuses, hangs or drops the line, and a real worker with hundreds of messages for it."""

import threading
import time

import pytest

from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.pauses import PAUSES
from tests.faults.conftest import eventually
from tests.faults.proof import assert_truth, figures, late_crowd, leases_run_out, until_all_is_sent
from tests.mail_server import ACCEPT, free_port, mail_server

pytestmark = pytest.mark.faults


@pytest.fixture
def crowd(clockwork):
    return late_crowd(organizations=100, commitments=10)


def test_a_server_that_takes_no_connections_is_waited_for(clockwork, crowd):
    clockwork.mail_port = free_port()
    clockwork.start_worker()
    clockwork.tick()
    eventually(lambda: Mail.objects.filter(tries__gt=0, status=MailStatus.QUEUED).exists(), 200)
    with mail_server(clockwork.mail_port) as sink:
        until_all_is_sent(clockwork.tick, crowd)

        assert_truth(crowd, sink, name="SMTP refusing connections")


def test_a_server_that_says_4xx_to_everybody_at_first_is_asked_again(clockwork, crowd, sink):
    seen: set[str] = set()

    def answer(message_id: str) -> str:
        if message_id in seen:
            return ACCEPT
        seen.add(message_id)
        return "451 Try again later"

    sink.to_message = answer
    clockwork.start_worker()

    until_all_is_sent(clockwork.tick, crowd)

    assert set(Mail.objects.filter(status=MailStatus.SENT).values_list("tries", flat=True)) == {2}
    assert_truth(crowd, sink, name="SMTP 4xx for everybody once")


def test_a_recipient_refused_for_ever_is_parked_with_the_reason_and_holds_up_nobody(clockwork, crowd, sink):
    refused = next(iter(crowd.members.values())).email
    sink.to_recipient = lambda address: "550 No such user" if address == refused else ACCEPT
    clockwork.start_worker()
    clockwork.tick()
    others = Mail.objects.exclude(address=refused)
    eventually(lambda: others.exists() and not others.exclude(status=MailStatus.SENT).exists(), 200)

    def is_parked() -> bool:
        leases_run_out()
        clockwork.tick()
        time.sleep(0.3)
        return Mail.objects.get(address=refused).status == MailStatus.PARKED

    eventually(is_parked, 200)

    mail = Mail.objects.get(address=refused)
    assert (mail.tries, mail.last_error) == (len(PAUSES) + 1, "550 No such user")
    found = figures(sink, "SMTP 5xx for one recipient")
    assert (found.lost, found.double) == (1, 0), "the parked one alone did not arrive"
    assert mail.message_id not in sink.arrived


def test_a_server_that_hangs_on_one_message_delays_no_other_for_long(clockwork, crowd, sink):
    """The worker gives the message up after the twenty seconds of EMAIL_TIMEOUT, and tries it again later."""
    hangs, let_go = [], threading.Event()

    def answer(message_id: str) -> str:
        if not hangs:
            hangs.append(message_id)
            let_go.wait(40)
            return "451 Too late"
        return ACCEPT

    sink.to_message = answer
    clockwork.start_worker()
    clockwork.tick()
    eventually(lambda: Mail.objects.filter(status=MailStatus.SENT).count() > 200, 200)
    let_go.set()
    until_all_is_sent(clockwork.tick, crowd, held_for=25)

    assert_truth(crowd, sink, name="SMTP hanging on one message")


def test_a_line_dropped_after_the_250_doubles_at_most_what_it_carried(clockwork, crowd, sink):
    """Every tenth message is taken and the line cut before the answer arrives: the sender cannot know."""
    dropped: set[str] = set()
    count = 0

    def answer(message_id: str) -> str:
        nonlocal count
        count += 1
        if count % 10 == 0 and message_id not in dropped:
            dropped.add(message_id)
            return "drop after 250"
        return ACCEPT

    sink.to_message = answer
    clockwork.start_worker()

    until_all_is_sent(clockwork.tick, crowd)

    found = assert_truth(crowd, sink, name="SMTP dropping after 250", may_double=len(dropped))
    assert found.double == len(dropped)
    assert found.flagged == len(dropped)
