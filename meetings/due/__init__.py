"""What meeting notes tell the registry of what is due. Registered when the app is ready."""

from meetings.due.circulations import ENDINGS, POSITIONS
from meetings.due.tasks import TASKS
from ovp_portal.notifications import sources


def register() -> None:
    sources.register(TASKS)
    sources.register(POSITIONS)
    sources.register(ENDINGS)
