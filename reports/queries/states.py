from django.utils.translation import gettext as _

from ovp_portal.circulation.enums import Answer
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


ANSWER_STATES = {Answer.NONE: "none", Answer.AGREE: "done", Answer.REMARK: "sent", Answer.OBJECT: "back"}


def state_of_answer(answer: str) -> tuple[str, str]:
    """A circle's key and the word beside it."""
    words = {
        Answer.NONE: _("No answer"),
        Answer.AGREE: _("Agrees"),
        Answer.REMARK: _("Agrees, with a remark"),
        Answer.OBJECT: _("Objects"),
    }
    return ANSWER_STATES[answer], words[answer]
