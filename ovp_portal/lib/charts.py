"""The geometry of the portal's charts: numbers in, shapes out.

Coordinates leave as finished strings, because a template would write a
decimal in the reader's language, and an SVG knows only points.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 420
TOP, BOTTOM = 40.0, 190.0
LETTER = 7.6
"""Width of one figure at the chart's 13 px."""

ABSENCES = ("not_available", "not_applicable", "nothing_to_report", "no_answer")


@dataclass(frozen=True)
class Point:
    """One period of an indicator: a value, or which kind of nothing stands in its place."""

    label: str
    year: str
    value: Decimal | int | None
    absence: str = ""


@dataclass(frozen=True)
class Column:
    """A drawn period."""

    label: str
    year: str
    x: str
    width: str
    middle: str
    year_x: str
    absence: str
    y: str = ""
    height: str = ""
    text: str = ""
    text_y: str = ""


@dataclass(frozen=True)
class Columns:
    """A drawn chart of one indicator."""

    columns: Sequence[Column]
    axis_y: str
    target_y: str
    target_x: str
    target_anchor: str
    target_text_y: str
    unit_power: int
    absences: Sequence[str]


def draw_columns(
    points: Sequence[Point], *, target: Decimal | None, target_text: str, write: Callable[[Decimal], str]
) -> Columns:
    """Columns by period on a common axis, with the target as a line."""
    values = [Decimal(point.value) for point in points if point.value is not None]
    y = _scale([*values, Decimal(0), *([Decimal(target)] if target is not None else [])])
    slot = WIDTH / max(len(points), 1)
    width = min(50.0, slot * 0.6)
    power = _unit_power(values, write, slot)
    columns = [
        _column(point, slot * i + (slot - width) / 2, width, y, power, write, _year(points, i, slot))
        for i, point in enumerate(points)
    ]
    target_y = y(Decimal(target)) if target is not None else None
    target_x, anchor, target_text_y = _place_target(columns, target_y, len(target_text) * LETTER)
    return Columns(
        columns=columns,
        axis_y=_n(y(Decimal(0)) + 0.5),
        target_y="" if target_y is None else _n(target_y),
        target_x=target_x,
        target_anchor=anchor,
        target_text_y=target_text_y,
        unit_power=power,
        absences=[kind for kind in ABSENCES if any(column.absence == kind for column in columns)],
    )


def _scale(values: Sequence[Decimal]) -> Callable[[Decimal], float]:
    low, high = min(values), max(values)
    span = float(high - low)
    if not span:
        return lambda value: BOTTOM
    foot = BOTTOM - 16 if low < 0 else BOTTOM  # room for the number under a column that hangs down
    head = TOP + 12.5 if high > 0 else TOP
    return lambda value: head + float(high - value) / span * (foot - head)


def _column(point: Point, x: float, width: float, y: Callable, power: int, write: Callable, year: str) -> Column:
    middle = x + width / 2
    common = {
        "label": point.label,
        "year": year,
        "x": _n(x),
        "width": _n(width),
        "middle": _n(middle),
        "year_x": _n(_year_x(middle, WIDTH)),
    }
    axis = y(Decimal(0))
    if point.value is None:
        return Column(**common, absence=point.absence or "no_answer", y=_n(axis - 26), height="26", text_y=_n(axis - 9))
    value = Decimal(point.value)
    end = y(value)
    if value < 0:
        top, height, text_y = axis, end - axis, end + 14
    else:
        top, height, text_y = end, axis - end, end - 7
    if height < 1.5:  # zero is a thin line on the axis, never nothing at all
        top, height = (axis if value < 0 else axis - 1.5), 1.5
        text_y = axis + 14 if value < 0 else axis - 7
    return Column(
        **common, absence="", y=_n(top), height=_n(height), text=_shortened(value, power, write), text_y=_n(text_y)
    )


def _unit_power(values: Sequence[Decimal], write: Callable, slot: float) -> int:
    """By which power of ten the numbers over the columns are shortened, so that they stand side by side."""
    for power in (0, 3, 6, 9, 12):
        if all(len(_shortened(value, power, write)) * LETTER <= max(slot - 3, 30) for value in values):
            return power
    return 12


def _shortened(value: Decimal, power: int, write: Callable) -> str:
    if not power or not value:
        return write(value)
    short = value / Decimal(10) ** power
    if abs(short) < Decimal("0.1"):
        return f"<{write(Decimal('0.1'))}" if value > 0 else f">{write(Decimal('-0.1'))}"
    return write(round(short) if abs(short) >= 100 else round(short, 1).normalize() + 0)


def _year(points: Sequence[Point], i: int, slot: float) -> str:
    """The year under every column, or, where columns stand close, under the first of each year."""
    if slot >= 40 or i == 0 or points[i - 1].year != points[i].year:
        return points[i].year
    return ""


def _year_x(middle: float, width: float) -> float:
    """The middle of a year's four figures, kept inside the drawing."""
    return min(max(middle, 2 * LETTER), width - 2 * LETTER)


