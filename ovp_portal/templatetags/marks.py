"""Small marks: squares for achievement, circles for papers, a flag for what is late."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.numbers import number_text

register = template.Library()


def _glyph(shapes: str, extra: str = "") -> SafeString:
    return mark_safe(  # noqa: S308 – fixed shapes
        f'<svg class="glyph{extra}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shapes}</svg>'
    )


_EDGE = '<rect class="edge" x="1" y="1" width="14" height="14"/>'
_SQUARES = {
    "completed": _EDGE
    + '<rect class="fill" x="1" y="1" width="14" height="14"/><path class="tick" d="M4 8.4l2.8 2.8L12 5.4"/>',
    "substantial": _EDGE + '<rect class="fill" x="1" y="5.5" width="14" height="9.5"/>',
    "limited": _EDGE + '<rect class="fill" x="1" y="10" width="14" height="5"/>',
    "not_started": _EDGE,
    "no_evidence": '<rect class="edge edge--dash" x="1" y="1" width="14" height="14"/><path class="sign" d="M5 8h6"/>',
}
_RING = '<circle class="ring" cx="8" cy="8" r="7"/>'
_CIRCLES = {
    "draft": _RING,
    "sent": _RING + '<circle class="disc" cx="8" cy="8" r="3.4"/>',
    "done": '<circle class="disc" cx="8" cy="8" r="7.5"/><path class="tick" d="M4.4 8.4l2.5 2.5 4.8-5.2"/>',
    "back": _RING + '<path class="sign" d="M11.5 8H5m2.6-2.8L4.8 8l2.8 2.8"/>',
    "none": '<circle class="ring" cx="8" cy="8" r="7" stroke-dasharray="2.6 2"/>',
    "now": _RING + '<circle class="pip" cx="8" cy="8" r="3.6"/>',
}
SQUARES = {key: _glyph(shapes) for key, shapes in _SQUARES.items()}
LATE_SQUARES = {key: _glyph(shapes, " is-late") for key, shapes in _SQUARES.items()}
CIRCLES = {key: _glyph(shapes) for key, shapes in _CIRCLES.items()}
FLAG = _glyph('<path class="pole" d="M3 1v14"/><path class="flag" d="M3.6 2H14l-3 3.5L14 9H3.6z"/>')

LEVEL_WORDS = {
    "completed": _("Completed"),
    "substantial": _("Substantial"),
    "limited": _("Limited"),
    "not_started": _("Not started"),
    "no_evidence": _("No evidence available"),
}
"""The five levels, in the order in which counters, bars and squares stand."""


@register.simple_tag
def level(key: str) -> SafeString:
    """How far a milestone is: a square and its word. `{% level milestone.completion %}`"""
    return format_html(
        '<span class="level level--{}">{}{}</span>', key.replace("_", "-"), SQUARES[key], LEVEL_WORDS[key]
    )


@register.simple_tag
def state(key: str, word: str) -> SafeString:
    """Where a paper is: a circle and a word. Keys: draft, sent, done, back, none. `{% state "done" _("Accepted") %}`"""
    return format_html('<span class="state state--{}">{}{}</span>', key, CIRCLES[key], word)


@register.simple_tag
def circle(key: str) -> SafeString:
    """A circle alone, for the steps of a quarter; the word stands beside it."""
    return CIRCLES[key]


@register.simple_tag
def late(days: int) -> SafeString:
    """By how many days something is late; empty when it is not. `{% late milestone.days_late %}`"""
    if not days or days < 0:
        return mark_safe("")
    words = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": number_text(days)}
    return format_html('<span class="late">{}{}</span>', FLAG, words)


SOON = 7
"""A day is soon when it is at most so many days away."""


@register.simple_tag
def near(days: int | None) -> SafeString:
    """In words that a day is today or soon; empty when it is not, and when it is over. `{% near task.days_left %}`"""
    if days is None or not 0 <= days <= SOON:
        return mark_safe("")
    words = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": number_text(days)}
    return format_html('<span class="near">{}</span>', words if days else gettext("due today"))


@register.simple_tag
def late_count(count: int, bare: bool = False) -> SafeString:
    """How many are late: "11 late", or with `bare=True` the number alone, for a table whose column says the word."""
    if not count:
        return mark_safe("0") if bare else mark_safe("")
    words = (
        number_text(count)
        if bare
        else ngettext("%(count)s late", "%(count)s late", count) % {"count": number_text(count)}
    )
    return format_html('<span class="late">{}{}</span>', FLAG, words)


@register.simple_tag
def field(milestones: Iterable[tuple[str, bool]]) -> SafeString:
    """One square a milestone, in level order, late ones underlined; a sum always follows it.

    Takes pairs (level, is late).
    """
    order = list(LEVEL_WORDS)
    marks = sorted(milestones, key=lambda mark: (order.index(mark[0]), mark[1]))
    squares = "".join((LATE_SQUARES if is_late else SQUARES)[key] for key, is_late in marks)
    return mark_safe(f'<div class="field" aria-hidden="true">{squares}</div>')  # noqa: S308 – fixed shapes


@register.inclusion_tag("components/sum.html")
def level_sum(
    counts: Mapping[str, int], late: int = 0, note: str = "", small: bool = False, total_label: str = ""
) -> dict:
    """Counters by level that add up to the total; overdue stands outside, in the note.

    Takes counts by level; late, how many of them are overdue; note, the sentence beside it.
    """
    return {
        "counters": [(level(key), counts.get(key, 0)) for key in LEVEL_WORDS],
        "total": sum(counts.get(key, 0) for key in LEVEL_WORDS),
        "total_label": total_label or gettext("milestones in total"),
        "late": late,
        "note": note or (gettext("They are counted above, in the level they have.") if late else ""),
        "small": small,
    }


@register.inclusion_tag("components/sum.html")
def state_sum(counters: Iterable[tuple[str, str, int]], total_label: str) -> dict:
    """Counters of papers that add up. Takes triples (state, word, number), and the word under the total."""
    rows = list(counters)
    return {
        "counters": [(state(key, word), number) for key, word, number in rows],
        "total": sum(number for _key, _word, number in rows),
        "total_label": total_label,
        "small": True,
    }


@register.inclusion_tag("components/cell.html")
def cell(done: int | None = None, total: int = 0, url: str = "", is_slow: bool = False, is_late: bool = False) -> dict:
    """One field of the matrix: "2/8", late, or not opened yet (done is None)."""
    share = done / total if done and total else 0
    shade = 0 if not share else 1 if share <= 1 / 3 else 2 if share <= 2 / 3 else 3
    return {"done": done, "total": total, "url": url, "is_slow": is_slow, "is_late": is_late, "shade": shade}
