from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.enums import MemberRole
from ovp_portal.accounts.roles import Role
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.waiting import waiting_for
from tests.factories.commitments import make_membership
from tests.factories.portal import make_role, make_user
from tests.factories.reports import (
    NOW,
    answer_all,
    bring_to,
    make_coordinator,
    make_member,
    make_period,
    make_submission,
)

pytestmark = pytest.mark.django_db

TODAY = date(2022, 10, 7)


def work_of(user) -> list[str]:
    return [row.title for row in waiting_for(user, NOW) if row.action]


def test_a_member_sees_what_his_organization_owes(signed_in):
    submission = make_submission(milestones=2)
    member = make_member(submission)

    page = signed_in(member).get(reverse("reports:home")).text

    assert "1 thing waits for you" in page
    assert "The next day due is Monday, 10 October 2022." in page
    assert f'href="{submission.get_absolute_url()}"' in page
    assert "2 milestones" in page


def test_a_late_and_a_returned_submission_stand_apart(signed_in):
    late, returned = make_submission(), make_submission()
    Submission.objects.filter(pk=late.pk).update(due_on=date(2022, 10, 5))
    bring_to(returned, SubmissionStatus.RETURNED)
    member = make_member(late)
    for row in waiting_for(member, NOW):
        assert row.is_late == bool(row.action)

    assert "2 days late" in signed_in(member).get(reverse("reports:home")).text
    assert [row.is_returned for row in waiting_for(make_member(returned), NOW) if row.action] == [True]


@pytest.mark.parametrize("status", [SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
def test_what_was_sent_waits_for_nobody_of_the_organization(signed_in, status):
    submission = bring_to(make_submission(), status)
    member = make_member(submission)

    assert work_of(member) == []
    page = signed_in(member).get(reverse("reports:home")).text
    assert "Nothing waits for you" in page
    assert "7 Oct 2022" in page


def test_a_coordinator_is_asked_to_review_what_was_sent():
    submission = bring_to(make_submission(), SubmissionStatus.SUBMITTED)

    assert f"Review {submission.commitment.label}, {submission.organization}" in work_of(make_coordinator(submission))


def test_nobody_is_asked_for_what_he_may_not_write():
    submission = make_submission()
    observer, stranger = make_member(submission, role=MemberRole.OBSERVER), make_user()
    former = make_user(organization=submission.organization)
    make_membership(group=submission.group, user=former, ends_on=date(2022, 10, 6))

    assert [work_of(user) for user in (observer, stranger, former)] == [[], [], []]


def test_the_secretariat_finds_its_way_to_the_whole_plan(signed_in):
    user = make_user()
    make_role(user, Role.COUNCIL)

    assert "The whole plan" in signed_in(user).get(reverse("reports:home")).text


@pytest.mark.parametrize("rows", [1, 4])
def test_what_waits_costs_the_same_for_one_and_for_many(signed_in, rows):
    period = make_period()
    first = make_submission(period=period)
    member = make_member(first)
    for _ in range(rows - 1):
        answer_all(make_submission(period=period, commitment=None, organization=first.organization), by=member)
    for row in Submission.objects.exclude(pk=first.pk):
        make_membership(group=row.group, user=member)
    client = signed_in(member)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("reports:home"))

    assert response.context["count"] == rows
    assert len(queries) <= 15
    assert NOW.date() == TODAY
