"""Every pair of states against its table, by the services and past them."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from commitments.enums import CommitmentStatus, PlanStatus
from commitments.models import ActionPlan, Commitment
from commitments.services import commitments, plans
from commitments.workflow import COMMITMENT_MOVES, PLAN_MOVES
from ovp_portal.audit.queries import history_of
from ovp_portal.lib.workflow import MoveNotAllowed
from tests.factories.commitments import make_commitment, make_plan
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 7, 7, tzinfo=UTC)

COMMITMENT_PAIRS = [(now, to) for now in CommitmentStatus for to in CommitmentStatus]
PLAN_PAIRS = [(now, to) for now in PlanStatus for to in PlanStatus]


def commitment_in(status):
    return make_commitment(status=status, status_reason="Причина" if status == CommitmentStatus.WITHDRAWN else "")


def plan_in(status):
    return make_plan(status=status)


def acts_on(commitment, by):
    """The acts that lead a commitment to each status."""
    given = {"commitment": commitment, "by": by, "at": AT}
    return {
        CommitmentStatus.PROPOSED: [lambda: commitments.propose_again(**given)],
        CommitmentStatus.UNACCEPTED: [lambda: commitments.decline(reason="Нема средства.", **given)],
        CommitmentStatus.ACCEPTED: [lambda: commitments.accept(**given), lambda: commitments.reopen(**given)],
        CommitmentStatus.WITHDRAWN: [lambda: commitments.withdraw(reason="Законот е укинат.", **given)],
        CommitmentStatus.CLOSED: [lambda: commitments.close(**given)],
    }


@pytest.mark.parametrize(("now", "to"), COMMITMENT_PAIRS)
def test_a_commitment_moves_only_by_the_table(now, to):
    by = make_user()
    for number in range(len(acts_on(None, by)[to])):
        commitment = commitment_in(now)
        act = acts_on(commitment, by)[to][number]
        if to in COMMITMENT_MOVES[now]:
            assert act().status == to
            assert history_of(commitment).get().data["changes"]["status"] == {"before": now, "after": to}
        else:
            with pytest.raises(MoveNotAllowed):
                act()
            assert not history_of(commitment).exists()


@pytest.mark.parametrize(("now", "to"), COMMITMENT_PAIRS)
def test_no_bulk_update_takes_a_commitment_past_the_table(now, to):
    commitment = commitment_in(now)
    values = {"status": to, "status_reason": "Причина"}

    if now == to or to in COMMITMENT_MOVES[now]:
        Commitment.objects.filter(pk=commitment.pk).update(**values)
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            Commitment.objects.filter(pk=commitment.pk).update(**values)


@pytest.mark.parametrize(("now", "to"), PLAN_PAIRS)
def test_a_plan_moves_only_by_the_table(now, to):
    plan, by = plan_in(now), make_user()
    acts = {
        PlanStatus.DRAFT: [],
        PlanStatus.ADOPTED: [
            lambda: plans.adopt(plan=plan, adopted_on=date(2022, 1, 1), by=by, at=AT),
            lambda: plans.reopen(plan=plan, by=by, at=AT),
        ],
        PlanStatus.CLOSED: [lambda: plans.close(plan=plan, by=by, at=AT)],
    }
    for act in acts[to][:1]:
        if to in PLAN_MOVES[now]:
            assert act().status == to
        else:
            with pytest.raises(MoveNotAllowed):
                act()


@pytest.mark.parametrize(("now", "to"), PLAN_PAIRS)
def test_no_bulk_update_takes_a_plan_past_the_table(now, to):
    plan = plan_in(now)

    if now == to or to in PLAN_MOVES[now]:
        ActionPlan.objects.filter(pk=plan.pk).update(status=to)
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            ActionPlan.objects.filter(pk=plan.pk).update(status=to)


def test_a_closed_plan_that_runs_again_keeps_the_day_of_its_adoption():
    plan = make_plan(adopted_on=date(2021, 10, 26))
    plans.close(plan=plan, by=None, at=AT)

    assert plans.reopen(plan=plan, by=None, at=AT).adopted_on == date(2021, 10, 26)


def test_a_withdrawal_and_a_refusal_need_a_reason():
    proposed = make_commitment(status=CommitmentStatus.PROPOSED)

    for act in (commitments.withdraw, commitments.decline):
        with pytest.raises(ValidationError) as refusal:
            act(commitment=proposed, reason=" \n", by=None, at=AT)
        assert "reason" in refusal.value.message_dict
