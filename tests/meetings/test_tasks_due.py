"""An open task is chased until it is reported done, and a request for another date waits for the coordinator."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from commitments.enums import MemberRole
from meetings.models import FollowUpPart
from meetings.services import date_requests, follow_ups
from ovp_portal.accounts.models import Organization
from ovp_portal.notifications import ladders
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services import queue_once
from ovp_portal.notifications.sources import source_of
from ovp_portal.notifications.sweep import dues_of
from reports.waiting import waiting_for
from tests.factories.commitments import make_commitment, make_membership, make_milestone
from tests.factories.follow_ups import make_task
from tests.factories.notifications import look
from tests.factories.portal import make_national_coordinator

pytestmark = pytest.mark.django_db

NEW = date(2022, 11, 7)


def _at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _given(by, at: datetime) -> dict:
    return {"by": by, "at": at, "on": at.date()}


@pytest.fixture
def part():
    """Due on 17 October 2022, with a head whose address is known and a national coordinator."""
    group = make_commitment().group
    seat = make_membership(group=group)
    Organization.objects.filter(pk=seat.organization_id).update(head_email="head@example.org")
    make_national_coordinator()
    return make_task(group=group, owner=f"member-{seat.pk}").parts.get()


def _told_on(at: datetime, part: FollowUpPart) -> set[str]:
    before = set(Notification.objects.values_list("pk", flat=True))
    look(at=at)
    rows = Notification.objects.filter(thing=f"task_part:{part.pk}", is_covered=False).exclude(pk__in=before)
    return set(rows.values_list("audience", flat=True))


def _waits(user, at: datetime) -> list[str]:
    return [row.title for row in waiting_for(user, at)]


def test_an_open_task_is_chased_on_its_days_and_past_them(part):
    days = [_at(11), _at(12), _at(15), _at(17), _at(18), _at(19), _at(20), _at(27), _at(28), _at(3, month=11)]

    told = [_told_on(day, part) for day in days]

    owner = {"owner"}
    assert told == [owner] * 5 + [
        set(),
        owner | {"head", "coordinator"},
        owner | {"head", "coordinator", "national"},
        set(),
        owner | {"head", "coordinator", "national"},
    ]


def test_completion_ends_the_chase_at_once(part):
    owner = part.seat.user
    look(at=_at(11))
    assert len(_waits(owner, _at(18))) == 1

    follow_ups.report_done(part=part, **_given(owner, _at(18)))

    assert _waits(owner, _at(18)) == []
    assert _told_on(_at(20), part) == set()


@pytest.mark.parametrize("way", ["done", "dropped", "moved"])
def test_a_mail_that_waits_is_not_sent_about_a_task_that_is_over_or_has_another_day(part, way, mailoutbox):
    owner, coordinator = part.seat.user, part.follow_up.conclusion.note.created_by
    look(at=_at(11))
    mailoutbox.clear()
    queue_once(at=_at(17))
    waiting = Mail.objects.get(recipient=owner, status=MailStatus.QUEUED)

    given = _given(coordinator, _at(17, 10))
    if way == "done":
        follow_ups.report_done(part=part, **given | {"by": owner})
    elif way == "dropped":
        follow_ups.drop(part=part, text="Веќе не е потребно.", **given)
    else:
        asked = date_requests.ask(part=part, wanted_on=NEW, reason="Одмори.", **given | {"by": owner})
        date_requests.grant(request=asked, granted_on=NEW, answer="Договорено.", **given)
    Mail.objects.update(checked_at=timezone.now() - timedelta(minutes=10))
    look(at=_at(17, 11))

    assert not any("Денес е последниот ден" in message.subject for message in mailoutbox)
    waiting.refresh_from_db()
    assert waiting.status == (MailStatus.SENT if way == "moved" else MailStatus.VOID), "another day is news of its own"
    assert _told_on(_at(18), part) == set()


def test_a_task_that_is_opened_again_is_chased_again(part):
    owner, coordinator = part.seat.user, part.follow_up.conclusion.note.created_by
    look(at=_at(11))
    follow_ups.report_done(part=part, **_given(owner, _at(11, 10)))
    assert _told_on(_at(12), part) == set()

    follow_ups.reopen(part=part, text="Недостига прилог.", **_given(coordinator, _at(13)))

    assert "owner" in _told_on(_at(13, 10), part) | _told_on(_at(17), part)


def test_a_granted_date_is_told_at_once_and_counted_down_anew(part):
    owner, coordinator = part.seat.user, part.follow_up.conclusion.note.created_by
    for day in (11, 12, 15):
        look(at=_at(day))
    asked = date_requests.ask(part=part, wanted_on=NEW, reason="Одмори.", **_given(owner, _at(16)))
    date_requests.grant(request=asked, granted_on=NEW, answer="Договорено.", **_given(coordinator, _at(16, 22)))

    assert _told_on(_at(16, 22), part) == {"owner"}
    assert _told_on(_at(20), part) == set()
    assert _told_on(_at(2, month=11), part) == {"owner"}
    [row] = waiting_for(owner, _at(20))
    assert (row.due_on, row.is_late) == (NEW, False)
    assert "Договорено." in row.sub


def test_the_request_waits_for_the_coordinator_and_its_answer_ends_it(part):
    owner, coordinator = part.seat.user, part.follow_up.conclusion.note.created_by
    asked = date_requests.ask(part=part, wanted_on=NEW, reason="Одмори.", **_given(owner, _at(14)))

    row, *_others = (row for row in waiting_for(coordinator, _at(14)) if row.url.endswith(f"/{part.pk}/#act"))
    assert row.due_on == date(2022, 10, 17)
    assert (row.url, "Одмори." in row.sub) == (f"{part.get_absolute_url()}#act", True)
    assert waiting_for(owner, _at(14))[0].state[0] == "sent"
    look(at=_at(14))
    assert Notification.objects.filter(thing=f"task_date:{asked.pk}", recipient=coordinator).count() == 1

    date_requests.refuse(request=asked, answer="Не чека.", **_given(coordinator, _at(15)))
    assert not any("/tasks/" in row.url for row in waiting_for(coordinator, _at(15)))


def test_the_mail_leads_to_the_very_form(part):
    look(at=_at(11))

    mail = Mail.objects.get(recipient=part.seat.user)
    assert f"{part.get_absolute_url()}#act" in mail.text
    assert part.follow_up.conclusion.text in mail.text


def test_after_its_owner_left_his_colleagues_are_written_to(part):
    colleague = make_membership(group=part.follow_up.group, organization=part.organization)
    make_membership(group=part.follow_up.group, organization=part.organization, role=MemberRole.OBSERVER)
    seat = part.seat
    seat.ends_on = date(2022, 10, 9)
    seat.save(update_fields=["ends_on"])

    assert (_waits(seat.user, _at(10)), len(_waits(colleague.user, _at(10)))) == ([], 1)


def test_a_task_of_all_members_waits_for_each_until_his_organization_reported():
    group = make_commitment().group
    one, two = make_membership(group=group), make_membership(group=group)
    task = make_task(group=group)
    follow_ups.report_done(part=task.parts.get(organization=one.organization), **_given(one.user, _at(11)))

    assert [len(_waits(seat.user, _at(12))) for seat in (one, two)] == [0, 1]


def test_an_organizations_task_waits_for_its_people_in_that_group_only():
    commitment = make_commitment()
    inside = make_membership(group=commitment.group)
    outside = make_membership(organization=inside.organization)
    make_milestone(commitment=commitment, responsible=[inside.organization])
    make_task(group=commitment.group, owner=f"organization-{inside.organization_id}")

    assert [len(_waits(seat.user, _at(12))) for seat in (inside, outside)] == [1, 0]


@pytest.mark.parametrize("rows", [1, 5])
def test_what_waits_is_found_in_the_same_number_of_queries_for_one_task_and_for_several(
    rows, django_assert_num_queries
):
    group = make_commitment().group
    seat = make_membership(group=group)
    for _row in range(rows):
        make_task(group=group, owner=f"member-{seat.pk}")

    source, at = source_of("task"), _at(12)

    with django_assert_num_queries(7):
        dues = dues_of([source], ladders.ladders(at), [seat.user.pk], at)
        found = source.load([due.thing for due in dues], at)
    assert [source.words(due, found[due.thing], at.date()).url[-4:] for due in dues] == ["#act"] * rows
