"""What somebody would try who looks for a double, a lost or a wrong mail."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from commitments.enums import MemberRole
from commitments.models import ActionPlan, Commitment
from commitments.services import groups
from commitments.services.commitments import withdraw
from meetings.drafts import ConclusionRow
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail, Notification, Unsubscription
from ovp_portal.notifications.services import deliver_waiting, queue_once
from ovp_portal.notifications.services.ahead import look_ahead
from ovp_portal.notifications.services.ladders import save_steps
from ovp_portal.notifications.services.letters import write_texts
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.services import reviews
from reports.waiting import waiting_for
from tests.factories.commitments import make_commitment, make_group, make_membership, make_milestone
from tests.factories.meetings import make_note, make_published_note, whole_draft
from tests.factories.notifications import look, make_mail
from tests.factories.portal import make_national_coordinator, make_organization, make_user
from tests.factories.reports import bring_to, coordinator_of, make_member, make_quarter, make_submission

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _member_of(submission: Submission) -> User:
    return submission.group.memberships.get(role=MemberRole.MEMBER).user


def _told(at: datetime) -> list[str]:
    """The addresses to which a look sends something about data that are owed."""
    before = set(Mail.objects.values_list("pk", flat=True))
    look(at=at)
    sent = Mail.objects.exclude(pk__in=before).filter(status=MailStatus.SENT, notifications__kind="submission")
    return sorted(sent.distinct().values_list("address", flat=True))


def _grow_old() -> None:
    """The text of every mail was written long ago."""
    Mail.objects.update(checked_at=timezone.now() - timedelta(minutes=10))


def test_who_wants_no_mails_of_a_kind_finds_it_in_no_other_mail(mailoutbox):
    submission = make_quarter()
    member = _member_of(submission)
    make_milestone(commitment=submission.commitment, responsible=[submission.organization], due_on=date(2022, 10, 25))
    Unsubscription.objects.create(user=member, kind="milestone", since_at=_at(1))

    look(at=_at(8))

    mail = Mail.objects.get(recipient=member)
    assert "Достигнување" not in mail.text.replace("достигнување", "")
    assert mail.optional_kinds == []
    assert "List-Unsubscribe" not in next(m for m in mailoutbox if m.to == [member.email]).extra_headers


def test_who_ends_a_kind_while_its_mail_waits_does_not_get_it(mailoutbox):
    seat = make_membership()
    member = seat.user
    commitment = make_commitment(group=seat.group)
    make_milestone(commitment=commitment, responsible=[seat.organization], due_on=date(2022, 10, 25))
    queue_once(at=_at(11))
    assert Mail.objects.get(recipient=member).optional_kinds == ["milestone"]

    Unsubscription.objects.create(user=member, kind="milestone", since_at=_at(11))
    _grow_old()
    write_texts(at=_at(11, 10))
    deliver_waiting()

    assert Mail.objects.get(recipient=member).status == MailStatus.VOID
    assert [message for message in mailoutbox if message.to == [member.email]] == []


def test_language_and_address_are_those_of_the_hour_at_which_the_mail_goes(mailoutbox):
    member = _member_of(make_quarter())
    queue_once(at=_at(5))
    User.objects.filter(pk=member.pk).update(language="sq", email="new@example.org")
    _grow_old()

    write_texts(at=_at(5, 10))
    deliver_waiting()

    mail = Mail.objects.get(recipient=member)
    assert (mail.address, mail.language) == ("new@example.org", "sq")
    assert mail.text.startswith("I nderuar zotëri")
    assert [message.to for message in mailoutbox if message.to == [member.email]] == []


def test_who_leaves_while_his_mail_waits_gets_none_and_his_follower_does(mailoutbox):
    submission = make_quarter()
    member = _member_of(submission)
    queue_once(at=_at(5))
    seat = submission.group.memberships.get(user=member)
    follower = make_user(organization=submission.organization)
    today = date(2022, 10, 5)
    groups.replace(membership=seat, user=follower, starts_on=today, on=today, by=None, at=_at(5))
    _grow_old()

    assert follower.email in _told(_at(5, 11))

    assert Mail.objects.get(recipient=member).status == MailStatus.VOID
    assert [message.to for message in mailoutbox].count([follower.email]) == 1
    assert [member.email] not in [message.to for message in mailoutbox]


def test_a_head_who_is_a_member_gets_one_mail_as_the_person_that_he_is():
    submission = make_quarter()
    member = _member_of(submission)
    Organization.objects.filter(pk=submission.organization_id).update(head_email=member.email.upper())

    assert _told(_at(13)).count(member.email) == 1
    mail = Mail.objects.get(recipient=member)
    assert not Mail.objects.filter(head_of__isnull=False).exists()
    assert "Надлежните" not in mail.text, "he is told what he owes, not what others do"


def test_a_head_with_an_account_of_his_own_reads_it_in_his_language_and_knows_of_what_he_is_the_head():
    submission = make_quarter()
    head = make_user(language="en", email="minister@example.org")
    Organization.objects.filter(pk=submission.organization_id).update(head_email=head.email, name="Министерство")

    assert head.email in _told(_at(13))
    text = Mail.objects.get(recipient=head).text
    assert "as the head of: Министерство" in text
    assert "/work/submissions/" not in text, "he may not open it"


def test_a_head_is_written_to_in_the_language_of_the_plan():
    submission = make_quarter()
    Organization.objects.filter(pk=submission.organization_id).update(head_email="head@example.org")
    ActionPlan.objects.update(languages=["sq", "mk"], required_language="sq")

    look(at=_at(13))

    mail = Mail.objects.get(head_of=submission.organization)
    assert (mail.language, mail.text.startswith("I nderuar")) == ("sq", True)


def test_the_head_of_two_organizations_gets_one_mail_a_day_that_names_both():
    first, second = make_quarter(), make_quarter()
    Organization.objects.filter(pk=first.organization_id).update(head_email="Head@example.org", name="Агенција")
    Organization.objects.filter(pk=second.organization_id).update(head_email="head@example.org", name="Управа")

    for day in (13, 20):
        assert [address.lower() for address in _told(_at(day))].count("head@example.org") == 1
    mail = Mail.objects.filter(head_of__isnull=False).latest("pk")
    assert "како раководител на: Агенција; Управа." in mail.text
    assert mail.text.count("Рок: понеделник, 10 октомври 2022") == 2

    Mail.objects.filter(head_of__isnull=False).update(status=MailStatus.PARKED, address="head@example.org")
    with translation.override("en"):
        for submission, name in ((first, "Агенција"), (second, "Управа")):
            titles = [row.title for row in waiting_for(coordinator_of(submission), _at(21))]
            assert f"Mail to the head does not arrive: {name}" in titles


def test_a_member_of_plans_with_other_mail_hours_gets_one_mail_a_day_and_every_step_on_its_day():
    early = make_quarter()
    person = _member_of(early)
    late = make_submission(organization=make_organization())
    make_membership(group=late.group, user=person, organization=late.organization)
    ActionPlan.objects.filter(pk=late.period.plan_id).update(mail_hour=time(11))

    for day in range(1, 14):
        told = [_told(_at(day, hour)).count(person.email) for hour in (7, 8, 9, 11, 12)]
        assert sum(told) <= 1, day
    steps = Notification.objects.filter(recipient=person, kind="submission", is_covered=False)
    for submission in (early, late):
        mine = steps.filter(thing=f"submission:{submission.pk}").order_by("pk")
        assert [(step.queued_at.day, step.step) for step in mine if step.step != "1:opens"] == [
            (5, "1:2022-10-10:-5"),
            (8, "1:2022-10-10:-2"),
            (10, "1:2022-10-10:+0"),
            (11, "1:2022-10-10:+1"),
            (13, "1:2022-10-10:+3"),
        ]


def test_who_is_written_to_in_the_night_is_told_then_what_falls_on_that_day():
    submission = make_quarter()
    member = _member_of(submission)
    commitment = make_commitment(group=submission.group, plan=submission.period.plan)
    other = make_submission(commitment=commitment, period=submission.period, organization=submission.organization)
    look(at=_at(9))
    coordinator = coordinator_of(submission)
    other = bring_to(other, SubmissionStatus.SUBMITTED)
    reviews.return_for_changes(
        submission=other, reason="Недостига бројот.", new_due_on=date(2022, 10, 17), by=coordinator, at=_at(10, 1)
    )

    assert _told(_at(10, 2)).count(member.email) == 1
    assert _told(_at(10)).count(member.email) == 0
    step = Notification.objects.get(recipient=member, thing=f"submission:{submission.pk}", step="1:2022-10-10:+0")
    assert step.mail.notifications.filter(thing=f"submission:{other.pk}", step="2:opens").exists()


def test_two_offices_in_one_person_make_one_mail_with_the_thing_once():
    """He sits for the organization, coordinates the group and is the national coordinator."""
    submission = make_submission()
    person = make_national_coordinator(organization=submission.organization)
    make_membership(group=submission.group, user=person, role=MemberRole.COORDINATOR)

    for day in (10, 11, 13, 20):
        assert _told(_at(day)).count(person.email) == 1
    last = Mail.objects.filter(recipient=person).latest("pk")
    assert last.text.count("Рок: понеделник, 10 октомври 2022") == 1
    told = Notification.objects.filter(recipient=person, is_covered=False, kind="submission")
    assert set(told.values_list("audience", flat=True)) == {"owner"}


def test_a_member_of_two_organizations_has_both_in_one_mail():
    first = make_submission()
    other = make_submission(commitment=first.commitment, period=first.period, organization=make_organization())
    person = make_member(first)
    second = make_submission()
    make_membership(group=second.group, user=person, organization=second.organization)

    assert _told(_at(8)) == [person.email]
    text = Mail.objects.get(recipient=person).text
    assert first.organization.label in text
    assert second.organization.label in text
    assert other.organization.label not in text


def test_when_groups_are_merged_the_new_members_are_told_once_and_the_old_ones_no_more():
    submission = make_quarter()
    old = _member_of(submission)
    assert _told(_at(5)) == [old.email]
    group = make_group(plan=submission.commitment.plan)
    new = make_user(organization=submission.organization)
    make_membership(group=group, user=new)
    make_membership(group=group, role=MemberRole.COORDINATOR)
    Commitment.objects.filter(pk=submission.commitment_id).update(group=group)

    assert [_told(_at(day)) for day in (6, 7, 8)] == [[new.email], [], [new.email]]


def test_extended_on_its_last_day_the_old_ladder_is_silent_and_the_new_one_counts_down():
    submission = make_quarter()
    member = _member_of(submission)
    assert _told(_at(10)) == [member.email]
    Submission.objects.update(due_on=date(2022, 10, 20))

    told = [_told(_at(day)) for day in range(11, 24)]

    assert [day for day, addresses in zip(range(11, 24), told, strict=True) if member.email in addresses] == [
        15,
        18,
        20,
        21,
        23,
    ]


def test_working_days_of_a_country_are_told_once_each_over_a_long_weekend():
    """The 8th and 9th are a weekend, the 11th is a holiday in North Macedonia."""
    submission = make_quarter()
    member = _member_of(submission)
    steps = [{"day": day, "audiences": ["owner"]} for day in (-2, 0, 1)]
    save_steps(
        ladder=submission.commitment.plan.slug, kind="submission", steps=steps, is_in_working_days=True, seen=0,
        by=make_user(), at=_at(1),
    )  # fmt: skip

    days = [day for day in range(2, 16) if member.email in _told(_at(day))]

    assert days == [6, 10, 12]


def test_whom_no_mail_reaches_also_head_tasks_and_groups_without_a_coordinator():
    submission = make_quarter()
    coordinator = coordinator_of(submission)
    Organization.objects.filter(pk=submission.organization_id).update(head_email="head@example.org", name="Агенција")
    make_mail(
        recipient=None, head_of=submission.organization, address="Head@example.org", status=MailStatus.PARKED,
        written_at=_at(11),
    )  # fmt: skip
    with translation.override("en"):
        titles = [row.title for row in waiting_for(coordinator, _at(12))]
    assert "Mail to the head does not arrive: Агенција" in titles

    Organization.objects.filter(pk=submission.organization_id).update(head_email="right@example.org")
    assert [row for row in waiting_for(coordinator, _at(12)) if "Агенција" in row.title] == []

    make_national_coordinator()
    submission.group.memberships.filter(role=MemberRole.COORDINATOR).update(ends_on=date(2022, 10, 2))
    assert len(look_ahead(on=date(2022, 10, 12), now=_at(12)).unreachable) == 1


def test_tasks_whom_nobody_can_be_reminded_of_wait_for_the_coordinator_until_somebody_can(client):
    submission = make_quarter()
    coordinator, seat = coordinator_of(submission), submission.group.memberships.get(user=_member_of(submission))
    Organization.objects.filter(pk=submission.organization_id).update(name="Агенција", head_email="")
    task = ConclusionRow(text="Да се достават", kind="task", due_on=date(2022, 10, 17), owner=f"member-{seat.pk}")
    note = make_note(group=submission.group, by=coordinator)
    make_published_note(group=submission.group, by=coordinator, draft=whole_draft(note, conclusions=(task,)))
    bring_to(submission, SubmissionStatus.ACCEPTED)

    def titles(at: datetime) -> list[str]:
        with translation.override("en"):
            return [row.title for row in waiting_for(coordinator, at) if "Агенција" in row.title]

    assert titles(_at(17)) == [], "its member is there, and it is not late"
    assert titles(_at(18)) == ["The head has no address: Агенција"]
    submission.group.memberships.filter(pk=seat.pk).update(ends_on=date(2022, 10, 16))
    assert sorted(titles(_at(18))) == ["Nobody can be reminded: Агенција", "The head has no address: Агенција"]

    Organization.objects.filter(pk=submission.organization_id).update(head_email="head@example.org")
    make_membership(group=submission.group, organization=submission.organization)
    assert titles(_at(18)) == []


def test_a_corrected_address_ends_the_task_to_ask_for_one():
    submission = make_quarter()
    member = _member_of(submission)
    make_mail(recipient=member, status=MailStatus.PARKED, tries=14, last_error="550", written_at=_at(7))
    coordinator = coordinator_of(submission)
    assert any(str(member) in row.title for row in waiting_for(coordinator, _at(8)))

    User.objects.filter(pk=member.pk).update(email="right@example.org")

    assert not any(str(member) in row.title for row in waiting_for(coordinator, _at(8)))


@pytest.mark.parametrize("status", [SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED, SubmissionStatus.SUBMITTED])
def test_of_a_withdrawn_commitment_nothing_is_chased_and_what_waits_is_not_sent(status, mailoutbox):
    submission = bring_to(make_quarter(), status)
    queue_once(at=_at(12))
    assert Notification.objects.filter(kind__in=["submission", "review"]).exists()

    withdraw(commitment=submission.commitment, reason="Се откажува.", by=make_user(), at=_at(12))
    _grow_old()
    for day in (12, 13, 20):
        look(at=_at(day, 11))

    assert mailoutbox == []
    assert not Notification.objects.exclude(kind="silence").exists()
    assert waiting_for(coordinator_of(submission), _at(20)) == []
