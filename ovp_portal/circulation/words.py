from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovp_portal.circulation.enums import Answer
from ovp_portal.lib.numbers import number_text

ANSWER_STATES = {
    Answer.NONE: "none",
    Answer.AGREE: "done",
    Answer.REMARK: "sent",
    Answer.OBJECT: "back",
    Answer.NOTHING: "done",
}


def state_of_answer(answer: str) -> tuple[str, str]:
    """A circle's key and the word beside it."""
    words = {
        Answer.NONE: _("No answer"),
        Answer.AGREE: _("Agrees"),
        Answer.REMARK: _("Agrees, with a remark"),
        Answer.OBJECT: _("Objects"),
        Answer.NOTHING: _("Nothing to add"),
    }
    return ANSWER_STATES[answer], words[answer]


def seat_text(function: str, role: str) -> str:
    """A member's function and seat, once where the one says what the other does: "State adviser, member"."""
    return function if function.casefold() == role.casefold() else ", ".join(filter(None, (function, role)))


def answer_counts(answers: Mapping[str, int]) -> str:
    """2 agree, 1 with a remark, 1 without an answer"""
    words = {
        Answer.AGREE: lambda n: ngettext("%(n)s agrees", "%(n)s agree", n),
        Answer.REMARK: lambda n: ngettext("%(n)s with a remark", "%(n)s with a remark", n),
        Answer.OBJECT: lambda n: ngettext("%(n)s objects", "%(n)s object", n),
        Answer.NOTHING: lambda n: ngettext("%(n)s has nothing to add", "%(n)s have nothing to add", n),
        "none": lambda n: ngettext("%(n)s without an answer", "%(n)s without an answer", n),
    }
    return ", ".join(
        say(answers[key]) % {"n": number_text(answers[key])} for key, say in words.items() if answers.get(key)
    )
