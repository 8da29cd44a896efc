"""Writing what was said of milestones: the rows below a submission, in a few statements however many there are."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.enums import IndicatorKind
from commitments.models import Indicator
from ovp_portal.lib.text import tidy
from reports.enums import Outcome
from reports.models import ActivityRecord, IndicatorValue, MilestoneUpdate
from reports.queries.gaps import WITH_CONTENT, label_of, more_than_all

TEXTS = ("outcome", "level", "progress", "reason", "applicable_when")
NUMBERS = ("value", "numerator", "denominator")
ACTIVITY_FIELDS = (
    "kind", "topic", "held", "participants", "women", "breakdown", "starts_on", "ends_on", "place", "funding",
)  # fmt: skip
LONGEST = 20_000
PLACES = Decimal("0.0001")

Updates = Mapping[int, MilestoneUpdate]


def write(*, updates: Updates, data: Mapping[int, Mapping[str, Any]]) -> None:
    """Write everything in `data`; the submission is locked by the caller. Refuses contradictions, all at once.

    Afterwards the updates hold what was written, so that nobody reads them again.
    """
    problems: list[ValidationError] = []
    changed, values, activities, emptied = [], [], [], []
    for milestone, said in data.items():
        update = updates.get(milestone)
        if update is None:
            problems.append(ValidationError(_("This submission does not ask for that milestone."), code="unknown"))
            continue
        try:
            if _set_texts(update, said):
                changed.append(update)
            if "values" in said:
                rows = _values(update, said["values"])
                values += rows
                _hold(update, "values", {**_by_indicator(update.values.all()), **_by_indicator(rows)}.values())
            if "activities" in said:
                rows = _activities(update, said["activities"])
                if not _are_same(rows, list(update.activities.all())):
                    emptied.append(update.pk)
                    activities += rows
                    _hold(update, "activities", rows)
        except ValidationError as refusal:
            problems += _with_place(refusal, label_of(update))
    if problems:
        raise ValidationError(problems)
    _write_texts(changed)
    _write_values(values)
    if emptied:
        ActivityRecord.objects.filter(update__in=emptied).delete()
    if activities:
        ActivityRecord.objects.bulk_create(activities)


def drop_what_was_not_chosen(updates: Iterable[MilestoneUpdate]) -> None:
    """Take out what was typed under outcomes that were not chosen in the end."""
    trimmed, without_content = [], []
    for update in updates:
        before = [getattr(update, name) for name in TEXTS]
        if update.outcome in WITH_CONTENT:
            update.reason = update.applicable_when = ""
        else:
            update.level = update.progress = ""
            if update.outcome != Outcome.NOT_APPLICABLE:
                update.applicable_when = ""
            if update.values.all() or update.activities.all():
                without_content.append(update.pk)
        if before != [getattr(update, name) for name in TEXTS]:
            trimmed.append(update)
    _write_texts(trimmed)
    if without_content:
        IndicatorValue.objects.filter(update__in=without_content).delete()
        ActivityRecord.objects.filter(update__in=without_content).delete()


def _set_texts(update: MilestoneUpdate, said: Mapping[str, Any]) -> bool:
    before = [getattr(update, name) for name in TEXTS]
    for name in TEXTS:
        if name in said:
            setattr(update, name, tidy(said[name] or ""))
    if before == [getattr(update, name) for name in TEXTS]:
        return False
    update.clean_fields(exclude=["submission", "milestone"])
    too_long = {name: _too_long() for name in ("progress", "reason") if len(getattr(update, name)) > LONGEST}
    if too_long:
        raise ValidationError(too_long)
    return True


def _values(update: MilestoneUpdate, said: Mapping[int, Mapping[str, Any]]) -> list[IndicatorValue]:
    """The rows that differ from what is kept; a row of nothing is kept too once there is one."""
    indicators = {indicator.pk: indicator for indicator in update.milestone.indicators.all()}
    kept = _by_indicator(update.values.all())
    rows = []
    for pk, given in said.items():
        if pk not in indicators:
            raise ValidationError(_("This milestone has no such indicator."), code="unknown")
        row = _value(update, indicators[pk], given)
        before = kept.get(pk)
        if before is None and _numbers_of(row) == (None, None, None, ""):
            continue
        if before is None or _numbers_of(before) != _numbers_of(row):
            rows.append(row)
    return rows


def _by_indicator(rows: Iterable[IndicatorValue]) -> dict[int, IndicatorValue]:
    return {row.indicator_id: row for row in rows}


def _hold(update: MilestoneUpdate, name: str, rows: Iterable[models.Model]) -> None:
    """Put rows in the place of those that were read ahead."""
    getattr(update, name).all()._result_cache = list(rows)


def _value(update: MilestoneUpdate, indicator: Indicator, given: Mapping[str, Any]) -> IndicatorValue:
    row = IndicatorValue(update=update, indicator=indicator, text=tidy(given.get("text") or ""))
    for name in NUMBERS:
        number = given.get(name)
        if isinstance(number, float):
            raise TypeError("Values are decimals, never floats.")
        setattr(row, name, None if number is None else Decimal(number))
    if indicator.kind == IndicatorKind.PERCENTAGE:
        row.value = _percentage(row.numerator, row.denominator)
    else:
        row.numerator = row.denominator = None
    if indicator.kind == IndicatorKind.TEXT:
        row.value = None
    if indicator.kind == IndicatorKind.YES_NO and row.value not in (None, 0, 1):
        raise ValidationError(_("“%(indicator)s” takes yes or no."), params={"indicator": indicator})
    row.clean_fields(exclude=["update", "indicator"])
    if len(row.text) > LONGEST:
        raise ValidationError(_too_long())
    return row


def _percentage(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """100 · n / d to four places; nothing while one of the two is missing."""
    if denominator is not None and denominator <= 0:
        raise ValidationError(_("The denominator must be above zero."))
    if numerator is None or denominator is None:
        return None
    return (100 * numerator / denominator).quantize(PLACES, rounding=ROUND_HALF_UP)


def _numbers_of(row: IndicatorValue) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
    return row.value, row.numerator, row.denominator, row.text


def _write_texts(updates: list[MilestoneUpdate]) -> None:
    """One statement for rows that are all there: a third of what bulk_update costs."""
    if updates:
        MilestoneUpdate.objects.bulk_create(updates, update_conflicts=True, unique_fields=["id"], update_fields=TEXTS)


def _write_values(rows: list[IndicatorValue]) -> None:
    if rows:
        IndicatorValue.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["update", "indicator"], update_fields=[*NUMBERS, "text"]
        )


def _activities(update: MilestoneUpdate, said: Iterable[Mapping[str, Any]]) -> list[ActivityRecord]:
    rows = []
    for number, given in enumerate(said, start=1):
        row = ActivityRecord(update=update, position=number)
        for name in ACTIVITY_FIELDS:
            if given.get(name) is not None:
                value = given[name]
                setattr(row, name, tidy(value) if isinstance(value, str) else value)
        try:
            _check_activity(row)
        except ValidationError as refusal:
            raise ValidationError(_with_place(refusal, str(_("activity %(number)s") % {"number": number}))) from None
        rows.append(row)
    return rows


def _check_activity(row: ActivityRecord) -> None:
    """What no draft may say, as the database's constraints have it, without a query for each."""
    row.clean_fields(exclude=["update"])
    if not _is_breakdown(row.breakdown):
        raise ValidationError({"breakdown": _("Write one group a line, with its number: “lawyers: 31”.")})
    if row.participants is not None:
        if row.women is not None and row.women > row.participants:
            raise ValidationError({"women": more_than_all(row.women, row.participants)})
        counted = sum(part["count"] for part in row.breakdown)
        if counted > row.participants:
            raise ValidationError({"breakdown": more_than_all(counted, row.participants)})
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ValidationError({"ends_on": _("The activity ends before it starts.")})


def _is_breakdown(parts: Any) -> bool:
    return isinstance(parts, list) and all(
        isinstance(part, dict)
        and set(part) == {"who", "count"}
        and isinstance(part["who"], str)
        and isinstance(part["count"], int)
        and part["count"] >= 0
        for part in parts
    )


def _are_same(rows: list[ActivityRecord], kept: list[ActivityRecord]) -> bool:
    said = [[getattr(row, name) for name in ("position", *ACTIVITY_FIELDS)] for row in rows]
    return said == [[getattr(row, name) for name in ("position", *ACTIVITY_FIELDS)] for row in kept]


def _too_long() -> str:
    return _("The text is longer than %(count)s letters. Shorten it.") % {"count": LONGEST}


def _with_place(refusal: ValidationError, place: str) -> list[ValidationError]:
    return [ValidationError(f"{place}: {message}", code="contradiction") for message in refusal.messages]
