"""Indicators on the page of a commitment: for each a chart and the same numbers as a table.

Built as strings and not by a template: a page holds hundreds of figures, and each
is formatted once. What was built is kept by the state of its own rows and by the language,
so it can never be stale, and a page that changes in one place is quickly made.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.enums import Accumulation, Direction, IndicatorKind, ValueState
from commitments.models import Indicator
from ovp_portal.lib.charts import Point
from ovp_portal.lib.dates import day_short
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.languages import active_language, html_tag, said
from ovp_portal.templatetags.charts import chart_columns
from reports.figure_texts import absence_text, amount_text, figure_text
from reports.public.commitment_stamp import CommitmentStamp
from reports.public.periods import chart_label, short_of
from reports.public.queries.commitments import indicators_with_results

KINDS = {
    IndicatorKind.YES_NO: gettext_lazy("Yes or no"),
    IndicatorKind.COUNT: gettext_lazy("Number"),
    IndicatorKind.PERCENTAGE: gettext_lazy("Percentage"),
    IndicatorKind.AMOUNT: gettext_lazy("Amount"),
    IndicatorKind.TEXT: gettext_lazy("Text"),
}


class Result(NamedTuple):
    """A published result as `indicators_with_results` gives it."""

    period_key: str
    state: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str
    note: str


class Words:
    """What every table of the page says, looked up once in the reader's language."""

    def __init__(self) -> None:
        self.period = escape(_("Period"))
        self.value = escape(_("Value"))
        self.in_period = escape(_("In the period"))
        self.total = escape(_("Total"))
        self.note = escape(_("Note"))
        self.target = _("Target")
        self.target_by = _("Target, by %(day)s")
        self.same = escape(_("The same numbers as a table"))
        self.values = escape(_("Published values"))
        self.sum = _("Sum of what was published: %(numbers)s. Where there is no number, nothing was added.")
        self.how = _("How the total %(total)s came about")
        self.absent = {state: absence_text(state) for state in ValueState.values if state != ValueState.VALUE}
        self._periods: dict[str, tuple[str, tuple[str, str]]] = {}
        self._amounts: dict[tuple[str, Decimal], str] = {}

    def of_period(self, key: str) -> tuple[str, tuple[str, str]]:
        """The period for a table, and for a chart."""
        if key not in self._periods:
            self._periods[key] = (escape(short_of(key)), chart_label(key))
        return self._periods[key]

    def amount(self, kind: str, value: Decimal) -> str:
        """Each number is written once, however often it stands on the page."""
        if (kind, value) not in self._amounts:
            self._amounts[kind, value] = amount_text(kind, value)
        return self._amounts[kind, value]


def indicator_parts(parts: Parts[CommitmentStamp], shown: Sequence[tuple[int, str]]) -> SafeString:
    """Every indicator of a page in its order, as HTML; one query for those whose state is new, or none.

    `shown` are the indicators with the state of all that is shown of each, as the page's stamp tells them.
    """
    language, memory = active_language(), parts.memory
    made = {pk: memory.get(("indicator", language, pk, state)) for pk, state in shown}
    states = {pk: state for pk, state in shown if made[pk] is None}
    words = Words()
    for indicator, rows in indicators_with_results(list(states)) if states else ():
        part = _part(indicator.milestone.full_number, indicator, [Result(*row) for row in rows], words)
        made[indicator.pk] = part
        memory.put(("indicator", language, indicator.pk, states[indicator.pk]), part)
    return mark_safe("\n".join(filter(None, made.values())))  # noqa: S308 – every text was escaped where it came in


def _part(number: str, indicator: Indicator, results: Sequence[Result], words: Words) -> str:
    name = said(indicator, "name")
    lang = f' lang="{html_tag(name.language)}"' if name.is_fallback else ""
    heading = f'<h3 id="indicator-{indicator.pk}">{escape(number)} <span{lang}>{escape(name.text)}</span></h3>'
    totals = running_totals(indicator, results)
    table = _table(indicator, results, totals, words)
    chart = _chart(indicator, results, totals, name.text, words) if indicator.is_numeric and results else ""
    caption = escape(_caption(indicator, results, words))
    how = _how(indicator, results, totals, words)
    return (
        f'{heading}<figure class="graph"><figcaption>{caption}</figcaption>'
        f'<div class="graph__cols">{chart}{table}</div></figure>{how}'
    )


def running_totals(indicator: Indicator, results: Sequence[Result]) -> list[Decimal | None]:
    """The total up to each period, for what adds up; None before the first number.

    A percentage is 100 times the sum of its numerators by the sum of its denominators.
    """
    if indicator.accumulation != Accumulation.PER_PERIOD:
        return []
    totals: list[Decimal | None] = []
    total: Decimal | None = None
    upper = lower = Decimal(0)
    for row in results:
        if row.value is not None:
            total = (total or Decimal(0)) + row.value
            if indicator.kind == IndicatorKind.PERCENTAGE and row.numerator is not None and row.denominator:
                upper, lower = upper + row.numerator, lower + row.denominator
                total = upper * 100 / lower
        totals.append(total)
    return totals


