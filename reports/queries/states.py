from django.utils.translation import gettext as _

from reports.enums import SubmissionStatus
from reports.models import Submission

STATES = {
    SubmissionStatus.EXPECTED: "draft",
    SubmissionStatus.SUBMITTED: "sent",
    SubmissionStatus.RETURNED: "back",
    SubmissionStatus.ACCEPTED: "done",
}
"""The circle that each state has."""


def state_of_submission(submission: Submission) -> tuple[str, str]:
    """The circle and the word of a submission."""
    if submission.status == SubmissionStatus.EXPECTED:
        return "draft", _("draft") if submission.version else _("not started")
    return STATES[SubmissionStatus(submission.status)], submission.get_status_display()
