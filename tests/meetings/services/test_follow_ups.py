"""A task is followed from the publication of its note; only its history changes it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from commitments.enums import MemberRole
from meetings.drafts import ConclusionRow
from meetings.follow_up_enums import EntryKind, FollowUpStatus, RequestStatus, Standing
from meetings.models import Conclusion, DateRequest, FollowUp, FollowUpEntry, FollowUpPart
from meetings.permissions import can_lead_task, can_report_on, owns_part
from meetings.queries_of_tasks import owned_by
from meetings.services import date_requests, follow_ups
from meetings.workflow import FOLLOW_UP_MOVES, REQUEST_MOVES
from ovp_portal.audit.queries import history_of
from ovp_portal.lib.workflow import MoveNotAllowed, check_move
from tests.factories.commitments import make_commitment, make_group, make_membership, make_milestone
from tests.factories.follow_ups import DUE, make_task
from tests.factories.meetings import NOW, make_note, whole_draft, write
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db

ON = NOW.date()
LATER = DUE + timedelta(days=14)


def given(by, *, days: int = 0) -> dict:
    return {"by": by, "at": NOW + timedelta(days=days), "on": ON + timedelta(days=days)}


@pytest.fixture(scope="module", autouse=True)
def shared_part(shared_database):
    seat = make_membership(group=make_commitment().group)
    return make_task(group=seat.group, owner=f"member-{seat.pk}").parts.get()


@pytest.fixture
def part(shared_part, again):
    return again(shared_part)


@pytest.fixture
def seat(part):
    return part.seat


def kinds_of(part):
    return [entry.kind for entry in part.entries.all()]


# Beginning


def test_nobody_owes_what_a_draft_says():
    note = make_note()
    write(note, whole_draft(note, conclusions=(ConclusionRow(text="А", kind="task", owner="everyone", due_on=DUE),)))

    assert not FollowUp.objects.filter(conclusion__note=note).exists()


def test_publication_follows_each_task_once_and_nothing_else(seat):
    task = make_task(group=seat.group, owner=f"member-{seat.pk}")
    note = task.conclusion.note

    again = follow_ups.follow_tasks_of(note=note, by=note.created_by, at=NOW)

    assert (again, FollowUp.objects.filter(conclusion__note=note).count(), note.conclusions.count()) == ([], 1, 1)
    part = task.parts.get()
    assert (part.organization, part.seat, part.first_due_on, part.due_on) == (seat.organization, seat, DUE, DUE)
    assert kinds_of(part) == [EntryKind.OPENED]
    assert [event.action for event in history_of(task)] == ["task.opened"]


def test_a_task_of_an_organization_is_its_own_also_when_nobody_sits_for_it():
    commitment, organization = make_commitment(), make_organization()
    make_milestone(commitment=commitment, responsible=[organization])

    part = make_task(group=commitment.group, owner=f"organization-{organization.pk}").parts.get()

    assert (part.organization, part.seat) == (organization, None)


def test_a_task_of_all_members_has_a_part_for_each_organization_that_reports():
    group = make_commitment().group
    one = make_membership(group=group)
    make_membership(group=group, organization=one.organization)
    make_membership(group=group, role=MemberRole.OBSERVER)
    make_membership(group=group, ends_on=ON - timedelta(days=1))

    task = make_task(group=group)

    coordinator = task.conclusion.note.created_by.organization
    assert {row.organization for row in task.parts.all()} == {one.organization, coordinator}


@pytest.mark.parametrize("kind", ["information", "decision"])
def test_the_database_follows_only_tasks(kind):
    group = make_group()
    task = make_task(group=group)
    other = Conclusion(note=make_note(group=group, by=task.conclusion.note.created_by), kind=kind, text="А")
    other.save()

    with pytest.raises(DatabaseError, match="Only a task of a finished note"), transaction.atomic():
        FollowUp.objects.create(conclusion=other, group=group, opened_at=NOW)


# Reports


def test_progress_leaves_a_task_open_and_done_closes_it_on_the_day_of_the_report(part, seat):
    follow_ups.report_progress(part=part, text="Половина е собрана.", **given(seat.user, days=4))
    done = follow_ups.report_done(part=part, text="Доставено.", **given(seat.user, days=6))

    assert (done.status, done.done_on) == (FollowUpStatus.DONE, ON + timedelta(days=6))
    assert kinds_of(part) == [EntryKind.OPENED, EntryKind.PROGRESS, EntryKind.DONE]
    assert [event.action for event in history_of(part.follow_up)] == ["task.done", "task.progress", "task.opened"]


def test_progress_without_words_is_refused(part, seat):
    with pytest.raises(ValidationError, match="Write a sentence"):
        follow_ups.report_progress(part=part, text="", **given(seat.user))

    assert kinds_of(part) == [EntryKind.OPENED]


@pytest.mark.parametrize(
    ("days", "standing", "late"), [(0, "kept", 0), (10, "kept", 0), (11, "done_late", 1), (40, "done_late", 30)]
)
def test_done_by_the_end_of_its_day_is_in_time(part, seat, days, standing, late):
    done = follow_ups.report_done(part=part, **given(seat.user, days=days))

    assert (done.standing(ON), done.days_late(ON + timedelta(days=90))) == (standing, late)
    assert FollowUpPart.objects.counts(ON)[standing] == 1


@pytest.mark.parametrize(("day", "standing"), [(DUE, Standing.OPEN), (DUE + timedelta(days=1), Standing.OVERDUE)])
def test_an_open_task_is_late_when_its_day_is_over(part, day, standing):
    assert part.standing(day) == standing
    assert FollowUpPart.objects.counts(day) == {
        **dict.fromkeys(Standing.values, 0),
        standing: 1,
        "total": 1,
    }


def test_a_second_click_is_told_that_it_is_done_already(part, seat):
    follow_ups.report_done(part=part, **given(seat.user))

    with pytest.raises(MoveNotAllowed, match="already"):
        follow_ups.report_done(part=part, **given(seat.user))
    for act in (follow_ups.report_progress, follow_ups.move_on):
        said = {"due_on": LATER} if act is follow_ups.move_on else {"text": "Уште."}
        with pytest.raises(ValidationError, match="closed already"):
            act(part=part, **said, **given(seat.user))
    assert kinds_of(part) == [EntryKind.OPENED, EntryKind.DONE]


def test_a_task_opened_again_begins_a_new_round_and_forgets_the_day_it_was_done(part, seat):
    coordinator = part.follow_up.conclusion.note.created_by
    follow_ups.report_done(part=part, **given(seat.user))

    with pytest.raises(ValidationError, match="Write a sentence"):
        follow_ups.reopen(part=part, text="", **given(coordinator))
    again = follow_ups.reopen(part=part, text="Податоците не се целосни.", **given(coordinator, days=1))

    assert (again.status, again.done_on, again.round, again.turn) == (FollowUpStatus.OPEN, None, 2, EntryKind.REOPENED)


# Another date


def test_a_granted_date_holds_and_the_original_one_stays(part, seat):
    coordinator = part.follow_up.conclusion.note.created_by
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", **given(seat.user))
    assert part.requests.waiting().get() == asked

    date_requests.grant(request=asked, granted_on=LATER, **given(coordinator, days=1))

    part.refresh_from_db()
    assert (part.first_due_on, part.due_on, part.round, part.turn) == (DUE, LATER, 2, EntryKind.GRANTED)
    assert kinds_of(part) == [EntryKind.OPENED, EntryKind.ASKED, EntryKind.GRANTED]


def test_a_refusal_has_a_reason_and_keeps_the_date(part, seat):
    coordinator = part.follow_up.conclusion.note.created_by
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", **given(seat.user))

    with pytest.raises(ValidationError, match="Say why"):
        date_requests.refuse(request=asked, answer="", **given(coordinator))
    refused = date_requests.refuse(request=asked, answer="Извештајот не чека.", **given(coordinator))

    part.refresh_from_db()
    assert (refused.status, part.due_on, part.turn) == (RequestStatus.REFUSED, DUE, EntryKind.REFUSED)


def test_a_request_says_a_later_day_and_why_and_one_waits_at_a_time(part, seat):
    for wrong, said in [
        ({"wanted_on": DUE, "reason": "А"}, "after the date that holds"),
        ({"wanted_on": LATER, "reason": ""}, "Say why"),
    ]:
        with pytest.raises(ValidationError, match=said):
            date_requests.ask(part=part, **wrong, **given(seat.user))
    with pytest.raises(ValidationError, match="past"):
        date_requests.ask(part=part, wanted_on=LATER, reason="А", **given(seat.user, days=60))
    date_requests.ask(part=part, wanted_on=LATER, reason="А", **given(seat.user))

    with pytest.raises(ValidationError, match="asked for already"):
        date_requests.ask(part=part, wanted_on=LATER, reason="Б", **given(seat.user))
    assert DateRequest.objects.count() == 1


@pytest.mark.parametrize("act", ["done", "moved", "dropped"])
def test_a_request_is_overtaken_when_the_task_is_closed_or_moved(part, seat, act):
    coordinator = part.follow_up.conclusion.note.created_by
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", **given(seat.user))
    if act == "done":
        follow_ups.report_done(part=part, **given(seat.user))
    elif act == "moved":
        follow_ups.move_on(part=part, due_on=LATER, text="Договорено.", **given(coordinator))
    else:
        follow_ups.drop(part=part, text="Веќе е објавено.", **given(coordinator))

    asked.refresh_from_db()
    assert asked.status == RequestStatus.OVER
    with pytest.raises(MoveNotAllowed):
        date_requests.grant(request=asked, granted_on=LATER, **given(coordinator))


# Who may


def test_who_may_report_and_who_leads(part, seat):
    colleague = make_membership(group=seat.group, organization=seat.organization)
    stranger, elsewhere = make_user(), make_membership(organization=seat.organization)
    coordinator = part.follow_up.conclusion.note.created_by

    for user, reports, leads in [
        (seat.user, True, False),
        (colleague.user, False, False),
        (coordinator, True, True),
        (stranger, False, False),
        (elsewhere.user, False, False),
    ]:
        assert can_report_on(user, part, on=ON) is reports
        assert can_lead_task(user, part.follow_up, on=ON) is leads
        assert owned_by(user, ON).filter(pk=part.pk).exists() is owns_part(user, part, on=ON)


def test_when_the_owner_leaves_the_group_his_organization_owes_it(part, seat):
    colleague = make_membership(group=seat.group, organization=seat.organization)
    watcher = make_membership(group=seat.group, organization=seat.organization, role=MemberRole.OBSERVER)
    seat.ends_on = ON - timedelta(days=1)
    seat.save(update_fields=["ends_on"])

    owners = {user: owns_part(user, part, on=ON) for user in (seat.user, colleague.user, watcher.user)}

    assert owners == {seat.user: False, colleague.user: True, watcher.user: False}
    assert all(owned_by(user, ON).exists() is owns for user, owns in owners.items())


# The database's walls


@pytest.mark.parametrize("pair", list(product(FollowUpStatus, repeat=2)))
def test_a_task_is_closed_and_opened_again_and_nothing_else(pair):
    now, to = pair
    if FollowUpStatus.OPEN in pair and now != to:
        check_move(FOLLOW_UP_MOVES, now, to)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(FOLLOW_UP_MOVES, now, to)


@pytest.mark.parametrize("pair", list(product(RequestStatus, repeat=2)))
def test_a_request_is_answered_once(pair):
    now, to = pair
    if now == RequestStatus.WAITING and to != now:
        check_move(REQUEST_MOVES, now, to)
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(REQUEST_MOVES, now, to)


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": LATER},
        {"status": "dropped"},
        {"status": "done", "done_on": DUE},
        {"status": "done"},
        {"first_due_on": date(2022, 10, 1)},
        {"seat": None},
    ],
)
def test_no_shell_changes_a_part_without_its_history(part, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        _judged(lambda: FollowUpPart.objects.filter(pk=part.pk).update(**values))


def test_no_shell_writes_a_history_that_did_not_happen(part):
    with pytest.raises(DatabaseError, match="does not stand as its history says"), transaction.atomic():
        _judged(
            lambda: FollowUpEntry.objects.create(
                part=part, kind="done", on=ON, at=NOW, status="done", due_on=DUE, done_on=ON
            )
        )


def test_what_was_said_of_a_task_stays(part, seat):
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", **given(seat.user))
    date_requests.refuse(request=asked, answer="Не.", **given(seat.user))
    for act in (
        lambda: FollowUpEntry.objects.update(text="Ништо."),
        lambda: FollowUpEntry.objects.all().delete(),
        lambda: FollowUpPart.objects.all().delete(),
        lambda: DateRequest.objects.update(reason="Ништо."),
        lambda: DateRequest.objects.update(answer="Да."),
        lambda: DateRequest.objects.all().delete(),
        lambda: FollowUp.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            act()


def _judged(act: Callable[[], object]) -> None:
    """What is judged when a transaction ends is judged here: a test's own never ends."""
    act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
