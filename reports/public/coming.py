"""What comes next: due dates of milestones and the days of the periods, as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.enums import CompletionLevel
from commitments.models import Milestone
from ovp_portal.lib.dates import day_text, due_text, period_text, time_text
from ovp_portal.lib.languages import said
from ovp_portal.lib.numbers import number_text
from reports.models import ReportingPeriod
from reports.public.queries.front import State

MOST_MILESTONES = 3


@dataclass(frozen=True)
class Line:
    on: date
    when: str
    title: str
    about: str
    aside: str
    url: str = ""
    lang: str = ""


def remaining_text(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": number_text(days)}


def coming(state: State) -> list[Line]:
    """The next due dates of milestones, and of each kind of a period's days the next one."""
    lines = [_due(row, state) for row in _next_milestones(state)]
    lines += _days(state)
    return sorted(lines, key=lambda line: line.on)


def _next_milestones(state: State) -> list[Milestone]:
    rows = [
        row
        for row in state.milestones
        if row.due_on and row.due_on >= state.on and row.completion != CompletionLevel.COMPLETED
    ]
    return rows[:MOST_MILESTONES]


def _due(row: Milestone, state: State) -> Line:
    names = [said(state.organizations[pk], "name").text for pk in row.responsible_ids if pk in state.organizations]
    title = said(row, "title")
    return Line(
        on=row.due_on,
        when=due_text(row.due_on, row.due_precision, said(row, "due_words").text),
        title=f"{row.full_number} {title.text}",
        about=" · ".join([_("Due date of a milestone"), *(["; ".join(names)] if names else [])]),
        aside=remaining_text((row.due_on - state.on).days),
        url=f"{row.commitment.get_absolute_url()}#milestones",
        lang=title.language if title.is_fallback else "",
    )


def _days(state: State) -> Iterable[Line]:
    for field, write in (("ends_on", _end), ("data_due_on", _data), ("publication_due_on", _publication)):
        period = next((period for period in state.periods if getattr(period, field) >= state.on), None)
        if period is not None:
            on = getattr(period, field)
            title, about = write(period, state)
            yield Line(on, day_text(on), title, about, remaining_text((on - state.on).days))


def _name(period: ReportingPeriod) -> dict[str, str]:
    return {"period": period_text(period.rhythm, period.year, period.part)}


def _end(period: ReportingPeriod, state: State) -> tuple[str, str]:
    due = sum(
        row.due_on is not None and state.on <= row.due_on <= period.ends_on
        for row in state.milestones
        if row.completion != CompletionLevel.COMPLETED
    )
    words = ngettext("%(n)s milestone is due by this day", "%(n)s milestones are due by this day", due)
    return _("The period ends: %(period)s") % _name(period), words % {"n": number_text(due)}


def _data(period: ReportingPeriod, state: State) -> tuple[str, str]:
    title = _("Data are due from institutions and civil-society organizations")
    return title, _("For the period: %(period)s") % _name(period)


def _publication(period: ReportingPeriod, state: State) -> tuple[str, str]:
    hour = _("At %(hour)s") % {"hour": time_text(state.plan.publication_hour)}
    return _("The reports are published: %(period)s") % _name(period), hour
