"""From a submission that is owed to the mail that says so: who, when, once, and in his language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commitments.enums import MemberRole, PlanStatus
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services import queue_once
from reports.enums import SubmissionStatus
from reports.models import ReportingPeriod, Submission
from reports.services import reviews
from tests.factories.commitments import make_commitment, make_group, make_membership
from tests.factories.notifications import look
from tests.factories.portal import make_organization, make_user
from tests.factories.reports import answer_all, bring_to, make_coordinator, make_member, make_submission

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _steps() -> list[tuple[str, bool]]:
    return list(Notification.objects.order_by("pk").values_list("step", "is_covered"))


def test_a_quarter_day_by_day_writes_six_mails_and_then_weekly():
    member = make_member(make_submission())

    days = [(_at(1) + timedelta(days=day)).date() for day in range(35) if look(at=_at(1) + timedelta(days=day))]

    assert days == [date(2022, 10, day) for day in (1, 5, 8, 10, 11, 13, 20, 27)] + [date(2022, 11, 3)]
    assert set(Mail.objects.values_list("address", flat=True)) == {member.email}


def test_running_it_five_times_writes_each_mail_once():
    make_member(make_submission())

    assert [look(at=_at(5)) for _ in range(5)] == [1, 0, 0, 0, 0]


def test_days_without_a_worker_are_caught_up_with_one_mail():
    make_member(make_submission())

    assert look(at=_at(11)) == 1
    assert _steps() == [
        ("1:2022-10-10:+0", True),
        ("1:2022-10-10:+1", False),
        ("1:2022-10-10:-2", True),
        ("1:2022-10-10:-5", True),
        ("1:opens", True),
    ]
    assert look(at=_at(9)) == 0, "a clock set back tells nothing again"
    assert Notification.objects.filter(mail=Mail.objects.get()).count() == 5


def test_nothing_goes_out_before_the_mail_hour():
    make_member(make_submission())

    assert look(at=_at(5, 7)) == 0
    assert look(at=_at(5, 8)) == 1


def test_one_mail_tells_everything_that_he_owes_oldest_first():
    submission = make_submission(milestones=2)
    member = make_member(submission)
    other = make_submission(
        period=submission.period,
        commitment=make_commitment(group=submission.group, title="Втора заложба"),
        organization=submission.organization,
    )
    Submission.objects.filter(pk=other.pk).update(due_on=date(2022, 10, 9))
    coordinator = make_coordinator(submission)

    look(at=_at(7))
    mail = Mail.objects.get(recipient=member)
    assert mail.reply_to == [coordinator.email]
    first, second = (mail.text.index(f"/work/submissions/{pk}/") for pk in (other.pk, submission.pk))
    assert first < second
    assert f'/work/submissions/{submission.pk}/"' in mail.html
    assert "\n\n\n" not in mail.text


def test_who_handed_in_gets_nothing_and_who_did_not_is_told():
    sent, owed = make_submission(), make_submission()
    make_member(sent)
    bring_to(sent, SubmissionStatus.SUBMITTED)
    late = make_member(owed)

    look(at=_at(11))

    assert [mail.recipient for mail in Mail.objects.all()] == [late]


def test_a_returned_submission_is_told_at_once_with_its_reason_and_chased_again():
    submission = make_submission()
    member = make_member(submission, starts_on=date(2022, 1, 1))
    member.language = "en"
    member.save()
    look(at=_at(1))
    submission = bring_to(submission, SubmissionStatus.SUBMITTED)
    reviews.return_for_changes(
        submission=submission, reason="Недостига бројот.", new_due_on=date(2022, 10, 17), by=member, at=_at(12, 22)
    )

    assert look(at=_at(12, 23)) == 1
    mail = Mail.objects.latest("pk")
    assert mail.subject == f"Returned to be completed: data on {submission.commitment.label}"
    assert "returned: Недостига бројот." in mail.text
    assert [look(at=_at(day)) for day in (13, 14, 15, 16, 17, 18)] == [0, 0, 1, 0, 1, 1]
    assert Mail.objects.latest("pk").subject == "1 day late: one submission for the third quarter of 2022"


def test_each_member_of_a_group_is_told_what_his_own_organization_owes_and_nothing_else():
    first = make_submission()
    second = make_submission(period=first.period, commitment=first.commitment, organization=make_organization())
    members = [make_member(first), make_member(second)]

    look(at=_at(7))

    owed = {
        mail.recipient: [f"/work/submissions/{pk}/" in mail.text for pk in (first.pk, second.pk)]
        for mail in Mail.objects.all()
    }
    assert owed == {members[0]: [True, False], members[1]: [False, True]}


def test_only_those_who_sit_for_the_organization_that_day_are_told():
    submission = make_submission()
    seated = make_member(submission, ends_on=date(2022, 10, 7))
    make_member(submission, role=MemberRole.OBSERVER)
    make_member(submission, starts_on=date(2022, 10, 8))
    make_member(submission, ends_on=date(2022, 10, 6))
    make_membership(group=submission.group, user=make_user())
    gone = make_member(submission)
    gone.is_active = False
    gone.save()

    look(at=_at(7))

    assert [mail.recipient for mail in Mail.objects.all()] == [seated]


@pytest.mark.parametrize(
    ("plan", "period"),
    [({"status": PlanStatus.CLOSED}, {}), ({}, {"opened_at": None})],
    ids=["a closed plan", "a period that is not open"],
)
def test_nobody_is_asked_for(plan, period):
    submission = make_submission()
    make_member(submission)
    type(submission.period.plan).objects.filter(pk=submission.period.plan_id).update(**plan)
    ReportingPeriod.objects.filter(pk=submission.period_id).update(**period)

    assert look(at=_at(7)) == 0


def test_an_extension_silences_the_old_ladder_and_begins_the_new_one():
    submission = make_submission()
    make_member(submission)
    look(at=_at(9))
    Submission.objects.filter(pk=submission.pk).update(due_on=date(2022, 10, 20))

    assert [look(at=_at(day)) for day in (10, 11, 14, 15, 18)] == [0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("language", "days", "subject"),
    [
        ("en", 1, "By Monday, 10 October 2022: one submission for the third quarter of 2022"),
        ("en", 8, "2 more days: one submission for the third quarter of 2022"),
        ("en", 10, "Today is the last day: one submission for the third quarter of 2022"),
    ],
)
def test_the_subject_says_how_long_there_is(language, days, subject):
    member = make_member(make_submission())
    member.language = language
    member.save()

    look(at=_at(days))

    assert Mail.objects.get().subject == subject


def test_a_draft_says_how_far_it_is():
    submission = make_submission(milestones=3)
    member = make_member(submission)
    member.language = "en"
    member.save()
    answer_all(submission, outcome="")

    look(at=_at(7))

    assert "not begun" in Mail.objects.get().text
    assert "3 milestones:" in Mail.objects.get().text


@pytest.mark.parametrize("rows", [1, 4])
def test_a_look_asks_as_often_for_many_as_for_one(django_assert_num_queries, rows):
    submission = make_submission()
    make_member(submission)
    for _ in range(rows - 1):
        another = make_submission(
            period=submission.period,
            commitment=make_commitment(group=make_group(plan=submission.period.plan)),
            organization=make_organization(),
        )
        make_member(another)

    with django_assert_num_queries(61):
        assert queue_once(at=_at(7)) == rows
    with django_assert_num_queries(22):
        assert queue_once(at=_at(7)) == 0
