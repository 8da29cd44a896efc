"""A draft report that waits for a member's position: told when it is sent out, and on its last day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from commitments.due.common import LocalDay, coordinators_of, escalations, thing
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.circulation.words import state_of_answer
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.dates import weekday_day_text
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Line, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.enums import ReportStatus
from reports.models import StatusReport

KIND = "position"
SEATS = "circulation__positions"


class Draft(NamedTuple):
    """A position, the report that it is on, and the draft's text as it was sent."""

    position: Position
    report: StatusReport
    text: dict[str, Any]


def branches(at: datetime) -> Iterable[Branch]:
    """Each member on the roster of a report that is with the members, who has not answered and still can."""
    rows = (
        StatusReport.objects.filter(status=ReportStatus.CIRCULATED, circulation__closed_at__isnull=True)
        .annotate(local_day=LocalDay("period__plan__time_zone", at))
        .filter(
            circulation__opened_at__lte=at,
            circulation__closes_on__gte=F("local_day"),
            **{f"{SEATS}__answer": Answer.NONE, f"{SEATS}__user__is_active": True},
        )
        .annotate(
            thing=thing(KIND, f"{SEATS}__pk"),
            who=F(f"{SEATS}__user_id"),
            ladder=F("period__plan__slug"),
            chase=Value(KIND),
            since_at=F("circulation__opened_at"),
            deadline_on=F("circulation__closes_on"),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(True, output_field=BooleanField()),
        )
    )
    yield Branch(Audience.OWNER, rows)
    yield from escalations(rows, group="commitment__group")


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    wanted = [thing.partition(":")[2] for thing in things]
    positions = Position.objects.filter(pk__in=wanted).select_related("circulation", "organization")
    reports = StatusReport.objects.filter(circulation__positions__in=wanted).distinct()
    reports = reports.select_related("period", "commitment__area", "commitment__group")
    by_circulation = {report.circulation_id: report for report in reports}
    coordinators = coordinators_of({report.commitment.group_id for report in by_circulation.values()}, at)
    texts: dict[int, dict[str, Any]] = {}
    found = {}
    for position in positions:
        report = by_circulation.get(position.circulation_id)
        if report is None:
            continue
        if position.circulation_id not in texts:
            texts[position.circulation_id] = thaw(position.circulation.payload)
        draft = Draft(position, report, texts[position.circulation_id])
        reply_to = coordinators.get(report.commitment.group_id, "")
        found[f"{KIND}:{position.pk}"] = Matter(draft, report.commitment.group, reply_to, position.organization)
    return found


def headline(lines: list[Line]) -> str:
    told = [line for line in lines if line.step]
    first = told[0]
    commitments = ", ".join(line.matter.record.report.commitment.label for line in told)
    if first.step.day == 0:
        return gettext("Today is the last day: your position on draft report %(commitment)s") % {
            "commitment": commitments
        }
    return gettext("Draft report %(commitment)s: your position by %(day)s") % {
        "commitment": commitments,
        "day": weekday_day_text(first.due.due_on),
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    position, report = matter.record.position, matter.record.report
    title = f"{report.commitment.label} · {report.period}"  # in the reader's language, which the circulation's is not
    if due.audience != Audience.OWNER:
        return Waiting(
            title=gettext("Position on the draft report %(report)s") % {"report": title},
            due_on=due.due_on,
            url=reverse("reports:quarter", args=[report.commitment.slug, report.period.key]),
        )
    return Waiting(
        title=gettext("Your position on the draft report %(report)s") % {"report": title},
        due_on=due.due_on,
        url=reverse("reports:position", args=[position.pk]),
        action=gettext("Read and answer"),
        action_end=title,
        state=state_of_answer(position.answer),
    )


LABEL = gettext_lazy("Drafts that wait for a position")
POSITIONS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=headline,
    chases=(Chase(KIND, LABEL, (Default(None), Default(0))),),
    template="position",
)
