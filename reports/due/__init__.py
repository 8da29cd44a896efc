"""What the reports floor tells the registry of what is due. Registered when the app is ready."""

from ovp_portal.notifications import sources
from reports.due.positions import POSITIONS
from reports.due.publications import PUBLICATIONS
from reports.due.submissions import SUBMISSIONS


def register() -> None:
    for source in (SUBMISSIONS, POSITIONS, PUBLICATIONS):
        sources.register(source)
