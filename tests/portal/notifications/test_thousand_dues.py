"""Many real submissions over a quarter: each day tells what the clerk of `plain_rule.py` tells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.memory import Calm, Memory
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.queue import queue_due
from reports.enums import SubmissionStatus, Verdict
from reports.models import Review, Submission
from tests.factories.crowd import Crowd, make_crowd
from tests.portal.notifications.plain_rule import Clerk, Owed, Step, Told

pytestmark = pytest.mark.django_db

SKOPJE = ZoneInfo("Europe/Skopje")
DUE_ON = date(2022, 10, 10)
MEMBER = frozenset({"owner"})
ABOVE = frozenset({"owner", "head", "coordinator"})
LADDER = [
    Step(None, MEMBER),
    Step(-5, MEMBER),
    Step(-2, MEMBER),
    Step(0, MEMBER),
    Step(1, MEMBER),
    Step(3, ABOVE),
    Step(10, ABOVE | {"national"}, repeat_days=7, repeats=7),
]
"""The steps for quarterly data and for what was returned, as the portal proposes them; said here once more."""
WITHOUT_A_WORKER = {4, 5, 6, 12, *range(19, 27)}
"""Days of the clockwork that are missed: three in a row, one, and more than a week."""


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """So many days after 30 September."""
    return datetime.combine(date(2022, 9, 30) + timedelta(days=day), time(hour, minute), SKOPJE).astimezone(UTC)


def _looks(until: int) -> Iterator[datetime]:
    """Each morning, some nights and evenings; twice at once where two beats would."""
    for day in range(1, until):
        if day in WITHOUT_A_WORKER:
            continue
        if day % 3 == 0:
            yield _at(day, 3, 30)
        yield _at(day, 8)
        yield _at(day, 8)
        if day % 4 == 0:
            yield _at(day, 23, 30)


@dataclass
class Fate:
    """What becomes of one submission; days since 30 September, at noon."""

    organization: int
    commitment: int
    handed_in: int = 0
    returned: int = 0
    new_due_on: date | None = None
    extended: int = 0
    extended_to: date = DUE_ON
    handed_in_again: int = 0


def _fates(crowd: Crowd, random: Random) -> dict[int, Fate]:
    fates = {}
    for pk, organization, commitment in crowd.submissions.order_by("pk").values_list(
        "pk", "organization", "commitment"
    ):
        fate = fates[pk] = Fate(organization, commitment)
        lot = random.random()
        if lot < 0.5:
            fate.handed_in = random.randint(1, 30)
            if lot < 0.2:
                fate.returned = fate.handed_in + random.randint(1, 4)
                fate.new_due_on = random.choice([None, date(2022, 10, random.randint(8, 31))])
                if lot < 0.1:
                    fate.handed_in_again = fate.returned + random.randint(1, 12)
        elif lot < 0.7:
            fate.extended = random.randint(1, 20)
            fate.extended_to = DUE_ON + timedelta(days=random.randint(1, 12))
    return fates


def _happen(fates: dict[int, Fate], day: int, by) -> None:
    """Write what happened on a day, as the services leave it."""
    noon = _at(day, 12)
    for pk, fate in fates.items():
        row = Submission.objects.filter(pk=pk)
        if day in (fate.handed_in, fate.handed_in_again):
            row.update(status=SubmissionStatus.SUBMITTED, submitted_at=noon, submitted_by=by)
        if day == fate.returned:
            Review.objects.create(
                submission_id=pk, round=1, verdict=Verdict.RETURNED, reason="Недостига.", at=noon, by=by,
                new_due_on=fate.new_due_on,
            )  # fmt: skip
            row.update(status=SubmissionStatus.RETURNED, due_on=fate.new_due_on or DUE_ON)
        if day == fate.extended:
            row.update(due_on=fate.extended_to)


def _owed(fates: dict[int, Fate], at: datetime, crowd: Crowd) -> Iterator[Owed]:
    """What stands open at a moment, told from the fates and not from the tables."""
    for pk, fate in fates.items():
        had = {what: day > 0 and _at(day, 12) <= at for what, day in vars(fate).items() if isinstance(day, int)}
        if had["handed_in_again"] or (had["handed_in"] and not had["returned"]):
            continue
        parts = {
            "owner": frozenset({crowd.members[fate.organization].pk}),
            "head": frozenset({-fate.organization}),
            "coordinator": frozenset({crowd.coordinators[fate.commitment].pk}),
            "national": frozenset({crowd.national.pk}),
        }
        due_on = fate.extended_to if had["extended"] else DUE_ON
        if had["returned"]:
            returned_at = _at(fate.returned, 12)
            yield Owed(f"submission:{pk}", returned_at, fate.new_due_on or due_on, parts, round=2, is_prompt=True)
        else:
            yield Owed(f"submission:{pk}", _at(1, 8), due_on, parts)


@dataclass
class Table:
    """Rows of the truth table: at which moment who was told which step."""

    expected: dict[datetime, set[Told]] = field(default_factory=dict)
    told: dict[datetime, set[Told]] = field(default_factory=dict)
    mails: int = 0
    people: int = 0


def _pass(crowd: Crowd, until: int, memory: Memory | None = None) -> Table:
    """A clockwork that remembers looks each minute, and so again when all is told."""
    fates = _fates(crowd, Random(20221010))
    clerk = Clerk(LADDER, zone="Europe/Skopje", mail_hour=time(8))
    table, happened, known = Table(), 0, 0
    for at in _looks(until):
        while happened < until and _at(happened + 1, 12) <= at:
            happened += 1
            _happen(fates, happened, crowd.national)
        expected = clerk.look(at, _owed(fates, at, crowd))
        count = queue_due(at=at, memory=memory)
        count += sum(queue_due(at=at, memory=memory) for _minute in range(3 if memory else 0))
        Mail.objects.filter(status=MailStatus.QUEUED).update(
            status=MailStatus.SENT, sent_at=timezone.now(), text="as it was sent"
        )
        rows = Notification.objects.filter(pk__gt=known).order_by("pk")
        new = list(rows.values_list("pk", "who", "thing", "step", "is_covered"))
        known = new[-1][0] if new else known
        table.told[at] = table.told.get(at, set()) | {Told(*row) for _pk, *row, covered in new if not covered}
        table.expected[at] = table.expected.get(at, set()) | expected
        table.mails += count
        table.people += len({told.who for told in expected})
    assert {Told(*row) for row in Notification.objects.values_list("who", "thing", "step")} == clerk.notebook
    return table


def _assert_true(table: Table) -> None:
    for at, expected in table.expected.items():
        assert table.told[at] == expected, f"on {at:%d %B %H:%M}"
    assert table.mails == table.people, "one mail a person and look"


def _only_submissions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_sources", {"submission": sources.source_of("submission")})


def test_a_quarter_of_some_submissions_tells_day_by_day_what_the_clerk_tells(monkeypatch):
    _only_submissions(monkeypatch)

    table = _pass(make_crowd(organizations=6, commitments=6, due_on=DUE_ON), until=30)

    _assert_true(table)
    assert sum(map(len, table.expected.values())) > 150


def test_who_remembers_that_all_was_told_tells_day_by_day_the_same(monkeypatch):
    _only_submissions(monkeypatch)
    memory, was_calm = Memory(worth=0), []
    holds = Calm.holds_for
    monkeypatch.setattr(Calm, "holds_for", lambda *about: was_calm.append(holds(*about)) or was_calm[-1])

    table = _pass(make_crowd(organizations=6, commitments=6, due_on=DUE_ON), until=30, memory=memory)

    _assert_true(table)
    assert sum(map(len, table.expected.values())) > 150
    assert was_calm.count(True) > 40
    assert was_calm.count(False) > 10


@pytest.mark.faults
def test_a_quarter_of_a_thousand_submissions_tells_day_by_day_what_the_clerk_tells(monkeypatch):
    _only_submissions(monkeypatch)

    table = _pass(make_crowd(organizations=50, commitments=20, due_on=DUE_ON), until=45)

    _assert_true(table)
    assert sum(map(len, table.expected.values())) > 5000
