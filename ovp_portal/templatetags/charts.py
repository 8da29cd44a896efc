"""Charts as SVG, drawn on the server and coloured by class; their table stands beside them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib import charts
from ovp_portal.lib.numbers import number_text
from ovp_portal.templatetags.marks import LEVEL_WORDS

register = template.Library()

_UNITS = {3: _("in thousands"), 6: _("in millions"), 9: _("in billions"), 12: _("in trillions")}
_ABSENCE_WORDS = {
    "not_available": _("figure not available"),
    "not_applicable": _("not applicable"),
    "nothing_to_report": _("nothing to report"),
    "no_answer": _("no answer"),
}
_SHADES = {"completed": "l3", "substantial": "l2", "limited": "l1", "not_started": "l0"}


@register.simple_tag
def bar(counts: Mapping[str, int], is_thin: bool = False) -> SafeString:
    """Counters by level in one line; the numbers stand beside it, so it is silent. `{% bar counts %}`"""
    total = sum(counts.get(key, 0) for key in LEVEL_WORDS)
    shapes = []
    x = 0.0
    for key in LEVEL_WORDS:
        count = counts.get(key, 0)
        if not count:
            continue
        width = count / total * 100
        if x:
            shapes.append(f'<path class="cut" d="M{x:.3f} 0v8"/>')
        if key == "no_evidence":
            shapes.append(
                f'<rect class="lx" x="{x + 0.35:.3f}" y="1.4" width="{max(width - 1, 0.3):.3f}" height="5.2"/>'
            )
        else:
            shapes.append(f'<rect class="{_SHADES[key]}" x="{x:.3f}" y="0" width="{width:.3f}" height="8"/>')
        x += width
    return mark_safe(  # noqa: S308 – only numbers and fixed names stand in it
        f'<svg class="bar{" bar--thin" if is_thin else ""}" viewBox="0 0 100 8" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false">{"".join(shapes)}'
        '<rect class="outline" x="0.3" y="0.5" width="99.4" height="7"/></svg>'
    )


@register.simple_tag
def chart_columns(
    points: Iterable[charts.Point | Mapping], title: str, target: Decimal | None = None, is_decreasing: bool = False
) -> SafeString:
    """An indicator by period. Takes the spoken title, the target, and whether less is better.

    The points are `lib.charts.Point`s or, from a frozen edition, mappings with the same keys.
    Its table always stands beside it. A page may hold hundreds of columns, so they
    are written here and not in a template.
    """
    target_text = ""
    if target is not None:
        words = gettext("target at most %(value)s") if is_decreasing else gettext("target %(value)s")
        target_text = words % {"value": number_text(target)}
    drawn = charts.draw_columns(
        [point if isinstance(point, charts.Point) else charts.Point(**point) for point in points],
        target=target,
        target_text=target_text,
        write=number_text,
    )
    not_available = escape(gettext("n/a"))
    shapes = [_column_shape(column, not_available) for column in drawn.columns]
    shapes.append(f'<path class="axis" d="M0 {drawn.axis_y}H420"/>')
    if drawn.target_y:
        line = f'd="M0 {drawn.target_y}H420"'
        place = f'x="{drawn.target_x}" y="{drawn.target_text_y}" text-anchor="{drawn.target_anchor}"'
        shapes.append(f'<path class="cut" {line}/><path class="target" {line}/>')
        shapes.append(f'<text class="bold halo" {place}>{escape(target_text)}</text>')
    # Numbers come last, so that no line covers them.
    shapes += [
        f'<text class="bold halo" x="{one.middle}" y="{one.text_y}" text-anchor="middle">{escape(one.text)}</text>'
        for one in drawn.columns
        if one.text
    ]
    if unit := _UNITS.get(drawn.unit_power):
        shapes.append(f'<text class="soft" x="420" y="13" text-anchor="end">{escape(unit)}</text>')
    return mark_safe(  # noqa: S308 – every text in it was escaped where it came in
        f'<div class="chart-box"><svg class="chart" viewBox="0 0 420 232" role="img"><title>{escape(title)}</title>'
        f"{''.join(shapes)}</svg>{_absence_key(drawn.absences, not_available)}</div>"
    )


def _column_shape(column: charts.Column, not_available: str) -> str:
    """One period: its column or what stands in its place, and its name below."""
    c = column
    if c.absence == "not_available":
        shape = (
            f'<rect class="edge edge--dash" x="{c.x}" y="{c.y}" width="{c.width}" height="{c.height}"/>'
            f'<text class="soft" x="{c.middle}" y="{c.text_y}" text-anchor="middle">{not_available}</text>'
        )
    elif c.absence == "not_applicable":
        shape = f'<text class="soft" x="{c.middle}" y="{c.text_y}" text-anchor="middle">–</text>'
    elif c.absence:
        shape = f'<svg x="{c.x}" y="{c.y}" width="{c.width}" height="20" viewBox="0 0 16 16">{_ring(c.absence)}</svg>'
    else:
        shape = f'<rect class="col" x="{c.x}" y="{c.y}" width="{c.width}" height="{c.height}"/>'
    name = f'<text x="{c.middle}" y="209" text-anchor="middle">{escape(c.label)}</text>'
    year = f'<text class="soft" x="{c.year_x}" y="224" text-anchor="middle">{escape(c.year)}</text>' if c.year else ""
    return f"{shape}{name}{year}"


def _ring(absence: str) -> str:
    """The circle that stands where a paper gave no number."""
    if absence == "no_answer":
        return '<circle class="ring ring--late" cx="8" cy="8" r="6.5" stroke-dasharray="2.6 2"/>'
    return '<circle class="ring" cx="8" cy="8" r="6.5"/><path class="ring" d="M5 8h6"/>'


def _absence_key(absences: Iterable[str], not_available: str) -> str:
    """What the signs in place of numbers mean; nothing where every period has one."""
    signs = {
        "not_available": f'<span class="soft">{not_available}</span>',
        "not_applicable": '<span class="soft">–</span>',
    }
    glyph = '<svg class="chart glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>'
    rows = [
        f"<li>{signs.get(kind) or glyph.format(_ring(kind))} {escape(_ABSENCE_WORDS[kind])}</li>" for kind in absences
    ]
    return f'<ul class="key chart-key">{"".join(rows)}</ul>' if rows else ""


@register.inclusion_tag("components/chart_stack.html")
def chart_stack(periods: Iterable[charts.Period | Mapping], title: str) -> dict:
    """Levels by period, stacked. Takes `lib.charts.Period`s, or mappings with the same keys, and the spoken title."""
    drawn = charts.draw_stack(
        [period if isinstance(period, charts.Period) else charts.Period(**period) for period in periods],
        write=number_text,
    )
    return {
        "title": title,
        "chart": drawn,
        "names": [(LEVEL_WORDS[key] if key != "no_evidence" else _("No evidence"), y) for key, y in drawn.names],
    }
