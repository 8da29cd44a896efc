"""What was sent, opened and answered; and sending it again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from commitments.models import Milestone
from meetings.drafts import ConclusionRow
from meetings.models import FollowUpPart
from meetings.services.date_requests import ask
from meetings.services.follow_ups import report_done
from ovp_portal import clock
from ovp_portal.accounts.due import PATIENCE
from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import AccessLink
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.models import AuditEvent
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.preferences import unsubscribe
from reports.queries.afterwards import PAGES, PARTS
from reports.services import submissions
from tests.factories.commitments import make_membership
from tests.factories.meetings import make_circulated_note, make_note, make_published_note, whole_draft
from tests.factories.notifications import look
from tests.factories.portal import make_national_coordinator, make_organization, make_role, make_user
from tests.factories.reports import answer_all, bring_to, coordinator_of, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db

AT = datetime(2022, 10, 10, 7, tzinfo=UTC)
SENT, AGAIN = "reports:sent", "reports:sent_again"
DUE_OF_SILENCE = date(2022, 4, 1)
"""Half a year after the first day that the plan reports on."""


@pytest.fixture
def now(monkeypatch):
    moment = [AT]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def submission(now):
    return make_quarter()


def member_of(submission):
    return submission.group.memberships.get(organization=submission.organization, role="member").user


def make_council():
    return make_role(make_user(), Role.COUNCIL).user


def post_for(submission, who=None, **more):
    return {"kind": "submission", "thing": f"submission:{submission.pk}", "who": who or member_of(submission).pk} | more


def row_of(response, kind="submission"):
    (row,) = [row for row in response.context["rows"] if row.kind == kind]
    return row


def test_the_coordinator_sees_what_was_sent_opened_and_answered(client, submission, now):
    look(at=AT)
    mail = Mail.objects.get(recipient=member_of(submission))
    link = next(word for word in mail.text.split() if f"/work/submissions/{submission.pk}/" in word)
    now[0] = AT + timedelta(minutes=20)
    client.get(link.removeprefix("http://testserver"))
    by = member_of(submission)
    submissions.submit(submission=answer_all(submission, by=by), by=by, at=AT + timedelta(hours=1))
    client.force_login(coordinator_of(submission))

    response = client.get(reverse(SENT))

    row = row_of(response)
    (message,) = row.messages
    assert (message.to, message.mail.status, message.day) == (str(by), MailStatus.SENT, 0)
    assert message.opened_at == AT + timedelta(minutes=20)
    assert row.done_at == AT + timedelta(hours=1)
    assert not message.can_go_again, "it is answered"
    assert "9.20" in response.text


def test_the_link_to_the_whole_list_is_an_opening_too(client, submission):
    look(at=AT)
    mail = Mail.objects.get(recipient=member_of(submission))
    link = next(word for word in mail.text.split() if "/go/" in word and word.endswith("/work/"))
    client.get(link.removeprefix("http://testserver"))
    client.force_login(coordinator_of(submission))

    assert row_of(client.get(reverse(SENT))).messages[0].opened_at == AT


def test_what_was_not_delivered_says_why_and_what_perhaps_went_twice_says_so(client, submission):
    look(at=AT)
    mine = Mail.objects.filter(recipient=member_of(submission))
    client.force_login(coordinator_of(submission))

    mine.update(status=MailStatus.PARKED, last_error="550 No such mailbox", tries=14, sent_at=None)
    assert "550 No such mailbox" in client.get(reverse(SENT)).text
    mine.update(status=MailStatus.SENT, sent_at=AT, is_maybe_double=True, last_error="")
    assert "perhaps sent twice" in client.get(reverse(SENT)).text


def test_a_message_goes_again_as_one_new_mail_with_its_line_in_the_history(client, submission):
    look(at=AT)
    coordinator = coordinator_of(submission)
    client.force_login(coordinator)

    client.post(reverse(AGAIN), post_for(submission))
    client.post(reverse(AGAIN), post_for(submission))  # a double click
    look(at=AT + timedelta(minutes=1))
    client.post(reverse(AGAIN), post_for(submission))  # and once more on that day

    mails = Mail.objects.filter(recipient=member_of(submission)).order_by("pk")
    assert [mail.status for mail in mails] == [MailStatus.SENT, MailStatus.SENT]
    assert mails[0].message_id != mails[1].message_id
    assert f"/work/submissions/{submission.pk}/" in mails[1].text
    (line,) = AuditEvent.objects.filter(action="reminder.sent_again")
    assert (line.actor_id, line.data["thing"]) == (coordinator.pk, f"submission:{submission.pk}")
    assert Notification.objects.filter(recipient=member_of(submission), step="1:2022-10-10:+0~").count() == 1


def test_sent_again_on_another_day_it_is_another_mail_and_the_ladder_goes_on(client, submission, now):
    look(at=AT)
    client.force_login(coordinator_of(submission))
    client.post(reverse(AGAIN), post_for(submission))
    look(at=AT + timedelta(minutes=1))
    look(at=AT + timedelta(days=1))
    now[0] = AT + timedelta(days=2)
    client.post(reverse(AGAIN), post_for(submission))
    look(at=now[0])

    mine = Notification.objects.filter(recipient=member_of(submission), is_covered=False).order_by("pk")
    assert [step.rpartition(":")[2] for step in mine.values_list("step", flat=True)] == ["+0", "+0~", "+1", "+2~"]


def test_what_is_done_meanwhile_is_not_sent_again(client, submission):
    look(at=AT)
    bring_to(submission, "submitted")
    client.force_login(coordinator_of(submission))

    response = client.post(reverse(AGAIN), post_for(submission), follow=True)

    assert "nothing was sent" in response.text
    assert not AuditEvent.objects.filter(action="reminder.sent_again").exists()


def test_what_waits_already_is_not_sent_again(client, submission):
    look(at=AT)
    Mail.objects.filter(recipient=member_of(submission)).update(status=MailStatus.QUEUED, sent_at=None)
    client.force_login(coordinator_of(submission))

    client.post(reverse(AGAIN), post_for(submission))

    assert Mail.objects.filter(recipient=member_of(submission)).count() == 1


def test_a_stranger_of_another_group_finds_nothing_and_sends_nothing(client, submission):
    look(at=AT)
    other = make_quarter()
    client.force_login(coordinator_of(other))

    assert str(submission.organization) not in client.get(reverse(SENT)).text
    assert client.post(reverse(AGAIN), post_for(submission)).status_code == 404
    client.force_login(member_of(submission))
    assert client.get(reverse(SENT)).context["rows"] == []
    assert client.post(reverse(AGAIN), post_for(submission)).status_code == 404
    assert not AuditEvent.objects.filter(action="reminder.sent_again").exists()


def test_the_council_reads_and_sends_nothing(client, submission):
    look(at=AT)
    client.force_login(make_council())

    assert not row_of(client.get(reverse(SENT))).messages[0].can_go_again
    assert client.post(reverse(AGAIN), post_for(submission)).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "publication"},
        {"thing": "submission:0"},
        {"thing": "submission:1; DROP TABLE"},
        {"who": "x"},
        {"who": "٣"},
        {"who": "99999999999999999999"},
    ],
)
def test_what_does_not_exist_is_not_found(client, submission, said):
    client.force_login(coordinator_of(submission))
    assert client.post(reverse(AGAIN), post_for(submission) | said).status_code == 404


def test_nobody_is_written_to_who_owes_nothing(client, submission):
    look(at=AT)
    client.force_login(coordinator_of(submission))

    client.post(reverse(AGAIN), post_for(submission, who=make_user().pk))

    assert not AuditEvent.objects.filter(action="reminder.sent_again").exists()


def test_drafts_before_members_and_what_the_coordinator_owes_stand_there_too(client, submission, now):
    report = move_report(make_report(submission), "circulated")
    now[0] = datetime(2022, 10, 12, 12, 30, tzinfo=UTC)
    look(at=now[0])
    client.force_login(make_national_coordinator())

    kinds = {row.kind: row for row in client.get(reverse(SENT)).context["rows"]}

    assert kinds["position"].due_on == report.circulation.closes_on
    assert kinds["position"].messages[0].can_go_again
    assert kinds["position"].done_at is None


def test_tasks_and_positions_on_notes_stand_there_with_their_own_page_and_can_go_again(client, submission, now):
    group = submission.group
    member = member_of(submission)
    seat = group.memberships.get(user=member)
    task = ConclusionRow(text="Да се достават", kind="task", due_on=date(2022, 10, 17), owner=f"member-{seat.pk}")
    note = make_note(group=group, by=coordinator_of(submission))
    make_published_note(group=group, by=note.created_by, draft=whole_draft(note, conclusions=(task,)))
    sent_note = make_circulated_note(group=group, by=coordinator_of(submission))
    part = FollowUpPart.objects.get()
    now[0] = datetime(2022, 10, 12, 8, tzinfo=UTC)
    look(at=datetime(2022, 10, 8, 8, tzinfo=UTC))
    look(at=now[0])
    client.force_login(coordinator_of(submission))

    rows = {row.kind: row for row in client.get(reverse(SENT)).context["rows"] if row.kind in PAGES}

    assert (rows["task"].organization, rows["task"].about) == (submission.organization, "Да се достават")
    assert rows["task"].url == reverse("meetings:task", args=[part.follow_up_id])
    assert rows["task"].messages[-1].can_go_again
    assert rows["note_position"].url == reverse("meetings:circulation", args=[sent_note.pk])
    assert rows["note_position"].messages[0].to == str(member)
    said = {"kind": "task", "thing": f"task_part:{part.pk}", "who": member.pk}
    now[0] = datetime(2022, 10, 13, 8, tzinfo=UTC)
    client.post(reverse(AGAIN), said)
    look(at=now[0])
    assert Notification.objects.filter(thing=f"task_part:{part.pk}", step__endswith="~").count() == 1
    report_done(part=part, by=member, at=now[0], on=now[0].date())
    rows = {row.kind: row for row in client.get(reverse(SENT)).context["rows"]}
    assert rows["task"].done_at == now[0]
    assert not any(message.can_go_again for message in rows["task"].messages)


def rows_for(client, user, **asked):
    client.force_login(user)
    return client.get(reverse(SENT), asked).context["rows"]


def test_milestones_stand_there_until_their_day_and_go_again_to_who_answers_for_them(client, submission, now):
    milestone = submission.commitment.milestones.get()
    Milestone.objects.filter(pk=milestone.pk).update(due_on=date(2022, 11, 7))
    member, coordinator = member_of(submission), coordinator_of(submission)
    now[0] = datetime(2022, 10, 25, 8, tzinfo=UTC)
    look(at=now[0])

    (row,) = rows_for(client, coordinator, kind="milestone", organization=submission.organization.slug)
    assert (row.organization, row.due_on) == (submission.organization, date(2022, 11, 7))
    assert (row.url, row.period) == (submission.commitment.get_absolute_url(), None)
    assert [message.to for message in row.messages if message.can_go_again] == [str(member)]
    assert rows_for(client, coordinator, kind="milestone", organization=make_organization().slug) == []

    said = {"kind": "milestone", "thing": f"milestone:{milestone.pk}", "who": member.pk}
    client.post(reverse(AGAIN), said)
    look(at=now[0])
    assert Notification.objects.filter(thing=said["thing"], step="1:2022-11-07:-13~").count() == 1
    now[0] = datetime(2022, 11, 8, 8, tzinfo=UTC)
    (row,) = rows_for(client, coordinator, kind="milestone")
    assert row.over_at == datetime(2022, 11, 7, 23, tzinfo=UTC)
    assert not any(message.can_go_again for message in row.messages)


def test_a_milestone_is_not_sent_again_to_who_ended_such_messages(client, submission, now):
    milestone = submission.commitment.milestones.get()
    Milestone.objects.filter(pk=milestone.pk).update(due_on=date(2022, 11, 7))
    now[0] = datetime(2022, 10, 25, 8, tzinfo=UTC)
    look(at=now[0])
    member = member_of(submission)
    unsubscribe(user=member, kinds=["milestone"], at=now[0])
    client.force_login(coordinator_of(submission))

    response = client.post(
        reverse(AGAIN), {"kind": "milestone", "thing": f"milestone:{milestone.pk}", "who": member.pk}, follow=True
    )

    assert "nothing was sent" in response.text
    assert not Notification.objects.filter(step__endswith="~").exists()


def test_a_long_silence_stands_there_until_a_report_answers_it(client, submission, now):
    coordinator = coordinator_of(submission)
    look(at=AT)

    (row,) = rows_for(client, coordinator, kind="silence")
    assert (row.due_on, row.done_at) == (DUE_OF_SILENCE, None)
    assert [message.can_go_again for message in row.messages] == [True]

    now[0] = AT + timedelta(days=1)
    said = {"kind": "silence", "thing": f"silence:{submission.commitment_id}", "who": coordinator.pk}
    client.post(reverse(AGAIN), said)
    look(at=now[0])
    assert Notification.objects.filter(thing=said["thing"], step__endswith="~").count() == 1

    report = move_report(make_report(bring_to(submission, "accepted")), "published")
    now[0] = report.published_at + timedelta(days=1)
    (row,) = rows_for(client, coordinator, kind="silence")
    assert (row.due_on, row.done_at) == (DUE_OF_SILENCE, report.published_at)
    assert not any(message.can_go_again for message in row.messages)


def test_invitations_stand_there_for_the_national_coordinator_alone(client, submission, now):
    keeper = make_national_coordinator()
    invited = make_user(name="Нов член", organization=submission.organization)
    link = AccessLink.objects.create(
        purpose=LinkPurpose.INVITATION, user=invited, token_hash="x" * 64, created_at=AT, expires_at=AT + PATIENCE
    )
    now[0] = AT + timedelta(days=3)
    look(at=now[0])

    (row,) = rows_for(client, keeper, kind="invitation", organization=submission.organization.slug)
    assert (row.title, row.url, row.commitment) == ("Нов член", invited.get_absolute_url(), None)
    assert [(message.to, message.can_go_again) for message in row.messages] == [(str(keeper), True)]
    said = {"kind": "invitation", "thing": f"invitation:{invited.pk}", "who": keeper.pk}
    for other in (coordinator_of(submission), make_council()):
        assert "invitation" not in {row.kind for row in rows_for(client, other)}
        assert client.post(reverse(AGAIN), said).status_code == 404

    client.force_login(keeper)
    now[0] = AT + timedelta(days=4)
    client.post(reverse(AGAIN), said)
    look(at=now[0])
    assert Notification.objects.filter(thing=said["thing"], step__endswith="~").count() == 1
    AccessLink.objects.filter(pk=link.pk).update(used_at=now[0])
    (row,) = rows_for(client, keeper, kind="invitation")
    assert row.done_at == now[0]
    assert not any(message.can_go_again for message in row.messages)


def test_what_coordinators_owe_of_notes_stands_there_too(client, submission, now):
    group, member, coordinator = submission.group, member_of(submission), coordinator_of(submission)
    seat = group.memberships.get(user=member)
    task = ConclusionRow(text="Да се достават", kind="task", due_on=date(2022, 10, 17), owner=f"member-{seat.pk}")
    note = make_note(group=group, by=coordinator)
    make_published_note(group=group, by=coordinator, draft=whole_draft(note, conclusions=(task,)))
    open_note = make_circulated_note(group=group, by=coordinator)
    part = FollowUpPart.objects.get()
    asked_at = datetime(2022, 10, 14, 8, tzinfo=UTC)
    ask(part=part, wanted_on=date(2022, 11, 7), reason="Одмори.", by=member, at=asked_at, on=asked_at.date())
    now[0] = datetime(2022, 10, 18, 8, tzinfo=UTC)
    look(at=now[0])

    rows = {row.kind: row for row in rows_for(client, coordinator)}

    assert rows["task_date"].due_on == date(2022, 10, 17)
    assert rows["task_date"].url == reverse("meetings:task", args=[part.follow_up_id])
    assert rows["note_ending"].url == reverse("meetings:circulation", args=[open_note.pk])
    for kind in ("task_date", "note_ending"):
        assert rows[kind].organization is None
        assert [message.to for message in rows[kind].messages if message.can_go_again] == [str(coordinator)]


def test_every_kind_that_somebody_owes_stands_there():
    """News and the list of whom no mail reaches ask for no answer."""
    asks = {source.kind for source in sources.registered() if not source.is_news and not source.tells_unreachable}

    assert asks == {*PARTS, "invitation"}


def test_filters_find_one_organization_period_kind_and_commitment(client, submission):
    other = make_quarter()
    client.force_login(make_national_coordinator())

    def found(**asked):
        return {row.organization for row in client.get(reverse(SENT), asked).context["rows"]}

    assert found() == {submission.organization, other.organization}
    assert found(organization=submission.organization.slug) == {submission.organization}
    assert found(commitment=other.commitment.slug) == {other.organization}
    assert found(period="2022-q3", kind="submission") == {submission.organization, other.organization}
    assert found(period="2022-q2") == set()
    assert found(period="x'--", kind="nothing") == {submission.organization, other.organization}


@pytest.mark.parametrize("quarters", [1, 3])
def test_the_page_asks_as_much_for_many_as_for_one(client, now, quarters, django_assert_max_num_queries):
    first = make_quarter()
    for _ in range(quarters - 1):
        make_membership(group=first.group, user=make_user(), organization=make_organization())
        make_quarter()
    look(at=AT)
    client.force_login(make_national_coordinator())
    client.get(reverse(SENT))

    with django_assert_max_num_queries(20) as asked:
        client.get(reverse(SENT))

    assert len(asked) == QUERIES


QUERIES = 14
"""Session, person and roles; count and page; names, messages, openings; filters; the menu."""
