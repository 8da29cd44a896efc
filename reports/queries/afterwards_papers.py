"""What is owed by periods, in the columns of `afterwards`: data, positions on drafts, and what coordinators owe."""

from typing import Any

from django.db.models import CharField, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from commitments.due.common import thing
from reports.due.positions import KIND as POSITION
from reports.due.reports import APPROVE, CIRCULATE, DRAFT
from reports.due.reviews import KIND as REVIEW
from reports.due.submissions import KIND as SUBMISSION
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import StatusReport, Submission
from reports.queries.afterwards_columns import NEVER, NOBODY, NOTHING, day, name_of, was_told, when

CLOSES_ON = F("circulation__closes_on")


def submissions(commitments: QuerySet) -> QuerySet:
    """Data that organizations owe; what was returned is open again."""
    is_done = Q(status__in=[SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
    return Submission.objects.filter(commitment__in=commitments, period__opened_at__isnull=False).annotate(
        **_columns(SUBMISSION, thing(SUBMISSION), F("organization_id"), F("due_on")),
        done_at=when(is_done, F("submitted_at")),
    )


def positions(commitments: QuerySet) -> QuerySet:
    """Drafts before their members; once it is closed nobody can answer any more."""
    seats = "circulation__positions"
    rows = StatusReport.objects.filter(commitment__in=commitments, **{f"{seats}__isnull": False})
    columns = _columns(POSITION, thing(POSITION, f"{seats}__pk"), F(f"{seats}__organization_id"), CLOSES_ON)
    columns["over_at"] = when(Q(**{f"{seats}__answered_at__isnull": True}), F("circulation__closed_at"))
    return rows.annotate(**columns, done_at=F(f"{seats}__answered_at"))


def reviews(commitments: QuerySet) -> QuerySet:
    last = Submission.objects.filter(pk=OuterRef("pk")).annotate(last=Max("reviews__at")).values("last")
    rows = Submission.objects.filter(commitment__in=commitments, submitted_at__isnull=False).annotate(
        **_columns(REVIEW, thing(REVIEW), F("organization_id"), F("period__review_due_on")),
        done_at=when(~Q(status=SubmissionStatus.SUBMITTED), Subquery(last)),
    )
    return rows.filter(was_told(REVIEW))


def drafts(commitments: QuerySet) -> QuerySet:
    """Reports to be drafted: there is no paper yet, so a commitment and a period name them."""
    name = Concat(Value("report:"), F("commitment"), Value(":"), F("period"), output_field=CharField())
    reports = StatusReport.objects.filter(commitment=OuterRef("commitment"), period=OuterRef("period"))
    first = Submission.objects.filter(commitment=OuterRef("commitment"), period=OuterRef("period")).order_by("pk")
    rows = Submission.objects.filter(commitment__in=commitments, pk=Subquery(first.values("pk")[:1]))
    rows = rows.annotate(
        **_columns(DRAFT, name, NOBODY, F("period__review_due_on")),
        done_at=Subquery(reports.values("compiled_at")[:1]),
    )
    return rows.filter(was_told(DRAFT))


def to_circulate(commitments: QuerySet) -> QuerySet:
    rows = StatusReport.objects.filter(commitment__in=commitments).annotate(
        **_columns(CIRCULATE, thing("report"), NOBODY, F("period__review_due_on")),
        done_at=when(~Q(status=ReportStatus.DRAFT), F("circulation__opened_at")),
    )
    return rows.filter(was_told(CIRCULATE))


def to_approve(commitments: QuerySet) -> QuerySet:
    is_done = Q(status__in=[ReportStatus.SCHEDULED, ReportStatus.PUBLISHED])
    rows = StatusReport.objects.filter(commitment__in=commitments).annotate(
        **_columns(APPROVE, thing("report"), NOBODY, F("period__publication_due_on")),
        done_at=when(is_done, F("approved_at")),
    )
    return rows.filter(was_told(APPROVE))


def _columns(kind: str, name: Any, organization: Any, deadline_on: Any) -> dict[str, Any]:
    return {
        "due_kind": name_of(kind),
        "thing": name,
        "org": organization,
        "commitment_ref": F("commitment_id"),
        "period_ref": F("period_id"),
        "deadline_on": day(deadline_on),
        "over_at": NEVER,
        "about": NOTHING,
        "about_ref": NOBODY,
    }


PARTS = {
    SUBMISSION: submissions,
    POSITION: positions,
    REVIEW: reviews,
    DRAFT: drafts,
    CIRCULATE: to_circulate,
    APPROVE: to_approve,
}
