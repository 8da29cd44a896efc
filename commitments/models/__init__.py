from commitments.models.commitments import Commitment, FormerNumber
from commitments.models.groups import Membership, WorkingGroup
from commitments.models.indicators import Indicator, IndicatorResult
from commitments.models.milestones import Milestone, MilestoneCompletion
from commitments.models.plans import ActionPlan, PriorityArea

__all__ = [
    "ActionPlan",
    "Commitment",
    "FormerNumber",
    "Indicator",
    "IndicatorResult",
    "Membership",
    "Milestone",
    "MilestoneCompletion",
    "PriorityArea",
    "WorkingGroup",
]
