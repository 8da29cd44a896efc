"""What meeting notes tell the registry of what is due. Registered when the app is ready."""

from meetings.due.circulations import ENDINGS, POSITIONS
from meetings.due.date_requests import DATE_REQUESTS
from meetings.due.recalls import RECALLS
from meetings.due.tasks import TASKS
from ovp_portal.notifications import sources


def register() -> None:
    sources.register(TASKS)
    sources.register(POSITIONS)
    sources.register(ENDINGS)
    sources.register(RECALLS)
    sources.register(DATE_REQUESTS)
