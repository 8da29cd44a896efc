"""Charts as SVG, drawn on the server and coloured by class; their table stands beside them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template
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


@register.inclusion_tag("components/chart_columns.html")
def chart_columns(
    points: Iterable[charts.Point | Mapping], title: str, target: Decimal | None = None, is_decreasing: bool = False
) -> dict:
    """An indicator by period. Takes the spoken title, the target, and whether less is better.

    The points are `lib.charts.Point`s or, from a frozen edition, mappings with the same keys.
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
    return {
        "title": title,
        "chart": drawn,
        "target_text": target_text,
        "unit": _UNITS.get(drawn.unit_power, ""),
        "absences": [(kind, _ABSENCE_WORDS[kind]) for kind in drawn.absences],
    }


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
