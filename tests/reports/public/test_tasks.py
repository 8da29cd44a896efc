"""What the public sees of tasks: live, beside the frozen note, and never of a person or a draft."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from meetings.drafts import ConclusionRow
from meetings.services import follow_ups
from ovp_portal import clock
from ovp_portal.editions.models import Edition, EditionPage
from reports.public.queries.tasks import MOST_SHOWN, tasks_of_group
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.follow_ups import DUE, make_task
from tests.factories.meetings import NOW, make_note, whole_draft, write

pytestmark = pytest.mark.django_db

GIVEN = {"at": NOW, "on": NOW.date()}


@pytest.fixture
def seat():
    return make_membership(group=make_commitment().group)


@pytest.fixture
def task(seat):
    return make_task(group=seat.group, owner=f"member-{seat.pk}", text="Да се достават податоците.")


def today_is(monkeypatch, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Skopje"))
    monkeypatch.setattr(clock, "now", lambda: moment)


def what_is_frozen() -> tuple[list, list]:
    return list(EditionPage.objects.values_list("html", "checksum")), list(Edition.objects.values_list("payload"))


def under_the_note(client, task) -> str:
    page = client.get(task.conclusion.note.get_absolute_url()).text
    return page[page.index('aria-labelledby="tasks"') :].partition("</section>")[0]


@pytest.mark.parametrize(
    ("done_on", "day", "said", "unsaid"),
    [
        (None, NOW.date(), "отворена", "доцни"),
        (None, DUE + timedelta(days=3), "доцни 3 дена", "завршена</span>"),
        (NOW.date(), DUE + timedelta(days=30), "завршена, во рок", "доцни"),
        (DUE + timedelta(days=2), DUE + timedelta(days=30), "доцни 2 дена", "во рок</span>"),
    ],
)
def test_under_a_note_stands_what_became_of_each_task(client, monkeypatch, task, seat, done_on, day, said, unsaid):
    frozen = what_is_frozen()
    if done_on:
        follow_ups.report_done(part=task.parts.get(), text="Тајно.", by=seat.user, at=NOW, on=done_on)
    today_is(monkeypatch, day)

    shown = under_the_note(client, task).partition("<details")[0]

    assert said in shown
    assert unsaid not in shown
    assert seat.organization.name in shown
    assert (str(seat.user) in shown, "Тајно." in shown) == (False, False)
    assert what_is_frozen() == frozen


def test_a_moved_task_shows_both_dates(client, task, seat):
    coordinator = task.conclusion.note.created_by
    follow_ups.move_on(part=task.parts.get(), due_on=date(2022, 11, 7), text="Договорено.", by=coordinator, **GIVEN)

    shown = under_the_note(client, task)

    assert "7 ноем. 2022" in shown
    assert "првично 17 окт. 2022" in shown


def test_of_a_task_of_all_members_the_public_sees_who_did_it_and_who_did_not(client, seat):
    task = make_task(group=seat.group)
    follow_ups.report_done(part=task.parts.get(organization=seat.organization), by=seat.user, **GIVEN)

    rows = under_the_note(client, task).split('<tr role="row">')

    [mine] = [row for row in rows if seat.organization.name in row]
    others = [row for row in rows[2:] if row is not mine]
    assert "завршена" in mine
    assert others
    assert all("отворена" in row for row in others)


def test_a_draft_tells_the_public_nothing_of_its_tasks(client, task, seat):
    note = make_note(group=seat.group, by=task.conclusion.note.created_by)
    row = ConclusionRow(text="Уште тајно", kind="task", owner="everyone", due_on=DUE)
    write(note, whole_draft(note, conclusions=(row,)))

    page = client.get(reverse("public:commitment", args=[seat.group.commitments.get().slug]))

    assert "Да се достават податоците." in page.text
    assert "Уште тајно" not in page.text


@pytest.mark.parametrize("rows", [1, 2, MOST_SHOWN + 2])
def test_a_commitments_page_counts_all_and_lists_the_first(seat, rows, django_assert_num_queries):
    for _row in range(rows):
        task = make_task(group=seat.group, owner=f"member-{seat.pk}")
    follow_ups.report_done(part=task.parts.get(), by=seat.user, **GIVEN)

    with django_assert_num_queries(1):
        shown = tasks_of_group(seat.group_id, NOW.date())
        texts = [row.first.part.follow_up.conclusion.note.meeting.pk for row in shown.open]

    counted = {name: shown.counts[name] for name in ("kept", "open", "total")}
    assert counted == {"kept": 1, "open": rows - 1, "total": rows}
    assert (len(texts), shown.hidden) == (min(rows - 1, MOST_SHOWN), max(0, rows - 1 - MOST_SHOWN))
