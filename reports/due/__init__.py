"""What the reports floor tells the registry of what is due. Registered when the app is ready."""

from ovp_portal.notifications import sources
from reports.due.positions import POSITIONS
from reports.due.publications import PUBLICATIONS
from reports.due.reports import APPROVALS, CIRCULATIONS, DRAFTS
from reports.due.reviews import REVIEWS
from reports.due.silence import SILENCE
from reports.due.submissions import SUBMISSIONS
from reports.due.unreachable import UNREACHABLE

SOURCES = (SUBMISSIONS, POSITIONS, REVIEWS, DRAFTS, CIRCULATIONS, APPROVALS, SILENCE, UNREACHABLE, PUBLICATIONS)


def register() -> None:
    for source in SOURCES:
        sources.register(source)
