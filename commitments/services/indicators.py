from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.enums import Accumulation, Aggregation, IndicatorKind, ValueState
from commitments.models import Indicator, IndicatorResult, Milestone
from commitments.services import records
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import line, record, record_all

FIXED_BY_RESULTS = ("kind", "accumulation")
PLACES = Decimal("0.0001")


@transaction.atomic
def add(*, milestone: Milestone, by: User | None, at: datetime, **values: Any) -> Indicator:
    """Add what is measured for a milestone."""
    milestone = records.locked(milestone)
    indicator = Indicator(milestone=milestone, **({"language": milestone.language} | _without_sums(values)))
    if milestone.indicators.filter(name=indicator.name, i18n=indicator.i18n, is_withdrawn=False).exists():
        raise ValidationError(_("The milestone has this indicator already."))
    return records.create(record=indicator, related={}, by=by, at=at, action="indicator.added")


@transaction.atomic
def amend(
    *, indicator: Indicator, values: Mapping[str, Any], by: User | None, at: datetime, seen: str = ""
) -> Indicator:
    """Change an indicator; once values are published, what kind of value it has is fixed."""
    current, values = records.locked(indicator), _without_sums(values)
    is_another = any(name in values and values[name] != getattr(current, name) for name in FIXED_BY_RESULTS)
    if is_another and current.results.exists():
        raise ValidationError(
            _("Values of this indicator are published, so its kind is fixed. Withdraw it and add a new one.")
        )
    return records.amend(record=current, values=values, by=by, at=at, action="indicator.amended", seen=seen)


@transaction.atomic
def withdraw(*, indicator: Indicator, reason: str, by: User | None, at: datetime) -> Indicator:
    """Ask for it no more; what was published stays."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the indicator is withdrawn.")})
    indicator = records.locked(indicator)
    if indicator.is_withdrawn:
        raise ValidationError(_("The indicator is withdrawn already."))
    indicator.is_withdrawn = True
    indicator.full_clean()
    indicator.save(update_fields=["is_withdrawn"])
    record(actor=by, action="indicator.withdrawn", target=indicator, at=at, reason=reason)
    return indicator


class Figure(NamedTuple):
    """What a report says of one indicator."""

    state: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    note: str = ""


def publish_result(
    *,
    indicator: Indicator,
    period_key: str,
    starts_on: date,
    ends_on: date,
    source: str,
    at: datetime,
    by: User | None = None,
    **figure: Any,
) -> IndicatorResult:
    """`publish_results` for one indicator."""
    period = {"period_key": period_key, "starts_on": starts_on, "ends_on": ends_on}
    return publish_results(figures={indicator.pk: Figure(**figure)}, **period, source=source, at=at, by=by)[0]


@transaction.atomic
def publish_results(
    *,
    figures: Mapping[int, Figure],
    period_key: str,
    starts_on: date,
    ends_on: date,
    source: str,
    at: datetime,
    by: User | None = None,
) -> list[IndicatorResult]:
    """Keep the values of a period, by indicator, as a report published them; publishing again corrects them.

    A percentage is always the quotient of its two numbers, so that the public can recompute it.
    As many statements for one as for many.
    """
    indicators = {row.pk: row for row in Indicator.objects.select_for_update().order_by("pk").filter(pk__in=figures)}
    there = IndicatorResult.objects.filter(indicator__in=indicators, ends_on=ends_on)
    before = {row.indicator_id: _said(row) for row in there}
    period = {"period_key": period_key, "starts_on": starts_on, "ends_on": ends_on}
    rows = [
        IndicatorResult(indicator=indicators[pk], **period, **figure._asdict(), published_at=at, source=source)
        for pk, figure in figures.items()
    ]
    for row in rows:
        is_share = row.indicator.kind == IndicatorKind.PERCENTAGE and row.state == ValueState.VALUE
        if is_share and row.numerator is not None and row.denominator:
            row.value = _quotient(row.numerator, row.denominator)
    changing = ["period_key", "starts_on", *Figure._fields, "published_at", "source"]
    rows = records.upsert(rows, by=["indicator", "ends_on"], changing=changing)
    record_all(
        line(
            actor=by,
            action="indicator.result_published",
            target=row.indicator,
            at=at,
            period=period_key,
            before=before.get(row.indicator_id),
            after=_said(row),
            source=source,
        )
        for row in rows
    )
    return rows


def _without_sums(values: Mapping[str, Any]) -> dict[str, Any]:
    """What says yes, no or a sentence tells the state of the day: nobody need say that it does not add up."""
    if values.get("kind") in (IndicatorKind.YES_NO, IndicatorKind.TEXT):
        return {**values, "accumulation": Accumulation.CUMULATIVE, "aggregation": Aggregation.LAST}
    return dict(values)


def _quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    return (numerator * 100 / denominator).quantize(PLACES)


def _said(row: IndicatorResult) -> dict[str, str]:
    numbers = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    return {"state": str(row.state), "text": row.text} | {
        name: format(number, "f") for name, number in numbers.items() if number is not None
    }
