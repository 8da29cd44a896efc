"""What was sent about what is owed, and what came of it: told from states and ledger, never kept.

One row a due: what an organization or the coordinator owed, by a period or by a meeting note. Every kind is a queryset
with the same columns; together they are one union, so that a page asks as much for many as for one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Commitment
from ovp_portal.accounts.models import Organization, User
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.models import LinkOpening, Mail, Notification
from ovp_portal.notifications.steps import AGAIN, step_of
from reports.models import ReportingPeriod, Submission
from reports.queries import afterwards_notes, afterwards_papers, afterwards_register
from reports.queries.afterwards_register import INVITATION, MILESTONE, SILENCE
from reports.queries.quarters import commitments_for

COLUMNS = ("due_kind", "thing", "org", "commitment_ref", "period_ref", "deadline_on", "done_at", "over_at")
COLUMNS += ("about", "about_ref")
PAGES = {
    afterwards_notes.TASK: "meetings:task",
    afterwards_notes.TASK_DATE: "meetings:task",
    afterwards_notes.NOTE_POSITION: "meetings:circulation",
    afterwards_notes.ENDING: "meetings:circulation",
    INVITATION: "accounts:person",
}
"""What has a page of its own, by its number."""


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
    commitment: Commitment | None
    period: ReportingPeriod | None
    due_on: date | None
    done_at: datetime | None
    over_at: datetime | None
    messages: Sequence[Message]
    about: str = ""
    about_ref: int | None = None

    @property
    def url(self) -> str:
        """Where it is followed: the quarter, the commitment, or the task, note or person itself."""
        if self.kind in PAGES:
            return reverse(PAGES[self.kind], args=[self.about_ref])
        if self.kind in (MILESTONE, SILENCE):
            return self.commitment.get_absolute_url()
        return reverse("reports:quarter", args=[self.commitment.slug, self.period.key])

    @property
    def owed_by(self) -> str:
        if self.kind == INVITATION:
            return _("The national coordinator")
        if self.organization:
            return str(self.organization)
        return _("Several organizations") if self.kind == MILESTONE else _("The coordinator")

    @property
    def title(self) -> str:
        """What it is about: the text of a task, else the commitment and the period."""
        said = [self.commitment.label if self.commitment else "", self.period.short if self.period else ""]
        return self.about or ", ".join(part for part in said if part)

    @property
    def time_zone(self) -> str:
        return self.commitment.plan.time_zone if self.commitment else settings.TIME_ZONE

    @property
    def kind_name(self) -> str:
        return str(sources.source_of(self.kind).label)


def dues(user: User, on: date, asked: Asked) -> QuerySet:
    """Every due of the commitments that a person leads or sees, the newest day first, as one union."""
    parts = _parts(user, on, asked.commitment)
    found = [_filtered(name, part, asked) for name, part in parts.items() if asked.kind in ("", name)]
    found = found or [_filtered(name, part, asked) for name, part in parts.items()]
    first, *others = [part.order_by().values_list(*COLUMNS) for part in found]
    return first.union(*others, all=True).order_by("-deadline_on", "due_kind", "thing")


def due(user: User, on: date, kind: str, name: str) -> tuple | None:
    """One due by its name, for who leads or sees it."""
    part = _parts(user, on).get(kind)
    return None if part is None else part.filter(thing=name).order_by().values_list(*COLUMNS).first()


def _parts(user: User, on: date, commitment: str = "") -> dict[str, QuerySet]:
    """By kind all that there is for a person; invitations are the national coordinator's, of no commitment."""
    commitments = commitments_for(user, on).order_by().values("pk")
    if commitment:
        commitments = commitments.filter(slug=commitment)
    parts = {kind: part(commitments) for kind, part in PARTS.items()}
    if user.is_national_coordinator and not commitment:
        parts[INVITATION] = afterwards_register.invitations()
    return parts


def rows_of(found: Iterable[tuple], leads: Callable[[Commitment | None], bool], at: datetime) -> list[Row]:
    """Dues with their names and messages; five queries, whatever their number. What ends later is open still."""
    found = list(found)
    organizations = Organization.objects.in_bulk({row[2] for row in found if row[2]})
    commitments = Commitment.objects.select_related("area", "plan").in_bulk({row[3] for row in found if row[3]})
    periods = ReportingPeriod.objects.in_bulk({row[4] for row in found})
    messages = _messages({(row[0], row[1]) for row in found})
    rows = []
    for kind, name, org, commitment_pk, period_pk, due_on, done_at, ends_at, about, about_ref in found:
        commitment = commitments.get(commitment_pk)
        over_at = ends_at if ends_at and ends_at <= at else None
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


PARTS: dict[str, Callable[[QuerySet], QuerySet]] = {
    **afterwards_papers.PARTS,
    **afterwards_notes.PARTS,
    **afterwards_register.PARTS,
}
"""By kind of due, all that was owed of some commitments."""


def _filtered(kind: str, rows: QuerySet, asked: Asked) -> QuerySet:
    if asked.period:
        rhythm, year, part = asked.period
        periods = ReportingPeriod.objects.filter(rhythm=rhythm, year=year, part=part)
        rows = rows.filter(period_ref__in=periods.values("pk"))
    if asked.organization:
        whose = "responsible" if kind == MILESTONE else "org"
        rows = rows.filter(**{f"{whose}__in": Organization.objects.filter(slug=asked.organization).values("pk")})
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
        "kinds": [(kind, sources.source_of(kind).label) for kind in _parts(user, on)],
    }
