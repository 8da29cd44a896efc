from django.utils.translation import gettext as _

from ovp_portal.circulation.enums import Answer

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