def _caption(indicator: Indicator, results: Sequence[Result], words: Words) -> str:
    unit = said(indicator, "unit").text
    kind = str(KINDS[IndicatorKind(indicator.kind)])
    adds_up = indicator.accumulation == Accumulation.PER_PERIOD
    parts = [f"{kind} ({unit})" if unit else kind]
    if indicator.is_numeric:
        parts.append(
            _("what happened in the period; it adds up") if adds_up else _("the state at the end of the period")
        )
    sentence = f"{', '.join(parts)}."
    facts = []
    if indicator.baseline is not None:
        facts.append(_("baseline %(value)s") % {"value": words.amount(indicator.kind, indicator.baseline)})
    if target := _target(indicator, words):
        facts.append(_("target %(value)s") % {"value": target})
    if indicator.is_numeric:
        facts.append(_("less is better") if indicator.direction == Direction.DOWN else _("more is better"))
    if facts:
        said_facts = ", ".join(facts)
        sentence += f" {said_facts[:1].upper()}{said_facts[1:]}."
    if any(row.state == ValueState.NOT_AVAILABLE for row in results):
        sentence += " " + _("“n/a” means that there is no figure; that is not nought.")
    return sentence


def _target(indicator: Indicator, words: Words) -> str:
    if indicator.target is not None:
        return words.amount(indicator.kind, indicator.target)
    return said(indicator, "target_text").text


def _chart(
    indicator: Indicator, results: Sequence[Result], totals: Sequence[Decimal | None], name: str, words: Words
) -> str:
    points = []
    for i, row in enumerate(results):
        label, year = words.of_period(row.period_key)[1]
        value = (totals[i] if totals else row.value) if row.state == ValueState.VALUE else None
        points.append(Point(label, year, value, "" if value is not None else row.state))
    title = _("%(name)s, by period; the same numbers stand in the table.") % {"name": name}
    return chart_columns(points, title, indicator.target, indicator.direction == Direction.DOWN)


def _table(indicator: Indicator, results: Sequence[Result], totals: Sequence[Decimal | None], words: Words) -> str:
    kind = indicator.kind
    is_number = indicator.is_numeric
    number = ' class="num"' if is_number else ""
    has_notes = any(row.note or (is_number and row.text) for row in results)
    head = [words.period, words.in_period if totals else words.value, *([words.total] if totals else [])]
    cells = "".join(f'<th scope="col"{number if i else ""}>{name}</th>' for i, name in enumerate(head))
    if has_notes:
        cells += f'<th scope="col">{words.note}</th>'
    body = []
    for i, row in enumerate(results):
        line = (
            f'<tr><th scope="row">{words.of_period(row.period_key)[0]}</th><td{number}>{_figure(kind, row, words)}</td>'
        )
        if totals:
            total = totals[i]
            line += f"<td{number}>{words.amount(kind, total) if total is not None else '–'}</td>"
        if has_notes:
            line += f"<td>{escape(row.note or (row.text if is_number else ''))}</td>"
        body.append(line + "</tr>")
    if not results:
        body.append(f'<tr><td colspan="{len(head)}">{escape(_("Nothing is published yet."))}</td></tr>')
    foot = _foot(indicator, bool(totals), has_notes, number, words)
    caption = words.same if is_number else words.values
    return (
        f'<table class="sheet sheet--tight"><caption>{caption}</caption><thead><tr>{cells}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody>{foot}</table>"
    )


def _figure(kind: str, row: Result, words: Words) -> str:
    if row.state != ValueState.VALUE:
        return escape(words.absent[row.state])
    if row.value is not None and row.numerator is None:
        return escape(words.amount(kind, row.value))
    return escape(figure_text(kind, row.state, row.value, row.numerator, row.denominator, row.text))


def _foot(indicator: Indicator, has_total: bool, has_notes: bool, number: str, words: Words) -> str:
    target = _target(indicator, words)
    if not target:
        return ""
    name = words.target_by % {"day": day_short(indicator.target_on)} if indicator.target_on else words.target
    value = f"<td{number}>{escape(target)}</td>"
    empty = "<td></td>"
    cells = (empty if has_total else "") + value + (empty if has_notes else "")
    return f'<tfoot><tr><th scope="row">{escape(name)}</th>{cells}</tr></tfoot>'


def _how(indicator: Indicator, results: Sequence[Result], totals: Sequence[Decimal | None], words: Words) -> str:
    """The rule behind a total, open to anyone; nothing to explain where there is only one number."""
    numbers = [row for row in results if row.value is not None]
    if not totals or len(numbers) < 2 or indicator.kind == IndicatorKind.PERCENTAGE:
        return ""
    addends = " + ".join(words.amount(indicator.kind, row.value) for row in numbers)
    summary = words.how % {"total": words.amount(indicator.kind, totals[-1])}
    return (
        f'<details class="how"><summary>{escape(summary)}</summary>'
        f'<div class="text"><p>{escape(words.sum % {"numbers": addends})}</p></div></details>'
    )
