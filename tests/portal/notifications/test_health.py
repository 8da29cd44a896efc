"""How the clockwork is, told truly: what is late, what is only waiting, and what is neither."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import MailStatus, Trouble
from ovp_portal.notifications.heartbeat import TICK, beat, note_failing
from ovp_portal.notifications.models import Heartbeat, Mail
from ovp_portal.notifications.services.health import MANY_PARKED, TOO_LONG, examine, overdue
from ovp_portal.notifications.services.health_words import sentences
from ovp_portal.notifications.services.metrics import exposition
from tests.factories.commitments import make_membership
from tests.factories.notifications import look, make_mail
from tests.factories.reports import NOW, make_member, make_submission

pytestmark = pytest.mark.django_db

LATER = NOW + TOO_LONG


def _health(*, at=NOW, after=timedelta()):
    return examine(at=at, real_now=timezone.now() + after)


def test_a_clockwork_that_ticks_and_has_nothing_to_do_is_well():
    beat(TICK, real_now=timezone.now())

    health = _health()

    assert health.troubles == []
    with translation.override("en"):
        first, *rest = sentences(health)
    assert first.startswith("The clockwork last ran:")
    assert rest == ["Nothing is overdue.", "No message waits.", "No message was given up in the last 24 hours."]


def test_a_clockwork_that_never_ran_stands_still():
    assert _health().troubles == [Trouble.STILL]
    with translation.override("en"):
        assert sentences(_health())[0] == "The clockwork has not run yet."


def test_a_clockwork_that_does_not_tick_stands_still_after_some_minutes():
    beat(TICK, real_now=timezone.now())

    assert _health(after=TOO_LONG - timedelta(seconds=1)).troubles == []
    still = _health(after=timedelta(minutes=12))
    assert still.troubles == [Trouble.STILL]
    with translation.override("en"):
        assert "It has stood still for 12 minutes" in sentences(still)[0]


def test_a_part_that_fails_again_and_again_is_named():
    now = timezone.now()
    for minutes in range(5):
        beat(TICK, real_now=now + timedelta(minutes=minutes))
        note_failing(TICK, ["publish reports"], real_now=now + timedelta(minutes=minutes))

    health = examine(at=NOW, real_now=now + timedelta(minutes=4))

    assert health.troubles == [Trouble.FAILS]
    assert health.failing_since == now
    with translation.override("en"):
        assert "publish reports" in sentences(health)[1]


def test_what_was_reached_and_is_not_queued_is_overdue_after_the_ticks_that_should_have_told_it():
    make_member(make_submission())
    beat(TICK, real_now=timezone.now())

    assert overdue(at=NOW).count == 1
    assert _health().troubles == [Trouble.OVERDUE]
    look(at=NOW)
    assert overdue(at=NOW).count == 0
    assert overdue(at=NOW + timedelta(days=1)).count == overdue(at=LATER + timedelta(days=1)).count == 1


def test_what_is_kept_for_tomorrow_because_he_had_his_mail_today_is_not_overdue():
    first = make_submission()
    member = make_member(first)
    look(at=NOW)
    assert Mail.objects.get().status == MailStatus.SENT
    second = make_submission()
    make_membership(group=second.group, user=member, organization=second.organization)

    assert look(at=LATER) == 0, "one mail a day"
    assert overdue(at=LATER + TOO_LONG).count == 0
    assert overdue(at=LATER + timedelta(days=1)).count > 0


def test_a_kind_that_cannot_be_asked_for_is_a_trouble_and_not_a_nought(monkeypatch, caplog):
    def fail(at):
        raise ZeroDivisionError

    broken = dataclasses.replace(sources.source_of("publication"), branches=fail)
    monkeypatch.setitem(sources._sources, "publication", broken)
    beat(TICK, real_now=timezone.now())

    assert _health().overdue.unasked == ["publication"]
    assert _health().troubles == [Trouble.OVERDUE]


def test_mail_that_nobody_tries_to_send_waits_too_long():
    beat(TICK, real_now=timezone.now() + timedelta(minutes=4))
    make_mail()

    assert _health(after=timedelta(minutes=2)).troubles == []
    assert _health(after=timedelta(minutes=4)).troubles == [Trouble.WAITING]


def test_one_message_that_a_server_puts_off_is_no_alarm_and_a_server_that_is_away_is():
    now = timezone.now()
    beat(TICK, real_now=now)
    mail = make_mail(tries=2, next_try_at=now + timedelta(minutes=4), last_error="450 Try later")
    assert _health().troubles == []

    Mail.objects.filter(pk=mail.pk).update(last_error="ConnectionRefusedError: [Errno 111] Connection refused")

    assert _health().troubles == [Trouble.WAITING]
    with translation.override("en"):
        assert "The mail server does not answer." in " ".join(sentences(_health()))
    make_mail(status=MailStatus.SENT, sent_at=now)
    assert _health().troubles == [], "others go out: it is this one's matter"


def test_many_messages_given_up_within_a_day_are_a_trouble_and_old_ones_are_not():
    now = timezone.now()
    beat(TICK, real_now=now)
    for _ in range(MANY_PARKED):
        make_mail(status=MailStatus.PARKED, next_try_at=now - timedelta(hours=23))
    for _ in range(MANY_PARKED):
        make_mail(status=MailStatus.PARKED, next_try_at=now - timedelta(hours=25))

    assert (_health().parked, _health().troubles) == (MANY_PARKED, [Trouble.PARKED])
    Mail.objects.first().delete()


@pytest.mark.parametrize("rows", [1, 4])
def test_asking_takes_as_many_queries_for_one_row_as_for_several(rows):
    for _ in range(rows):
        make_member(make_submission())
        make_mail()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            _health()
        counts.append(len(asked))

    assert counts[0] == counts[1] <= len(sources.registered()) + 12


def test_the_figures_are_those_of_the_state():
    beat(TICK, real_now=timezone.now())
    make_member(make_submission())
    make_mail()

    told = exposition(_health(after=timedelta(minutes=4))).decode()

    lines = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert float(lines["portal_reminders_overdue"]) == 1
    assert float(lines["portal_mails_waiting"]) == 1
    assert 239 < float(lines["portal_mail_oldest_unsent_seconds"]) < 300
    assert 239 < float(lines["portal_clockwork_heartbeat_age_seconds"]) < 300
    assert {kind: lines[f'portal_trouble{{kind="{kind}"}}'] for kind in Trouble.values} == {
        "still": "1.0", "fails": "0.0", "overdue": "1.0", "waiting": "1.0", "parked": "0.0",
    }  # fmt: skip


def test_a_mark_never_goes_back():
    now = timezone.now()
    beat(TICK, real_now=now)
    beat(TICK, real_now=now - timedelta(hours=1))

    assert Heartbeat.objects.get().last_at == now
