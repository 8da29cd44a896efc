"""A figure as words and digits in the reader's language; five kinds of nothing keep five faces."""

from decimal import Decimal

from django.utils.translation import gettext as _

from commitments.enums import IndicatorKind, ValueState
from ovp_portal.lib.numbers import NO_BREAK_SPACE, number_text


def absence_text(state: str) -> str:
    """What stands where there is no number."""
    return {
        ValueState.NO_ANSWER: _("no answer"),
        ValueState.NOTHING_TO_REPORT: _("nothing to report"),
        ValueState.NOT_APPLICABLE: _("not applicable"),
        ValueState.NOT_AVAILABLE: _("n/a"),
    }[state]


def amount_text(kind: str, value: Decimal) -> str:
    """A number by its kind: yes, 75 %, 1 234."""
    if kind == IndicatorKind.YES_NO:
        return _("yes") if value else _("no")
    if kind == IndicatorKind.PERCENTAGE:
        return f"{number_text(value, places=1)}{NO_BREAK_SPACE}%"
    return number_text(value)


def figure_text(
    kind: str,
    state: str,
    value: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    text: str = "",
) -> str:
    """A published figure; a percentage always with its two numbers."""
    if state != ValueState.VALUE:
        return absence_text(state)
    if kind == IndicatorKind.TEXT or value is None:
        return text or absence_text(ValueState.NO_ANSWER)
    words = amount_text(kind, value)
    if kind == IndicatorKind.PERCENTAGE and numerator is not None and denominator is not None:
        parts = {"part": number_text(numerator), "whole": number_text(denominator)}
        return f"{words} ({_('%(part)s of %(whole)s') % parts})"
    return words
