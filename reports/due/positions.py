"""A draft report that waits for a member's position: told when it is sent out, and on its last day."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext

from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Position
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.dates import weekday_day_text
from ovp_portal.notifications.sources import Due, Line, Matter, Source
from ovp_portal.notifications.steps import Ladder
from reports.due.common import LocalDay, coordinators_of
from reports.enums import ReportStatus
from reports.models import StatusReport

KIND = "position"
SEATS = "circulation__positions"


class Draft(NamedTuple):
    """A position, the report that it is on, and the draft's text as it was sent."""

    position: Position
    report: StatusReport
    text: dict[str, Any]


def dues(at: datetime, people: Collection[int] | None) -> Iterator[Due]:
    """Each member on the roster of a report that is with the members, who has not answered and still can. One query."""
    wanted = {f"{SEATS}__answer": Answer.NONE, f"{SEATS}__user__is_active": True}
    if people is not None:
        wanted[f"{SEATS}__user__in"] = people
    rows = (
        StatusReport.objects.filter(status=ReportStatus.CIRCULATED, circulation__closed_at__isnull=True)
        .annotate(local_day=LocalDay("period__plan__time_zone", at))
        .filter(circulation__opened_at__lte=at, circulation__closes_on__gte=F("local_day"), **wanted)
    )
    columns = rows.order_by(f"{SEATS}__pk").values_list(
        f"{SEATS}__pk",
        f"{SEATS}__user_id",
        "circulation__opened_at",
        "circulation__closes_on",
        "period__plan__mail_hour",
        "period__plan__time_zone",
    )
    for pk, person, opened_at, closes_on, mail_hour, zone in columns.iterator():
        yield Due(
            kind=KIND,
            thing=f"{KIND}:{pk}",
            recipient_id=person,
            since_at=opened_at,
            due_on=closes_on,
            ladder=Ladder.of([0], 0, 0, mail_hour, zone),
            is_prompt=True,
        )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    wanted = [thing.partition(":")[2] for thing in things]
    positions = Position.objects.filter(pk__in=wanted).select_related("circulation")
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
        found[f"{KIND}:{position.pk}"] = Matter(draft, report.commitment.group, reply_to)
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


POSITIONS = Source(kind=KIND, dues=dues, load=load, headline=headline)
