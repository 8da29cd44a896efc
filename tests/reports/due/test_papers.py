"""Drafts that wait for a position, and reports that came out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.circulation.services import take_position
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services import queue_once
from reports.due.publications import IS_NEWS_FOR
from reports.enums import ReportStatus
from reports.services import status_reports
from tests.factories.commitments import make_membership
from tests.factories.notifications import look
from tests.factories.portal import make_user
from tests.factories.reports import PUBLISHED, bring_to, coordinator_of, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2022, 10, day, hour, tzinfo=ZoneInfo("Europe/Skopje")).astimezone(UTC)


def _new_mails(at: datetime, kind: str) -> list[Mail]:
    """What a look writes about one kind of thing."""
    before = set(Mail.objects.values_list("pk", flat=True))
    look(at=at)
    told = Mail.objects.filter(notifications__kind=kind, notifications__is_covered=False)
    return list(told.exclude(pk__in=before).distinct().order_by("pk"))


@pytest.fixture
def report():
    """A report of a group of three: two members, one of them a CSO, and the coordinator."""
    return make_report()


def test_a_draft_goes_to_each_member_at_once_with_its_substance_and_his_own_address(report):
    report = move_report(report, ReportStatus.CIRCULATED)
    positions = {position.user_id: position for position in Position.objects.all()}

    mails = _new_mails(report.circulation.opened_at, "position")

    assert {mail.recipient_id for mail in mails} == set(positions)
    assert coordinator_of(report).pk not in positions
    for mail in mails:
        own = positions.pop(mail.recipient_id)
        assert f"/work/positions/{own.pk}/" in mail.text
        assert f"/work/positions/{own.pk}/" in mail.html
        assert report.summary in mail.text
        assert all(f"* {line.milestone.full_number} " in mail.text for line in report.lines.all())
        assert mail.reply_to == [coordinator_of(report).email]


def test_who_has_not_answered_is_reminded_on_the_closing_day_and_never_after_it(report):
    report = move_report(report, ReportStatus.CIRCULATED)
    opened_at = report.circulation.opened_at
    look(at=opened_at)
    answered, silent = Position.objects.order_by("pk")
    take_position(
        position=answered, answer=Answer.AGREE, text="", by=answered.user, at=opened_at, on=date(2022, 10, 13)
    )

    assert _new_mails(_at(13), "position") == []
    assert [mail.recipient_id for mail in _new_mails(_at(14), "position")] == [silent.user_id]
    assert _new_mails(_at(15), "position") == []


def test_a_draft_that_is_called_back_is_over_and_sent_anew_it_is_told_anew(report):
    report = move_report(report, ReportStatus.CIRCULATED)
    at, by = report.circulation.opened_at, coordinator_of(report)
    look(at=at)
    report = status_reports.recall(report=report, by=by, at=at)
    assert _new_mails(_at(14), "position") == []

    status_reports.circulate(report=report, closes_on=date(2022, 10, 15), by=by, at=_at(14, 10))

    assert len(_new_mails(_at(14, 10), "position")) == 2


def test_a_published_report_is_told_once_to_each_member_of_that_day(report):
    make_membership(group=report.commitment.group, user=make_user(), ends_on=date(2022, 10, 14))
    report = move_report(report, ReportStatus.PUBLISHED)
    members = set(report.commitment.group.memberships.filter(ends_on=None).values_list("user_id", flat=True))

    mails = _new_mails(PUBLISHED, "publication")

    assert {mail.recipient_id for mail in mails} == members
    assert all(f"/reports/{report.period.key}/" in mail.text for mail in mails)
    news = f"Објавено: извештај за {report.commitment.label}"
    assert all(news in mail.subject.split(" · ") for mail in mails)
    assert all(mail.optional_kinds == ["publication"] and "/account/reminders/" in mail.text for mail in mails)
    assert _new_mails(PUBLISHED + timedelta(days=1), "publication") == []


def test_old_publications_are_no_news(report):
    move_report(report, ReportStatus.PUBLISHED)

    assert _new_mails(PUBLISHED + IS_NEWS_FOR, "publication") == []
    assert not Notification.objects.filter(kind="publication").exists()


def test_news_stand_only_in_the_mail_that_tells_them(report):
    report = move_report(report, ReportStatus.PUBLISHED)
    member = report.commitment.group.memberships.exclude(user=coordinator_of(report)).first().user
    look(at=PUBLISHED)
    other = make_quarter()
    make_membership(group=other.commitment.group, user=member, organization=other.organization)

    (mail,) = [mail for mail in _new_mails(_at(17), "submission") if mail.recipient == member]

    assert f"/reports/{report.period.key}/" not in mail.text


@pytest.mark.parametrize("rows", [1, 3])
def test_papers_are_asked_for_with_as_many_queries_for_many_as_for_one(django_assert_num_queries, rows):
    for _ in range(rows):
        submission = make_quarter(members=2)
        for owed in submission.period.submissions.all():
            bring_to(owed, "accepted")
        move_report(make_report(submission), ReportStatus.CIRCULATED)

    with django_assert_num_queries(61):
        assert queue_once(at=_at(13, 18)) == 3 * rows, "two members and the coordinator"
