"""Components that stand around something: `{% part … %}` … `{% endpart %}`."""

from datetime import date

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


def _render(partial: str, **values: object) -> SafeString:
    return render_to_string(f"components/{partial}.html", values)


@register.simple_block_tag
def part(content: str, id: str, name: str, note: str = "", is_wide: bool = False) -> SafeString:
    """A section: a rule on top, its name on the left, its matter on the right (below, when wide)."""
    return _render("part", content=content, id=id, name=name, note=note, is_wide=is_wide)


@register.simple_block_tag
def notice(content: str, heading: str = "", is_late: bool = False, role: str = "") -> SafeString:
    """A message with one left line. `is_late` for what is missing or refused; role: status or alert."""
    return _render("notice", content=content, heading=heading, is_late=is_late, role=role)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A region that scrolls sideways, with a name and a place in the tab order: for tables of figures."""
    return _render("scroll", content=content, label=label)


@register.simple_block_tag
def graph(content: str, caption: str) -> SafeString:
    """A figure: a chart and its table, side by side where there is room."""
    return _render("graph", content=content, caption=caption)


@register.simple_block_tag
def how(content: str, summary: str, is_open: bool = False) -> SafeString:
    """The rule behind a number: rule, inputs, exclusions, link to the rows."""
    return _render("how", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def voice(content: str, id: str, heading: str, by: str, is_quote: bool = False) -> SafeString:
    """One of the voices beside each other; the words of an organization are a quote."""
    return _render("voice", content=content, id=id, heading=heading, by=by, is_quote=is_quote)


@register.simple_block_tag
def dated_item(content: str, when: str, on: date | None = None, aside: str = "", is_late: bool = False) -> SafeString:
    """One line of `<ol class="dated">`: when (in words), the matter, remaining time or one action."""
    return _render("dated_item", content=content, when=when, on=on, aside=aside, is_late=is_late)


@register.simple_block_tag
def before(content: str, heading: str) -> SafeString:
    """The answer of the period before, under the milestone's name."""
    return _render("before", content=content, heading=heading)


@register.simple_block_tag
def row_form(content: str, kind: str, label: str) -> SafeString:
    """One row of a formset, named for those who hear it. Kinds: training, present, agenda, ending."""
    return _render("row_form", content=content, kind=kind, label=label)


@register.simple_block_tag
def saved_foot(content: str, line: str, has_dot: bool = True) -> SafeString:
    """The foot of a form, in block `saved`: what is kept, then the buttons (with `form="…"`, they stand outside it)."""
    return _render("saved", content=content, line=line, has_dot=has_dot)


@register.simple_block_tag
def door(content: str, heading: str) -> SafeString:
    """A narrow page with one form: sign in, choose a password."""
    return _render("door", content=content, heading=heading)
