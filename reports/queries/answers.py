"""Answers in words, for the pages that are only read."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from commitments.enums import IndicatorKind
from commitments.models import Indicator
from ovp_portal.lib.numbers import number_text
from reports.models import ActivityRecord, IndicatorValue, MilestoneUpdate
from reports.queries.gaps import indicators_of, label_of


class ValueShown(NamedTuple):
    indicator: Indicator
    text: str


@dataclass
class Answer:
    """What was said of one milestone, ready to read."""

    update: MilestoneUpdate
    label: str
    values: list[ValueShown]
    activities: list[ActivityRecord]


def answers_of(updates: list[MilestoneUpdate]) -> list[Answer]:
    """Takes updates as `whole_updates` gets them; asks nothing."""
    return [
        Answer(
            update=update,
            label=label_of(update),
            values=[ValueShown(indicator, value_text(indicator, _value(update, indicator)))
                    for indicator in indicators_of(update)],
            activities=list(update.activities.all()),
        )
        for update in updates
    ]  # fmt: skip


def value_text(indicator: Indicator, value: IndicatorValue | None) -> str:
    """The value in the reader's language; nothing for no answer, which zero is not."""
    if value is None:
        return ""
    if indicator.kind == IndicatorKind.TEXT:
        return value.text
    if indicator.kind == IndicatorKind.PERCENTAGE and value.value is not None:
        words = {
            "share": number_text(value.value, 1),
            "part": number_text(value.numerator),
            "whole": number_text(value.denominator),
        }
        return _("%(share)s %% (%(part)s of %(whole)s)") % words
    if value.value is None:
        return ""
    if indicator.kind == IndicatorKind.YES_NO:
        return _("yes") if value.value else _("no")
    return f"{number_text(value.value)} {indicator.unit_i18n or ''}".strip()


def _value(update: MilestoneUpdate, indicator: Indicator) -> IndicatorValue | None:
    return next((value for value in update.values.all() if value.indicator_id == indicator.pk), None)
