"""What was sent about what is owed, and what came of it: told from states and ledger, never kept.

One row a due: what an organization or the coordinator owed, by a period or by a meeting note. Every kind is a queryset
with the same columns; together they are one union, so that a page asks as much for many as for one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from commitments.due.common import thing
from commitments.models import Commitment
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.models import LinkOpening, Mail, Notification
from ovp_portal.notifications.steps import AGAIN, step_of
from reports.due.positions import KIND as POSITION
from reports.due.reports import APPROVE, CIRCULATE, DRAFT
from reports.due.reviews import KIND as REVIEW
from reports.due.submissions import KIND as SUBMISSION
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import ReportingPeriod, StatusReport, Submission
from reports.queries import afterwards_notes
from reports.queries.quarters import commitments_for

COLUMNS = ("due_kind", "thing", "org", "commitment_ref", "period_ref", "deadline_on", "done_at", "over_at")
COLUMNS += ("about", "about_ref")
NOBODY = Cast(Value(None), BigIntegerField())
NEVER = Value(None, output_field=DateTimeField())
NOTE_PAGES = {afterwards_notes.TASK: "meetings:task", afterwards_notes.NOTE_POSITION: "meetings:circulation"}
CLOSES_ON = F("circulation__closes_on")


@dataclass(frozen=True)
class Asked:
    """What the page is filtered by; empty is all."""

    kind: str = ""
    organization: str = ""
    period: tuple[str, int, int] | None = None
    commitment: str = ""


@dataclass(frozen=True)
class Message:
    """One mail about a due. `can_go_again` is the newest to this addressee, while the due is open."""

    mail: Mail
    who: int
    to: str
    audience: str
    day: int | None
    is_again: bool
    opened_at: datetime | None
    can_go_again: bool

    @property
    def days_away(self) -> int:
        return abs(self.day or 0)


@dataclass(frozen=True)
class Row:
    """A due: `done_at` is when it was answered, `over_at` when it closed without an answer."""

    kind: str
    thing: str
    organization: Organization | None
    commitment: Commitment
    period: ReportingPeriod | None
    due_on: date | None
    done_at: datetime | None
    over_at: datetime | None
    messages: Sequence[Message]
    about: str = ""
    about_ref: int | None = None

    @property
    def url(self) -> str:
        """Where it is followed: the quarter, or the task or note itself."""
        if self.kind in NOTE_PAGES:
            return reverse(NOTE_PAGES[self.kind], args=[self.about_ref])
        return reverse("reports:quarter", args=[self.commitment.slug, self.period.key])

    @property
    def kind_name(self) -> str:
        return str(sources.source_of(self.kind).label)


def dues(user: User, on: date, asked: Asked) -> QuerySet:
    """Every due of the commitments that a person leads or sees, the newest day first, as one union."""
    commitments = commitments_for(user, on).order_by().values("pk")
    if asked.commitment:
        commitments = commitments.filter(slug=asked.commitment)
    parts = [part(commitments) for kind, part in PARTS.items() if asked.kind in ("", kind)]
    parts = [_filtered(part, asked).order_by().values_list(*COLUMNS) for part in parts]
    first, *others = parts
    return first.union(*others, all=True).order_by("-deadline_on", "due_kind", "thing")


def due(user: User, on: date, kind: str, name: str) -> tuple | None:
    """One due by its name, for who leads or sees it."""
    if kind not in PARTS:
        return None
    part = PARTS[kind](commitments_for(user, on).order_by().values("pk"))
    return part.filter(thing=name).order_by().values_list(*COLUMNS).first()


def rows_of(found: Iterable[tuple], leads: Callable[[Commitment], bool]) -> list[Row]:
    """Dues with their names and messages; five queries, whatever their number."""
    found = list(found)
    organizations = Organization.objects.in_bulk({row[2] for row in found if row[2]})
    commitments = Commitment.objects.select_related("area", "plan").in_bulk({row[3] for row in found})
    periods = ReportingPeriod.objects.in_bulk({row[4] for row in found})
    messages = _messages({(row[0], row[1]) for row in found})
    rows = []
    for kind, name, org, commitment_pk, period_pk, due_on, done_at, over_at, about, about_ref in found:
        commitment = commitments[commitment_pk]
        is_open = not (done_at or over_at) and leads(commitment)
        mails = _with_acts(messages.get((kind, name), []), is_open=is_open)
        whose = organizations.get(org), commitment, periods.get(period_pk)
        rows.append(Row(kind, name, *whose, due_on, done_at, over_at, mails, about, about_ref))
    return rows


def _messages(things: set[tuple[str, str]]) -> dict[tuple[str, str], list[Message]]:
    """The mails about some dues, oldest first, with whether their link was opened. Two queries."""
    if not things:
        return {}
    rows = Notification.objects.filter(
        kind__in={kind for kind, _thing in things}, thing__in={name for _kind, name in things}, is_covered=False
    )
    rows = list(
        rows.filter(mail__isnull=False)
        .select_related("recipient", "head_of", "mail")
        .defer("mail__text", "mail__html")
        .order_by("queued_at", "pk")
    )
    opened: dict[tuple, datetime] = {}
    for one in LinkOpening.objects.filter(mail__in={row.mail_id for row in rows}).order_by("-at"):
        opened[one.mail_id, one.kind, one.thing] = one.at
    found: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for row in rows:
        moments = [opened.get((row.mail_id, row.kind, row.thing)), opened.get((row.mail_id, "", ""))]
        found[row.kind, row.thing].append(
            Message(
                row.mail,
                row.who,
                str(row.recipient or row.head_of),
                Audience(row.audience).label,
                step_of(row.step)[1],
                row.step.endswith(AGAIN),
                min((moment for moment in moments if moment), default=None),
                False,
            )
        )
    return found


def _with_acts(messages: Sequence[Message], *, is_open: bool) -> list[Message]:
    newest = {message.who: message for message in messages}
    return [replace(message, can_go_again=is_open and newest[message.who] is message) for message in messages]


def _submissions(commitments: QuerySet) -> QuerySet:
    """Data that organizations owe; what was returned is open again."""
    is_done = Q(status__in=[SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
    return Submission.objects.filter(commitment__in=commitments, period__opened_at__isnull=False).annotate(
        **_columns(SUBMISSION, thing(SUBMISSION), F("organization_id"), F("due_on")),
        done_at=_when(is_done, F("submitted_at")),
    )


def _positions(commitments: QuerySet) -> QuerySet:
    """Drafts before their members; once it is closed nobody can answer any more."""
    seats = "circulation__positions"
    rows = StatusReport.objects.filter(commitment__in=commitments, **{f"{seats}__isnull": False})
    columns = _columns(POSITION, thing(POSITION, f"{seats}__pk"), F(f"{seats}__organization_id"), CLOSES_ON)
    columns["over_at"] = _when(Q(**{f"{seats}__answered_at__isnull": True}), F("circulation__closed_at"))
    return rows.annotate(**columns, done_at=F(f"{seats}__answered_at"))


def _reviews(commitments: QuerySet) -> QuerySet:
    last = Submission.objects.filter(pk=OuterRef("pk")).annotate(last=Max("reviews__at")).values("last")
    rows = Submission.objects.filter(commitment__in=commitments, submitted_at__isnull=False).annotate(
        **_columns(REVIEW, thing(REVIEW), F("organization_id"), F("period__review_due_on")),
        done_at=_when(~Q(status=SubmissionStatus.SUBMITTED), Subquery(last)),
    )
    return rows.filter(_was_told(REVIEW))


def _drafts(commitments: QuerySet) -> QuerySet:
    """Reports to be drafted: there is no paper yet, so a commitment and a period name them."""
    name = Concat(Value("report:"), F("commitment"), Value(":"), F("period"), output_field=CharField())
    reports = StatusReport.objects.filter(commitment=OuterRef("commitment"), period=OuterRef("period"))
    first = Submission.objects.filter(commitment=OuterRef("commitment"), period=OuterRef("period")).order_by("pk")
    rows = Submission.objects.filter(commitment__in=commitments, pk=Subquery(first.values("pk")[:1]))
    rows = rows.annotate(
        **_columns(DRAFT, name, NOBODY, F("period__review_due_on")),
        done_at=Subquery(reports.values("compiled_at")[:1]),
    )
    return rows.filter(_was_told(DRAFT))


def _to_circulate(commitments: QuerySet) -> QuerySet:
    rows = StatusReport.objects.filter(commitment__in=commitments).annotate(
        **_columns(CIRCULATE, thing("report"), NOBODY, F("period__review_due_on")),
        done_at=_when(~Q(status=ReportStatus.DRAFT), F("circulation__opened_at")),
    )
    return rows.filter(_was_told(CIRCULATE))


def _to_approve(commitments: QuerySet) -> QuerySet:
    is_done = Q(status__in=[ReportStatus.SCHEDULED, ReportStatus.PUBLISHED])
    rows = StatusReport.objects.filter(commitment__in=commitments).annotate(
        **_columns(APPROVE, thing("report"), NOBODY, F("period__publication_due_on")),
        done_at=_when(is_done, F("approved_at")),
    )
    return rows.filter(_was_told(APPROVE))


PARTS: dict[str, Callable[[QuerySet], QuerySet]] = {
    SUBMISSION: _submissions,
    POSITION: _positions,
    REVIEW: _reviews,
    DRAFT: _drafts,
    CIRCULATE: _to_circulate,
    APPROVE: _to_approve,
    afterwards_notes.TASK: afterwards_notes.tasks,
    afterwards_notes.NOTE_POSITION: afterwards_notes.note_positions,
}


def _columns(kind: str, name: Any, organization: Any, deadline_on: Any) -> dict[str, Any]:
    return {
        "due_kind": Value(kind, output_field=CharField()),
        "thing": name,
        "org": organization,
        "commitment_ref": F("commitment_id"),
        "period_ref": F("period_id"),
        "deadline_on": Case(When(pk__isnull=False, then=deadline_on), output_field=DateField()),
        "over_at": NEVER,
        "about": Value("", output_field=CharField()),
        "about_ref": NOBODY,
    }


def _when(is_done: Q, moment: Any) -> Case:
    return Case(When(is_done, then=moment), default=None, output_field=DateTimeField())


def _was_told(kind: str) -> Exists:
    """What the coordinator owes stands here once somebody was written to about it."""
    return Exists(Notification.objects.filter(kind=kind, thing=OuterRef("thing")))


def _filtered(rows: QuerySet, asked: Asked) -> QuerySet:
    if asked.period:
        rhythm, year, part = asked.period
        periods = ReportingPeriod.objects.filter(rhythm=rhythm, year=year, part=part)
        rows = rows.filter(period_ref__in=periods.values("pk"))
    if asked.organization:
        rows = rows.filter(org__in=Organization.objects.filter(slug=asked.organization).values("pk"))
    return rows


def choices(user: User, on: date) -> dict[str, list]:
    """What the page can be filtered by: periods, organizations and kinds. Two queries."""
    mine = Submission.objects.filter(commitment__in=commitments_for(user, on).order_by().values("pk"))
    periods = ReportingPeriod.objects.filter(pk__in=mine.values("period")).order_by("-starts_on")
    keys = {period.key: period.short for period in periods}
    organizations = Organization.objects.filter(pk__in=mine.values("organization")).order_by("sort_key", "pk")
    return {
        "periods": list(keys.items()),
        "organizations": list(organizations),
        "kinds": [(kind, sources.source_of(kind).label) for kind in PARTS],
    }
