"""What the register tells the registry of what is due. Registered when the app is ready."""

from commitments.due.common import plan_places
from commitments.due.milestones import MILESTONES
from ovp_portal.notifications import sources


def register() -> None:
    sources.register_places(plan_places)
    sources.register(MILESTONES)
