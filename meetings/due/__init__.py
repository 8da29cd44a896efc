"""What meeting notes tell the registry of what is due. Registered when the app is ready."""

from meetings.due.circulations import ENDING, ENDINGS, POSITIONS
from meetings.due.circulations import POSITION as NOTE_POSITION
from meetings.due.date_requests import DATE_REQUESTS
from meetings.due.date_requests import KIND as TASK_DATE
from meetings.due.recalls import RECALLS
from meetings.due.tasks import KIND as TASK
from meetings.due.tasks import TASKS
from meetings.due.tasks import THING as TASK_PART
from ovp_portal.notifications import sources

__all__ = ["ENDING", "NOTE_POSITION", "TASK", "TASK_DATE", "TASK_PART", "register"]


def register() -> None:
    sources.register(TASKS)
    sources.register(POSITIONS)
    sources.register(ENDINGS)
    sources.register(RECALLS)
    sources.register(DATE_REQUESTS)
