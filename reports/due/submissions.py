"""Data that an organization owes: asked for when the period opens, chased until they are handed in."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.due.common import LocalDay, MorningOf, coordinators_of, number_of, owed_by_members, thing
from commitments.enums import CommitmentStatus, PlanStatus
from ovp_portal.lib.dates import weekday_day_text
from ovp_portal.lib.numbers import number_text
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.services.headlines import time_left
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Line, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.enums import SubmissionStatus, Verdict
from reports.models import MilestoneUpdate, Review, Submission
from reports.queries.states import state_of_submission

KIND = "submission"
RETURNED = "returned"
"""A returned submission has steps of its own, and stands in the ledger under the same kind."""

OWNER, SUBSTITUTE, HEAD = Audience.OWNER, Audience.SUBSTITUTE, Audience.HEAD
COORDINATOR, NATIONAL = Audience.COORDINATOR, Audience.NATIONAL
STEPS = (
    Default(None),
    Default(-5),
    Default(-2),
    Default(0),
    Default(1),
    Default(3, (OWNER, HEAD, COORDINATOR)),
    Default(10, (OWNER, HEAD, COORDINATOR, NATIONAL), 7, 7),
)


def branches(at: datetime) -> Iterable[Branch]:
    """Each submission that is owed, with the members who sit for its organization, and those above them.

    A returned submission begins a new round, told at once; the opening of a period waits for
    the plan's mail hour. Each of the two is asked for by itself, by its state and by what is near.
    """
    returned = Review.objects.filter(submission=OuterRef("pk"), verdict=Verdict.RETURNED).order_by("-round")[:1]
    opened = MorningOf("period__opens_on", "period__plan")
    expected = _owed(at, SubmissionStatus.EXPECTED).annotate(
        chase=Value(KIND), is_prompt=Value(False), since_at=opened, round=Value(1)
    )
    again = _owed(at, SubmissionStatus.RETURNED).annotate(
        chase=Value(RETURNED),
        is_prompt=Value(True),
        since_at=Coalesce(Subquery(returned.values("at")), opened),
        round=Coalesce(Subquery(returned.values("round")), 0, output_field=IntegerField()) + 1,
    )
    for rows in (expected, again):
        yield from owed_by_members(rows, group="commitment__group", organization="organization")


def _owed(at: datetime, status: str) -> QuerySet[Submission]:
    rows = Submission.objects.filter(
        status=status,
        period__opened_at__lte=at,
        period__plan__status=PlanStatus.ADOPTED,
        commitment__status__in=CommitmentStatus.reported(),
    )
    return rows.annotate(
        local_day=LocalDay("period__plan__time_zone", at),
        thing=thing(KIND),
        deadline_on=F("due_on"),
        ladder=F("period__plan__slug"),
    )


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    returns = Review.objects.filter(verdict=Verdict.RETURNED).order_by("round")
    updates = MilestoneUpdate.objects.select_related("milestone__commitment__area")
    rows = (
        Submission.objects.filter(pk__in=map(number_of, things))
        .select_related("period", "commitment__area", "commitment__group", "organization")
        .with_answers()
        .prefetch_related(Prefetch("updates", updates), Prefetch("reviews", returns, to_attr="returns"))
    )
    found = list(rows)
    coordinators = coordinators_of({row.commitment.group_id for row in found}, at)
    return {
        f"{KIND}:{row.pk}": Matter(
            row, row.commitment.group, coordinators.get(row.commitment.group_id, ""), row.organization
        )
        for row in found
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    row = matter.record
    number = row.commitment.label
    milestones = ngettext("%(count)s milestone", "%(count)s milestones", row.update_count)
    is_returned = row.status == SubmissionStatus.RETURNED
    key, word = state_of_submission(row)
    if row.version and not is_returned:
        word = _("draft, %(done)s of %(all)s filled in") % {"done": row.answered_count, "all": row.update_count}
    return Waiting(
        due_on=row.due_on,
        title=_("Submission for %(number)s, %(period)s") % {"number": number, "period": row.period},
        url=row.get_absolute_url(),
        sub=milestones % {"count": number_text(row.update_count)},
        state=(key, word),
        action=_("Continue") if row.version else _("Begin"),
        action_end=_("with the submission for %(number)s") % {"number": number},
        hint="" if row.version else _("If there is nothing to report, one choice and one reason are enough."),
        is_late=row.due_on < on,
        is_returned=is_returned,
    )


def headline(lines: list[Line]) -> str:
    """What is owed and how long there is, of the line that is due first."""
    told = [line for line in lines if line.step]
    if all(_is_returned(line) and line.step.day is None for line in told):
        return _("Returned to be completed: data on %(commitment)s") % {
            "commitment": ", ".join(line.matter.record.commitment.label for line in told)
        }
    first = lines[0]
    what = ngettext("one submission for the %(period)s", "%(count)s submissions for the %(period)s", len(lines)) % {
        "period": first.matter.record.period,
        "count": len(lines),
    }
    is_opening = first.step and first.step.day is None and first.days_left > 0
    left = _("By %(day)s") % {"day": weekday_day_text(first.due.due_on)} if is_opening else time_left(first)
    return f"{left}: {what}"


def _is_returned(line: Line) -> bool:
    return line.matter.record.status == SubmissionStatus.RETURNED


LABEL = gettext_lazy("Quarterly data")
SUBMISSIONS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=headline,
    chases=(Chase(KIND, LABEL, STEPS), Chase(RETURNED, gettext_lazy("Returned submissions"), STEPS)),
    template="submission",
)
