"""The demonstration passes a quarter: every mail of every day, compared with what was found right once.

Where a mail or its day is meant to change, the letters' command writes this file anew too; what changed is read first.
"""

import io
import os
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commitments.demo import load_register
from ovp_portal import clock
from ovp_portal.audit.models import AuditEvent
from ovp_portal.lib import clockfile
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.heartbeat import TICK
from ovp_portal.notifications.models import Mail, Notification
from reports.demo import load_history
from reports.enums import SubmissionStatus
from reports.management.commands import pass_quarter
from reports.models import ReportingPeriod, Submission

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("quarter.txt")
EVE = datetime(2022, 9, 30, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration on the eve of the third quarter's opening; loaded once for the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_register(at=EVE)
        load_history(at=EVE)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def eve(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: EVE)


def passed(quarter: str = "2022-q3", **options) -> str:
    out = io.StringIO()
    call_command("pass_quarter", quarter, stdout=out, **options)
    return out.getvalue()


def days_of(told: str) -> dict[str, list[str]]:
    """What was told of each day, by its date."""
    parts = [part.splitlines() for part in told.split("\n\n") if part[:2] == "20"]
    return {lines[0].split()[0]: lines[1:] for lines in parts}


def test_every_mail_and_act_of_the_quarter_comes_on_its_day(demonstration):
    before = AuditEvent.objects.count(), Mail.objects.count(), Notification.objects.count()

    told = passed(dry=True)
    if os.environ.get("REWRITE_LETTERS"):
        GOLDEN.write_text(told, encoding="utf-8")

    assert told.splitlines() == GOLDEN.read_text().splitlines()
    assert (AuditEvent.objects.count(), Mail.objects.count(), Notification.objects.count()) == before


def test_passed_again_it_tells_the_same(demonstration):
    told = days_of(passed(dry=True, until=date(2022, 10, 5)))

    assert told == {day: lines for day, lines in days_of(GOLDEN.read_text()).items() if day <= "2022-10-05"}


def test_who_is_silent_is_chased_until_the_head_the_coordinator_and_the_national_coordinator_know():
    golden = days_of(GOLDEN.read_text())
    told = {day: [line.strip() for line in lines if "submission +" in line] for day, lines in golden.items()}

    assert told["2022-10-13"] == ["coordinator: submission +3", "owner: submission +3"]
    assert told["2022-10-20"] == ["coordinator: submission +10", "national: submission +10", "owner: submission +10"]


def test_an_organization_can_be_kept_silent(demonstration):
    told = days_of(passed(dry=True, until=date(2022, 10, 6), silent=["hops", "otvorena-porta"]))

    assert [line for line in told["2022-10-05"] if "10:42" in line] == []
    assert [line[:7] for line in told["2022-10-06"]] == ["  10:42"]


def test_what_is_passed_stays_and_the_clock_stands_on_the_last_day(demonstration, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock.json")
    with transaction.atomic():
        passed(until=date(2022, 10, 1))

        assert ReportingPeriod.objects.get(year=2022, part=3).opened_at is not None
        assert set(Mail.objects.values_list("status", flat=True)) == {MailStatus.SENT}
        assert set(Mail.objects.values_list("written_at", flat=True)) == {datetime(2022, 10, 1, 6, 1, tzinfo=UTC)}
        stands = datetime.now(UTC) + clockfile.read_offset(settings.CLOCK_FILE)
        assert abs(stands - datetime(2022, 10, 1, 18, tzinfo=UTC)) < timedelta(minutes=1)
        transaction.set_rollback(True)


def test_it_begins_where_the_demonstration_stands(demonstration, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2022, 10, 7, 12, tzinfo=UTC))
    with transaction.atomic():
        load_history(at=clock.now())
        told = days_of(passed(dry=True, until=date(2022, 10, 8)))
        transaction.set_rollback(True)

    assert list(told) == ["2022-10-08"]
    assert sum("@" in line for line in told["2022-10-08"]) == 7


def test_a_quarter_that_was_passed_is_not_loaded_over(demonstration):
    """Loading again at a start adds nothing in the name of those who were silent."""
    with transaction.atomic():
        load_history(at=datetime(2022, 10, 20, 18, tzinfo=UTC))
        handed_in = Submission.objects.filter(period__year=2022, period__part=3).exclude(
            status=SubmissionStatus.EXPECTED
        )
        assert not handed_in.exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("quarter", "options", "said"),
    [
        ("2022-q9", {}, "has no period 2022-q9. It has: 2021-q4"),
        ("2022-q3", {"plan": "nap-2018-2020"}, "no running plan nap-2018-2020"),
        ("2022-q3", {"silent": ["nobody"]}, "Nobody acts for nobody. Those who act: hops"),
        ("2022-q3", {"until": date(2022, 9, 20)}, "A clock does not go back"),
    ],
)
def test_what_cannot_be_passed_is_refused_with_the_reason(demonstration, quarter, options, said):
    with pytest.raises(CommandError, match=said):
        passed(quarter, **options)


def test_a_real_portal_passes_no_quarter(demonstration, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="this portal is a real one"):
        passed()


def test_two_do_not_pass_a_quarter_at_once(demonstration, monkeypatch):
    """Another connection holds what the clockwork holds while it looks."""
    monkeypatch.setattr(pass_quarter, "PATIENCE", 0)
    monkeypatch.setattr(pass_quarter, "only_one", lambda job: nullcontext(job != TICK))
    with pytest.raises(CommandError, match="somebody else passes a quarter"):
        passed(dry=True)
