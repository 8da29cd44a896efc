"""The coordinator's quarter: where it stands, who answered, what is sent, what may come next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from commitments.models import Commitment
from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import day_text, days_late, moment_text
from ovp_portal.notifications.models import Notification
from reports.enums import Outcome, ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, Review, StatusReport, Submission
from reports.payload_milestones import number_of
from reports.payloads import submissions_of

Step = tuple[str, str, str]
MAILS_SHOWN = 3

STATES = {
    SubmissionStatus.ACCEPTED: "done",
    SubmissionStatus.SUBMITTED: "sent",
    SubmissionStatus.RETURNED: "back",
    SubmissionStatus.EXPECTED: "none",
}


def state_words() -> dict[str, str]:
    return {
        SubmissionStatus.ACCEPTED: _("Accepted"),
        SubmissionStatus.SUBMITTED: _("Awaiting acceptance"),
        SubmissionStatus.RETURNED: _("Returned"),
        SubmissionStatus.EXPECTED: _("No answer"),
    }


@dataclass(frozen=True)
class Row:
    """One organization: what it owes, where its data are, what it said."""

    submission: Submission
    milestones: str
    state: tuple[str, str]
    sub: str
    answer: str
    days_late: int
    reminded: str

    @property
    def waits(self) -> bool:
        return self.submission.status == SubmissionStatus.SUBMITTED


@dataclass(frozen=True)
class SentMail:
    when: str
    subject: str
    to: str


def commitments_for(user: User, on: date) -> QuerySet[Commitment]:
    """What somebody coordinates, or everything for who sees everything; a stranger finds nothing."""
    rows = Commitment.objects.select_related("area", "plan", "group")
    return rows if user.sees_everything else rows.coordinated_by(user, on)


def quarters_for(user: User, on: date) -> QuerySet:
    """Every commitment and opened period that a person leads or sees, newest first, with its counters."""
    return (
        Submission.objects.filter(commitment__in=commitments_for(user, on), period__opened_at__isnull=False)
        .values("commitment_id", "period_id")
        .annotate(
            expected=Count("pk"),
            accepted=Count("pk", filter=Q(status=SubmissionStatus.ACCEPTED)),
            waiting=Count("pk", filter=Q(status=SubmissionStatus.SUBMITTED)),
        )
        .order_by("-period__ends_on", "commitment__area__number", "commitment__number", "commitment_id")
    )


def with_records(rows: Iterable[dict]) -> list[dict]:
    """The lines of the list with commitment, period and report; three queries, whatever their number."""
    rows = list(rows)
    commitments = Commitment.objects.select_related("area").in_bulk({row["commitment_id"] for row in rows})
    periods = ReportingPeriod.objects.in_bulk({row["period_id"] for row in rows})
    reports = {
        (report.commitment_id, report.period_id): report
        for report in StatusReport.objects.filter(commitment__in=commitments, period__in=periods)
    }
    return [
        row
        | {
            "commitment": commitments[row["commitment_id"]],
            "period": periods[row["period_id"]],
            "report": reports.get((row["commitment_id"], row["period_id"])),
        }
        for row in rows
    ]


def rows_of(commitment: Commitment, period: ReportingPeriod, on: date) -> list[Row]:
    """Every organization that was asked; a fixed number of queries."""
    reviews = Prefetch("reviews", Review.objects.order_by("-round"))
    submissions = list(submissions_of(commitment, period).prefetch_related(reviews))
    reminded = _last_reminders(submissions, commitment.plan.time_zone)
    return [_row(row, commitment, on, reminded.get(row.pk, "")) for row in submissions]


def _row(row: Submission, commitment: Commitment, on: date, reminded: str) -> Row:
    updates = sorted(row.updates.all(), key=lambda update: update.milestone.number)
    is_owed = row.status in (SubmissionStatus.EXPECTED, SubmissionStatus.RETURNED)
    return Row(
        submission=row,
        milestones=", ".join(number_of(commitment, update.milestone) for update in updates),
        state=(STATES[row.status], state_words()[row.status]),
        sub=_when(row, commitment.plan.time_zone),
        answer="" if row.status == SubmissionStatus.EXPECTED else _answer(updates),
        days_late=days_late(row.due_on, on) if is_owed else 0,
        reminded=reminded,
    )


def _when(row: Submission, zone: str) -> str:
    match row.status:
        case SubmissionStatus.ACCEPTED:
            return moment_text(row.accepted_at, zone)
        case SubmissionStatus.SUBMITTED:
            return _("sent on %(moment)s") % {"moment": moment_text(row.submitted_at, zone)}
        case SubmissionStatus.RETURNED:
            review = row.reviews.all()[0]
            return f"{moment_text(review.at, zone)}: {review.reason}"
    return ""


def _answer(updates: Sequence) -> str:
    """How often each answer was given: Progress made: 1; No progress: 2."""
    counts = {outcome: sum(update.outcome == outcome for update in updates) for outcome in Outcome}
    return "; ".join(f"{outcome.label}: {count}" for outcome, count in counts.items() if count)


def counters_of(rows: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Triples for `state_sum`; together they are all that was expected."""
    statuses = [row.submission.status for row in rows]
    words = state_words()
    return [(key, words[status], statuses.count(status)) for status, key in STATES.items()]


