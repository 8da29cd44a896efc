from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from commitments.enums import MemberRole
from commitments.models import Membership
from commitments.queries import roster, seat_of
from commitments.services import groups
from tests.factories.commitments import make_commitment, make_group, make_membership, make_plan
from tests.factories.portal import make_organization, make_user

AT = datetime(2022, 10, 7, 7, tzinfo=UTC)
TODAY = date(2022, 10, 7)
LATER = date(2022, 11, 1)


def seat(group, user, **given):
    fields = {"organization": user.organization, "starts_on": TODAY, "by": None, "at": AT}
    return groups.seat(group=group, user=user, **fields | given)


@pytest.mark.django_db
def test_a_replacement_ends_the_old_seat_the_day_before_and_keeps_its_past():
    old, newcomer = make_membership(function="Советник"), make_user()

    new = groups.replace(membership=old, user=newcomer, starts_on=LATER, on=TODAY, by=None, at=AT)

    old.refresh_from_db()
    assert old.ends_on == LATER - timedelta(days=1)
    assert (new.organization, new.role, new.function) == (old.organization, old.role, "Советник")
    assert [one.user for one in roster(old.group, LATER - timedelta(days=1))] == [old.user]
    assert [one.user for one in roster(old.group, LATER)] == [newcomer]


@pytest.mark.django_db
def test_a_new_coordinator_takes_over_from_the_day_and_one_person_is_in_one_seat():
    group = make_group()
    before = make_membership(group=group, role=MemberRole.COORDINATOR)
    member = make_membership(group=group)

    groups.name_coordinator(membership=member, starts_on=LATER, on=TODAY, by=None, at=AT)

    day_before = LATER - timedelta(days=1)
    assert {one.user: one.role for one in roster(group, day_before)} == {
        before.user: MemberRole.COORDINATOR,
        member.user: MemberRole.MEMBER,
    }
    assert {one.user: one.role for one in roster(group, LATER)} == {member.user: MemberRole.COORDINATOR}


@pytest.mark.django_db
@pytest.mark.parametrize("starts_on", [TODAY - timedelta(days=1), date(2021, 10, 1), date(2020, 1, 1)])
def test_the_past_is_not_rewritten(starts_on):
    old = make_membership(starts_on=date(2021, 10, 1))

    with pytest.raises(ValidationError):
        groups.replace(membership=old, user=make_user(), starts_on=starts_on, on=TODAY, by=None, at=AT)
    with pytest.raises(ValidationError):
        groups.end(membership=old, ends_on=TODAY - timedelta(days=2), on=TODAY, by=None, at=AT)

    old.refresh_from_db()
    assert old.ends_on is None
    assert Membership.objects.count() == 1


@pytest.mark.django_db
def test_an_ended_seat_stays_ended():
    old = make_membership()
    groups.end(membership=old, ends_on=TODAY, on=TODAY, by=None, at=AT)

    with pytest.raises(ValidationError):
        groups.end(membership=old, ends_on=LATER, on=TODAY, by=None, at=AT)
    assert seat_of(old.user, old.group, TODAY + timedelta(days=1)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"role": "coordinator"}, {"starts_on": date(2020, 1, 1)}, {"function": "Друго"}])
def test_no_shell_rewrites_a_seat(change):
    old = make_membership()

    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=old.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=old.pk).update(organization=make_organization())


@pytest.mark.django_db
def test_a_person_sits_once_and_a_group_has_one_coordinator_at_a_time():
    group = make_group()
    first = make_membership(group=group, role=MemberRole.COORDINATOR, ends_on=TODAY)

    with pytest.raises(ValidationError) as same_person:
        seat(group, first.user)
    with pytest.raises(ValidationError) as second_coordinator:
        seat(group, make_user(), role=MemberRole.COORDINATOR)
    assert same_person.value.messages != second_coordinator.value.messages
    seat(group, first.user, starts_on=TODAY + timedelta(days=1), role=MemberRole.COORDINATOR)


@pytest.mark.django_db
def test_a_deactivated_person_is_in_no_roster():
    one = make_membership()
    one.user.is_active = False
    one.user.save()

    assert roster(one.group, TODAY) == []


@pytest.mark.django_db
def test_a_roster_asks_one_query_for_one_member_and_for_several(django_assert_num_queries):
    group = make_group()
    for _ in range(2):
        make_membership(group=group)
        with django_assert_num_queries(1):
            assert all(one.user.name and one.organization.name for one in roster(group, TODAY))


@pytest.mark.django_db
def test_a_group_takes_commitments_of_its_own_plan_only():
    plan = make_plan()
    own, strange = make_commitment(plan=plan), make_commitment()
    group = groups.create(plan=plan, name="Група", commitments=[own], by=None, at=AT)
    own.refresh_from_db()
    assert own.group == group

    with pytest.raises(ValidationError):
        groups.amend(group=group, values={}, commitments=[own, strange], by=None, at=AT)
    groups.amend(group=group, values={}, commitments=[], by=None, at=AT)
    own.refresh_from_db()
    assert own.group is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("past_the_service", [False, True])
def test_two_people_seated_as_coordinator_at_once_leave_one(past_the_service):
    """Through the service one waits for the other and is told why; past it the database refuses."""
    group, people = make_group(), [make_user(), make_user()]
    start, refusals = Barrier(2), []

    def try_seat(user):
        try:
            start.wait(10)
            if past_the_service:
                make_membership(group=group, user=user, role=MemberRole.COORDINATOR)
            else:
                seat(group, user, role=MemberRole.COORDINATOR)
        except (ValidationError, DatabaseError) as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=try_seat, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Membership.objects.filter(group=group).count() == 1
    assert len(refusals) == 1
    assert isinstance(refusals[0], DatabaseError if past_the_service else ValidationError)
