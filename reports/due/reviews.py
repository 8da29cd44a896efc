"""A submission that waits for the coordinator's answer: the reviewer is chased as well."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import BooleanField, Count, F, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import COORDINATOR_STEPS as STEPS
from commitments.due.common import LocalDay, number_of, owed_by_coordinators, thing
from commitments.enums import CommitmentStatus, PlanStatus
from ovp_portal.lib.dates import day_text, local_date
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting
from reports.enums import SubmissionStatus
from reports.models import Submission

KIND = "review"
OWNER, SUBSTITUTE = Audience.OWNER, Audience.SUBSTITUTE


def branches(at: datetime) -> Iterable[Branch]:
    """Each submission that was sent, with the coordinator of its group. Each sending is a round of its own."""
    rows = Submission.objects.filter(
        status=SubmissionStatus.SUBMITTED,
        submitted_at__lte=at,
        period__plan__status=PlanStatus.ADOPTED,
        commitment__status__in=CommitmentStatus.reported(),
    ).annotate(
        local_day=LocalDay("period__plan__time_zone", at),
        thing=thing(KIND),
        ladder=F("period__plan__slug"),
        chase=Value(KIND),
        since_at=F("submitted_at"),
        deadline_on=F("period__review_due_on"),
        round=Count("reviews", distinct=True) + 1,
        is_prompt=Value(False, output_field=BooleanField()),
    )
    return owed_by_coordinators(rows, group="commitment__group")


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = Submission.objects.filter(pk__in=map(number_of, things)).select_related(
        "period", "commitment__area", "commitment__plan", "commitment__group", "organization"
    )
    return {f"{KIND}:{row.pk}": Matter(row, row.commitment.group, "", gettext_lazy("the coordinator")) for row in rows}


def words(due: Due, matter: Matter, on: date) -> Waiting:
    row = matter.record
    named = {"number": row.commitment.label, "organization": row.organization}
    sent_on = local_date(row.submitted_at, row.commitment.plan.time_zone)
    return Waiting(
        due_on=due.due_on,
        title=_("Review %(number)s, %(organization)s") % named,
        url=row.get_absolute_url(),
        sub=f"{row.period} · " + _("sent on %(day)s") % {"day": day_text(sent_on)},
        state=("sent", row.get_status_display()),
        action=_("Review"),
        action_end=_("%(number)s of %(organization)s") % named,
        is_late=due.due_on < on,
    )


LABEL = gettext_lazy("Submissions that wait for review")
REVIEWS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    chases=(Chase(KIND, LABEL, STEPS),),
    listed_for=frozenset({OWNER, SUBSTITUTE}),
)
