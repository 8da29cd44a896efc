"""News: a report was published. Told once to each member of the group, while it is news."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext

from ovp_portal.notifications.sources import Due, Line, Matter, Source
from ovp_portal.notifications.steps import Ladder
from reports.due.common import LocalDay, coordinators_of, seated
from reports.models import StatusReport

KIND = "publication"
SEATS = "commitment__group__memberships"
IS_NEWS_FOR = timedelta(days=14)
"""After two weeks without a worker nobody is told any more; nor of the history that a portal begins with."""


def dues(at: datetime, people: Collection[int] | None) -> Iterator[Due]:
    """Each member of the group of today and each report that came out lately. One query."""
    wanted = {} if people is None else {f"{SEATS}__user__in": people}
    rows = (
        StatusReport.objects.published()
        .filter(published_at__gt=at - IS_NEWS_FOR, published_at__lte=at)
        .annotate(local_day=LocalDay("period__plan__time_zone", at))
        .filter(seated(SEATS), **wanted)
    )
    columns = rows.order_by("pk").values_list(
        "pk", f"{SEATS}__user_id", "published_at", "period__plan__mail_hour", "period__plan__time_zone"
    )
    for pk, person, published_at, mail_hour, zone in columns.iterator():
        yield Due(
            kind=KIND,
            thing=f"report:{pk}",
            recipient_id=person,
            since_at=published_at,
            due_on=None,
            ladder=Ladder.of([], 0, 0, mail_hour, zone),
            is_prompt=True,
        )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = StatusReport.objects.filter(pk__in=[thing.partition(":")[2] for thing in things])
    found = list(rows.select_related("period", "commitment__area", "commitment__group", "edition"))
    coordinators = coordinators_of({report.commitment.group_id for report in found}, at)
    return {
        f"report:{row.pk}": Matter(row, row.commitment.group, coordinators.get(row.commitment.group_id, ""))
        for row in found
    }


def headline(lines: list[Line]) -> str:
    return gettext("Published: report on %(commitment)s") % {
        "commitment": ", ".join(line.matter.record.commitment.label for line in lines)
    }


PUBLICATIONS = Source(kind=KIND, dues=dues, load=load, headline=headline, is_news=True)