def _place_target(columns: Sequence[Column], target_y: float | None, width: float) -> tuple[str, str, str]:
    """Where the words of the target do not cover a column or its number: left, right, or above all."""
    if target_y is None:
        return "", "", ""
    text_y = target_y - 7
    for x, anchor, left in (("0", "start", 0.0), (str(WIDTH), "end", WIDTH - width)):
        if not any(_covers(column, left, left + width, text_y) for column in columns):
            return x, anchor, _n(text_y)
    return "0", "start", "13"


def _covers(column: Column, left: float, right: float, text_y: float) -> bool:
    half = max(float(column.width), len(column.text) * LETTER) / 2
    if float(column.middle) + half < left or float(column.middle) - half > right:
        return False
    top = min(float(column.y), float(column.text_y) - 12)
    return top < text_y + 3 and text_y - 12 < max(float(column.y) + float(column.height), float(column.text_y))


# --- levels by period -----------------------------------------------------------------------------

STACK_WIDTH, STACK_TOP, STACK_BOTTOM = 302.0, 20.0, 228.0
STACK_LEVELS = ("completed", "substantial", "limited", "not_started", "no_evidence")
"""From the ground up."""


@dataclass(frozen=True)
class Period:
    """How many milestones stood at each level at the end of a period; None when nothing was counted."""

    label: str
    year: str
    counts: Mapping[str, int] | None


@dataclass(frozen=True)
class Segment:
    """One level of one period."""

    shade: str
    x: str
    y: str
    width: str
    height: str
    line_x: str
    line_y: str
    line_width: str
    line_height: str
    is_dashed: bool
    cut_y: str
    text: str
    text_x: str
    text_y: str


@dataclass(frozen=True)
class StackColumn:
    """One period of the stacked chart."""

    label: str
    year: str
    middle: str
    year_x: str
    segments: Sequence[Segment]
    is_counted: bool


@dataclass(frozen=True)
class Stack:
    """A drawn chart of levels by period, with the names beside the last column."""

    columns: Sequence[StackColumn]
    names: Sequence[tuple[str, str]]
    names_x: str
    axis_end: str


def draw_stack(periods: Sequence[Period], *, write: Callable[[int], str]) -> Stack:
    """Stacked columns by period, completed at the ground."""
    most = max([sum((period.counts or {}).values()) for period in periods] or [0]) or 1
    slot = min(63.0, STACK_WIDTH / max(len(periods), 1))
    width = slot * 50 / 63
    columns = []
    for i, period in enumerate(periods):
        year = period.year if slot >= 40 or i == 0 or periods[i - 1].year != period.year else ""
        middle = slot * i + width / 2
        columns.append(
            StackColumn(
                label=period.label,
                year=year,
                middle=_n(middle),
                year_x=_n(_year_x(middle, STACK_WIDTH)),
                segments=_segments(period, slot * i, width, most, write),
                is_counted=period.counts is not None,
            )
        )
    end = slot * (len(periods) - 1) + width if periods else 0
    return Stack(columns=columns, names=_names(periods, most), names_x=_n(end + 10), axis_end=_n(end))


def _segments(period: Period, x: float, width: float, most: int, write: Callable) -> list[Segment]:
    segments = []
    floor = STACK_BOTTOM
    for key in STACK_LEVELS:
        count = (period.counts or {}).get(key, 0)
        if not count:
            continue
        height = count / most * (STACK_BOTTOM - STACK_TOP)
        y = floor - height
        text = write(count)
        has_line = key in ("not_started", "no_evidence")
        segments.append(
            Segment(
                shade={"completed": "3", "substantial": "2", "limited": "1"}.get(key, "0"),
                x=_n(x), y=_n(y), width=_n(width), height=_n(height),
                line_x=_n(x + 0.5) if has_line else "", line_y=_n(y + 0.5),
                line_width=_n(width - 1), line_height=_n(max(height - 1, 0.1)),
                is_dashed=key == "no_evidence",
                cut_y=_n(floor) if segments else "",
                text=text if height >= 14 and len(text) * LETTER <= width else "",
                text_x=_n(x + width / 2), text_y=_n(y + height / 2 + 4.5),
            )
        )  # fmt: skip
        floor = y
    return segments


def _names(periods: Sequence[Period], most: int) -> list[tuple[str, str]]:
    """Names of the levels that occur, beside the last column and never over each other."""
    last = (periods[-1].counts or {}) if periods else {}
    places = []
    floor = STACK_BOTTOM
    for key in STACK_LEVELS:
        if not any((period.counts or {}).get(key) for period in periods):
            continue
        height = last.get(key, 0) / most * (STACK_BOTTOM - STACK_TOP)
        places.append((key, floor - height / 2 + 4.5))
        floor -= height
    lowest = STACK_BOTTOM + 4
    placed = []
    for key, y in places:  # from the ground up, each at least a line above the one before
        y = min(y, lowest)
        placed.append([key, y])
        lowest = y - 15
    shortfall = 12 - placed[-1][1] if placed and placed[-1][1] < 12 else 0
    return [(key, _n(y + shortfall)) for key, y in placed]


def _n(number: float) -> str:
    return f"{number:.1f}"
