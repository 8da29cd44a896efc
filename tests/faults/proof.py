"""What is counted after a fault: who should have been told what, what was sent, arrived, was lost or came twice."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as hour
from typing import NamedTuple

from django.utils import timezone

from ovp_portal.lib.dates import local_date
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.delivery import LEASE
from tests.factories.crowd import Crowd, make_crowd
from tests.mail_server import MailServer

LATE = 12
"""Days since the due day: the step of the tenth day was reached and missed, the one of the seventeenth is far."""


def late_crowd(*, organizations: int, commitments: int) -> Crowd:
    """Many who were never told anything and are late; mail goes out at any hour, so that a test may run at any."""
    return make_crowd(organizations=organizations, commitments=commitments, due_on=_due_on(), mail_hour=hour(0))


def _due_on() -> date:
    return local_date(timezone.now(), "Europe/Skopje") - timedelta(days=LATE)


def truth_of(crowd: Crowd) -> set[tuple[int, str, str]]:
    """Who is told which step of what: of all that were missed only the tenth day, to everybody above as well."""
    told = set()
    for pk, organization, commitment, due_on in crowd.submissions.values_list(
        "pk", "organization", "commitment", "due_on"
    ):
        for who in (
            crowd.members[organization].pk,
            -organization,
            crowd.coordinators[commitment].pk,
            crowd.national.pk,
        ):
            told.add((who, f"submission:{pk}", f"1:{due_on}:+10"))
    return told


def told() -> list[tuple[int, str, str]]:
    rows = Notification.objects.filter(kind="submission", is_covered=False)
    return list(rows.values_list("who", "thing", "step"))


class Figures(NamedTuple):
    sent: int
    arrived: int
    lost: int
    double: int
    flagged: int


def figures(sink: MailServer, name: str) -> Figures:
    """Counted by Message-ID, and printed for who measures."""
    arrived = Counter(sink.arrived)
    sent = set(Mail.objects.exclude(status=MailStatus.VOID).values_list("message_id", flat=True))
    found = Figures(
        len(sent),
        len(arrived),
        len(sent - set(arrived)),
        sum(count - 1 for count in arrived.values()),
        Mail.objects.filter(is_maybe_double=True).count(),
    )
    print(f"\n{name}: {found}")
    return found


def held_by_a_dead_one(*, lines: int) -> Counter[str]:
    """The messages that a killed worker left in its hands: each line holds one, and no more than one."""
    held = Counter(Mail.objects.filter(status=MailStatus.SENDING).values_list("message_id", flat=True))
    assert sum(held.values()) <= lines, "a kill touches one message a line"
    return held


def assert_truth(
    crowd: Crowd, sink: MailServer, *, name: str, may_double: int = 0, held: Counter[str] | None = None
) -> Figures:
    """Everybody was told what he had to be told, once, in one message; nothing is lost.

    `may_double` is how many messages may have been held between the server's 250 and our mark: those may have
    arrived once more, under the same Message-ID, and each says so of itself. `held` names them, each as often as a
    kill met it: no other came twice, and none more often.
    """
    found = figures(sink, name)
    rows = told()
    assert len(rows) == len(set(rows))
    assert set(rows) == truth_of(crowd)
    letters = Counter(
        Mail.objects.exclude(status=MailStatus.VOID)
        .filter(notifications__kind="submission", notifications__is_covered=False)
        .distinct()
        .values_list("address", flat=True)
    )
    assert set(letters.values()) == {1}, "one mail a person"
    assert found.lost == 0
    assert found.double <= (may_double if held is None else sum(held.values()))
    if held is not None:
        again = {message_id: count - 1 for message_id, count in Counter(sink.arrived).items() if count > 1}
        assert {message_id: count for message_id, count in again.items() if count > held[message_id]} == {}
    doubled = {message_id for message_id, count in Counter(sink.arrived).items() if count > 1}
    assert doubled <= set(Mail.objects.filter(is_maybe_double=True).values_list("message_id", flat=True))
    assert not Mail.objects.exclude(status__in=[MailStatus.SENT, MailStatus.VOID]).exists()
    return found


def all_sent() -> bool:
    """Everything was queued and went out."""
    mails = Mail.objects.exclude(status=MailStatus.VOID)
    return mails.exists() and not mails.exclude(status=MailStatus.SENT).exists()


def leases_run_out(*, held_for: float = 0) -> None:
    """The five minutes that a dead sender's message waits, and the pauses between tries, passed at once.

    While a sender lives, only what has been held for longer than any message takes.
    """
    now = timezone.now()
    past = now - timedelta(seconds=1)
    held = Mail.objects.filter(status=MailStatus.SENDING, lease_until__lte=now + LEASE - timedelta(seconds=held_for))
    held.update(lease_until=past)
    Mail.objects.filter(status=MailStatus.QUEUED).update(next_try_at=past)


def until_all_is_sent(tick: Callable[[], None], crowd: Crowd, *, seconds: float = 300, held_for: float = 8) -> None:
    """One tick after another, as beat sends them, until nobody is left; what a dead one held waits no longer."""
    deadline = time.monotonic() + seconds
    while not (all_sent() and set(told()) == truth_of(crowd)):
        assert time.monotonic() < deadline, "It was not sent in time."
        leases_run_out(held_for=held_for)
        tick()
        time.sleep(1.5)
