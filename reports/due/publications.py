"""News: a report was published. Told once to each member of the group, while it is news."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, DateField, DateTimeField, F, IntegerField, Value
from django.utils.translation import gettext, gettext_lazy

from commitments.due.common import LocalDay, coordinators_of, seated, thing
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Line, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.models import StatusReport

KIND = "publication"
SEATS = "commitment__group__memberships"
IS_NEWS_FOR = timedelta(days=14)
"""After two weeks without a worker nobody is told any more; nor of the history that a portal begins with."""


def branches(at: datetime) -> Iterable[Branch]:
    """Each member of the group of today and each report that came out lately."""
    rows = (
        StatusReport.objects.published()
        .filter(published_at__gt=Value(at, output_field=DateTimeField()) - IS_NEWS_FOR, published_at__lte=at)
        .annotate(
            local_day=LocalDay("period__plan__time_zone", at),
            thing=thing("report"),
            ladder=F("period__plan__slug"),
            chase=Value(KIND),
            since_at=F("published_at"),
            deadline_on=Value(None, output_field=DateField()),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(True, output_field=BooleanField()),
        )
        .filter(seated(SEATS))
        .annotate(who=F(f"{SEATS}__user_id"))
    )
    yield Branch(Audience.OWNER, rows)


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


def words(due: Due, matter: Matter, on: date) -> Waiting:
    report = matter.record
    return Waiting(
        title=gettext("Published: report on %(commitment)s") % {"commitment": report.commitment.label},
        url=report.get_absolute_url(),
        sub=str(report.period),
    )


LABEL = gettext_lazy("News: a report was published")
PUBLICATIONS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=headline,
    chases=(Chase(KIND, LABEL, (Default(None),)),),
    template="publication",
    is_news=True,
    is_optional=True,
    listed_for=frozenset(),
)