def steps_of(period: ReportingPeriod, rows: Sequence[Row], report: StatusReport | None, on: date) -> list[Step]:
    """The six steps of a quarter; the one where it stands is "now"."""
    circulation = report.circulation if report else None
    zone = period.plan.time_zone
    closing = circulation.closes_on if circulation else period.positions_due_on
    steps = [
        (_("Opened"), day_text(period.opens_on)),
        (_("Data"), _("by %(day)s") % {"day": day_text(period.data_due_on)}),
        (_("Acceptance"), _("by %(day)s") % {"day": day_text(period.review_due_on)}),
        (_("Circulation"), day_text(circulation.roster_on if circulation else period.review_due_on)),
        (_("Positions"), _("by %(day)s") % {"day": day_text(closing)}),
        (_("Publication"), moment_text(period.publication_at, zone)),
    ]
    now = _place(period, rows, report, on)
    return [
        ("done" if place < now else "now" if place == now else "next", name, when)
        for place, (name, when) in enumerate(steps)
    ]


def _place(period: ReportingPeriod, rows: Sequence[Row], report: StatusReport | None, on: date) -> int:
    by_status = {
        ReportStatus.DRAFT: 3,
        ReportStatus.CIRCULATED: 4,
        ReportStatus.APPROVED: 5,
        ReportStatus.SCHEDULED: 5,
        ReportStatus.PUBLISHED: 6,
    }
    if report is not None:
        return by_status[report.status]
    if period.opened_at is None:
        return 0
    if rows and all(row.submission.status == SubmissionStatus.ACCEPTED for row in rows):
        return 3
    has_everything = rows and all(row.waits or row.submission.status == SubmissionStatus.ACCEPTED for row in rows)
    return 2 if on > period.data_due_on or has_everything else 1


def mails_about(rows: Iterable[Row], zone: str) -> list[SentMail]:
    """The last mails on the data of a quarter, each with everybody to whom it went. One query."""
    things = [f"submission:{row.submission.pk}" for row in rows]
    found = Notification.objects.filter(kind="submission", thing__in=things, mail__isnull=False)
    found = found.select_related("mail", "recipient__organization", "head_of").order_by(
        "-queued_at", "mail__subject", "pk"
    )
    sent: dict[tuple, list[str]] = {}
    for row in found[:200]:
        organization = row.recipient.organization if row.recipient_id else row.head_of
        who = organization.label if organization else str(row.recipient)
        to = sent.setdefault((row.queued_at, row.mail.subject), [])
        if who not in to:
            to.append(who)
    last = list(sent.items())[:MAILS_SHOWN]
    return [SentMail(moment_text(when, zone), subject, ", ".join(to)) for (when, subject), to in last]


def _last_reminders(submissions: Iterable[Submission], zone: str) -> dict[int, str]:
    """When each organization was last written to about its data."""
    things = {f"submission:{row.pk}": row.pk for row in submissions}
    rows = Notification.objects.filter(kind="submission", thing__in=things).order_by("queued_at")
    return {things[thing]: moment_text(at, zone) for thing, at in rows.values_list("thing", "queued_at")}
