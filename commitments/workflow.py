"""Which move is allowed from which status: the whole life of a plan and of a commitment at a glance."""

from commitments.enums import CommitmentStatus, PlanStatus

PLAN_MOVES = {
    PlanStatus.DRAFT: {PlanStatus.ADOPTED},
    PlanStatus.ADOPTED: {PlanStatus.CLOSED},
    PlanStatus.CLOSED: {PlanStatus.ADOPTED},
}

COMMITMENT_MOVES = {
    CommitmentStatus.PROPOSED: {
        CommitmentStatus.ACCEPTED,
        CommitmentStatus.UNACCEPTED,
        CommitmentStatus.WITHDRAWN,
    },
    CommitmentStatus.UNACCEPTED: {CommitmentStatus.PROPOSED},
    CommitmentStatus.ACCEPTED: {CommitmentStatus.WITHDRAWN, CommitmentStatus.CLOSED},
    CommitmentStatus.WITHDRAWN: set(),
    CommitmentStatus.CLOSED: {CommitmentStatus.ACCEPTED},
}
