"""Data that an organization owes: asked for when the period opens, chased until they are handed in."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext, ngettext

from commitments.enums import MemberRole, PlanStatus
from ovp_portal.lib.dates import local_moment, weekday_day_text
from ovp_portal.notifications.sources import Due, Line, Matter, Source
from ovp_portal.notifications.steps import Ladder
from reports.due.common import LocalDay, coordinators_of, plan_columns, seated
from reports.enums import SubmissionStatus, Verdict
from reports.models import MilestoneUpdate, Review, Submission

KIND = "submission"
SEATS = "commitment__group__memberships"


def dues(at: datetime, people: Collection[int] | None) -> Iterator[Due]:
    """Each member who sits for an organization in a group, and each submission that it still owes. One query.

    A returned submission begins a new round, told at once; the opening of a period waits for
    the plan's mail hour.
    """
    returned = Review.objects.filter(submission=OuterRef("pk"), verdict=Verdict.RETURNED).order_by("-round")[:1]
    wanted = {f"{SEATS}__organization": F("organization"), f"{SEATS}__role__in": MemberRole.reporting()}
    if people is not None:
        wanted[f"{SEATS}__user__in"] = people
    rows = (
        Submission.objects.owed()
        .filter(period__opened_at__lte=at, period__plan__status=PlanStatus.ADOPTED)
        .annotate(local_day=LocalDay("period__plan__time_zone", at))
        # One call for all that is said of a seat: a second one would speak of some other seat of the group.
        .filter(seated(SEATS), **wanted)
    )
    columns = rows.order_by("pk").values_list(
        "pk",
        f"{SEATS}__user_id",
        "due_on",
        "period__opens_on",
        Subquery(returned.values("round")),
        Subquery(returned.values("at")),
        *plan_columns("period__plan"),
    )
    for pk, person, due_on, opens_on, round_before, returned_at, *plan in columns.iterator():
        ladder = Ladder.of(*plan)
        yield Due(
            kind=KIND,
            thing=f"{KIND}:{pk}",
            recipient_id=person,
            since_at=returned_at or local_moment(opens_on, ladder.mail_hour, ladder.time_zone),
            due_on=due_on,
            ladder=ladder,
            round=(round_before or 0) + 1,
            is_prompt=returned_at is not None,
        )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    returns = Review.objects.filter(verdict=Verdict.RETURNED).order_by("round")
    updates = MilestoneUpdate.objects.select_related("milestone__commitment__area")
    rows = (
        Submission.objects.filter(pk__in=[thing.partition(":")[2] for thing in things])
        .select_related("period", "commitment__area", "commitment__group", "organization")
        .with_answers()
        .prefetch_related(Prefetch("updates", updates), Prefetch("reviews", returns, to_attr="returns"))
    )
    found = list(rows)
    coordinators = coordinators_of({row.commitment.group_id for row in found}, at)
    return {
        f"{KIND}:{row.pk}": Matter(row, row.commitment.group, coordinators.get(row.commitment.group_id, ""))
        for row in found
    }


def headline(lines: list[Line]) -> str:
    """What is owed and how long there is, of the line that is due first."""
    told = [line for line in lines if line.step]
    if all(_is_returned(line) and line.step.day is None for line in told):
        return gettext("Returned to be completed: data on %(commitment)s") % {
            "commitment": ", ".join(line.matter.record.commitment.label for line in told)
        }
    first = lines[0]
    what = ngettext("one submission for the %(period)s", "%(count)s submissions for the %(period)s", len(lines)) % {
        "period": first.matter.record.period,
        "count": len(lines),
    }
    return f"{_time_left(first)}: {what}"


def _time_left(line: Line) -> str:
    days = line.days_left
    if line.step and line.step.day is None:
        return gettext("By %(day)s") % {"day": weekday_day_text(line.due.due_on)}
    if days == 0:
        return gettext("Today is the last day")
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    return ngettext("%(days)s more day", "%(days)s more days", days) % {"days": days}


def _is_returned(line: Line) -> bool:
    return line.matter.record.status == SubmissionStatus.RETURNED


SUBMISSIONS = Source(kind=KIND, dues=dues, load=load, headline=headline)
