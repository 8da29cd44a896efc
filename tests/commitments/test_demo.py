from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from commitments.demo import load_register
from commitments.demo.facts import PASSWORD, facts
from commitments.enums import IndicatorKind, MemberRole, PlanStatus
from commitments.models import ActionPlan, Commitment, Indicator, Membership, Milestone, WorkingGroup
from commitments.queries import overdue, plan_overview, roster
from commitments.services import milestones
from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
DAY = date(2022, 10, 7)


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """Loaded once for the file, because it takes seconds; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_register(at=AT)
        yield
        transaction.set_rollback(True)


def test_every_fact_is_in_the_register(register):
    assert Organization.objects.count() == len(facts("organizations"))
    assert Commitment.objects.count() == 32
    assert ActionPlan.objects.count() == 5
    assert set(Commitment.objects.values_list("slug", flat=True)) == {fact["slug"] for fact in facts("commitments")}
    assert WorkingGroup.objects.count() == 2
    assert User.objects.get(email="coordinator@example.org").check_password(PASSWORD)


def test_the_plan_of_the_future_is_not_public_and_older_ones_are_closed(register):
    statuses = dict(ActionPlan.objects.values_list("slug", "status"))
    assert statuses == {
        "nap-2014-2016": PlanStatus.CLOSED,
        "nap-2016-2018": PlanStatus.CLOSED,
        "nap-2018-2020": PlanStatus.CLOSED,
        "nap-2021-2023": PlanStatus.ADOPTED,
        "nap-2024-2026": PlanStatus.DRAFT,
    }
    assert not Commitment.objects.published().filter(plan__slug="nap-2024-2026").exists()


def test_commitment_3_6_has_eight_milestones_and_the_number_of_its_proposal(register):
    commitment = Commitment.objects.get(slug="trafficking-victims")

    assert commitment.full_number == "3.6"
    assert [former.number for former in commitment.former_numbers.all()] == ["3.3"]
    assert commitment.milestones.count() == 8
    assert commitment.milestones.filter(is_example=False).count() == 2
    assert all(milestone.responsible.exists() for milestone in commitment.milestones.all())
    assert [one.number for one in overdue(on=DAY).filter(commitment=commitment)] == [4, 7, 3, 5]


def test_both_full_commitments_use_every_kind_of_indicator(register):
    shown = Indicator.objects.filter(milestone__commitment__slug__in=["trafficking-victims", "sex-workers-drug-users"])
    assert set(shown.values_list("kind", flat=True)) == set(IndicatorKind.values)


def test_the_groups_sit_since_november_2021_with_one_coordinator(register):
    group = WorkingGroup.objects.get(slug="3-6")

    assert roster(group, date(2021, 10, 31)) == []
    seats = roster(group, DAY)
    assert [seat.role for seat in seats[:2]] == [MemberRole.COORDINATOR, MemberRole.DEPUTY]
    assert {seat.organization.slug for seat in seats} == {
        "mvr",
        "mp",
        "mz",
        "mtsp",
        "nacionalna-komisija",
        "otvorena-porta",
    }


def test_every_text_that_the_portal_requires_is_there_and_counters_add_up(register):
    for record in [*ActionPlan.objects.all(), *Commitment.objects.all(), *Milestone.objects.all()]:
        record.full_clean()
    overview = plan_overview(plan=ActionPlan.objects.get(slug="nap-2021-2023"), on=DAY)
    assert overview.counters.total == sum(area.counters.total for area in overview.areas) == 18


def test_loading_again_adds_nothing_and_keeps_what_a_person_changed(register):
    commitment = Commitment.objects.get(slug="trafficking-victims")
    milestone = commitment.milestones.get(number=8)
    by = User.objects.get(email="national@example.org")
    milestones.amend(milestone=milestone, values={"title": "Друг наслов"}, by=by, at=AT)
    Indicator.objects.filter(milestone=milestone).delete()
    events, seats = AuditEvent.objects.count(), Membership.objects.count()

    load_register(at=AT)

    milestone.refresh_from_db()
    assert milestone.title == "Друг наслов"
    assert not milestone.indicators.exists()
    assert (AuditEvent.objects.count(), Membership.objects.count()) == (events, seats)
