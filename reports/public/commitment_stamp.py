"""The stamp of a commitment's page, part by part.

Which rows count stands below, and which of them each part shows. Tests change every column of all of them, and
compare the tables with those that the page really asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.http import HttpRequest

from commitments.enums import PlanStatus
from commitments.models import (
    ActionPlan,
    Commitment,
    FormerNumber,
    Indicator,
    IndicatorResult,
    Membership,
    Milestone,
    PriorityArea,
    WorkingGroup,
)
from meetings.models import Conclusion, FollowUp, FollowUpPart, Meeting, MeetingNote, NoteReference
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.models import Edition
from reports.models import ReportingPeriod
from reports.public.stamps import COMBINED, Stamp, Table, hour_of, name_of, versions

PARTNERS, ANSWERS = Commitment.partners.through, Milestone.responsible.through
# Each table with the rows of it that count, told from the commitment `c`, which is written before its forerunner `f`.
# Indicators and their results are told one by one.
ROWS: Mapping[Table, str] = {
    Commitment: "id IN (c.id, c.predecessor_id)",
    ActionPlan: "id IN (c.plan_id, f.plan_id)",
    PriorityArea: "id IN (c.area_id, f.area_id)",
    WorkingGroup: "id = c.group_id",
    Membership: "group_id = c.group_id",
    FormerNumber: "commitment_id = c.id",
    PARTNERS: "commitment_id = c.id",
    Milestone: "commitment_id = c.id",
    ANSWERS: "milestone_id IN (SELECT id FROM m)",
    Organization: "id IN (SELECT id FROM o)",
    ReportingPeriod: "plan_id = c.plan_id",
    Edition: "address ^@ ('/commitments/' || c.slug || '/reports/')",
    Meeting: "group_id = c.group_id",
    MeetingNote: "meeting_id IN (SELECT id FROM g)",
    Conclusion: "note_id IN (SELECT id FROM n)",
    NoteReference: "note_id IN (SELECT id FROM n)",
    FollowUp: "group_id = c.group_id",
    FollowUpPart: "follow_up_id IN (SELECT id FROM u)",
}
_ITSELF = (Commitment, ActionPlan, PriorityArea)
_NEWEST = (ReportingPeriod, Edition)
_OWED = (*_ITSELF, *_NEWEST, Milestone, ANSWERS, Membership, Organization)
PARTS: Mapping[str, Iterable[Table]] = {
    "title": _ITSELF,
    "crumbs": _ITSELF,
    "head": (*_ITSELF, *_NEWEST, Milestone),
    "state": (*_ITSELF, Milestone),
    "aim": (*_ITSELF, Membership, FormerNumber, PARTNERS, Organization, Milestone, ANSWERS),
    "milestones": (*_ITSELF, *_NEWEST, Milestone, ANSWERS, Organization),
    "reports": _OWED,
    "opinions": (*_ITSELF, *_NEWEST),
    "notes": (*_ITSELF, WorkingGroup, Meeting, MeetingNote, Conclusion, NoteReference),
    "tasks": (*_ITSELF, Meeting, MeetingNote, Conclusion, FollowUp, FollowUpPart, Organization),
    "missing": _OWED,
}


@dataclass(frozen=True)
class CommitmentStamp(Stamp):
    """With the indicators of this page in their order, each with the state of all that its chart and table show."""

    indicators: tuple[tuple[int, str], ...] = ()
    indicator_count: int = 0
    is_public: bool = False

    @property
    def whole(self) -> tuple:
        return super().whole, self.indicators, self.indicator_count


@cache
def _statement() -> str:
    """The one statement; put together once."""
    indicator, result = name_of(Indicator), name_of(IndicatorResult)
    return f"""
        WITH c AS MATERIALIZED (SELECT * FROM {name_of(Commitment)} WHERE slug = %(slug)s),
        m AS MATERIALIZED (
            SELECT id, number, is_withdrawn FROM {name_of(Milestone)} WHERE commitment_id = (SELECT id FROM c)
        ),
        every AS MATERIALIZED (
            SELECT t.id, t.ctid AS place, t.xmin AS written, m.number,
                row_number() OVER (ORDER BY m.is_withdrawn, m.number, t.position, t.id) AS nth
            FROM {indicator} t JOIN m ON m.id = t.milestone_id WHERE NOT t.is_withdrawn
        ),
        last AS MATERIALIZED (
            SELECT LEAST(%(page)s::bigint, GREATEST((count(*) + %(rows)s - 1) / %(rows)s, 1)) * %(rows)s AS nth
            FROM every
        ),
        i AS MATERIALIZED (
            SELECT * FROM every WHERE nth <= (SELECT nth FROM last) AND nth > (SELECT nth - %(rows)s FROM last)
        ),
        r AS MATERIALIZED (
            SELECT t.indicator_id, {COMBINED} AS versions FROM {result} t
            WHERE t.indicator_id IN (SELECT id FROM i) GROUP BY t.indicator_id
        ),
        u AS MATERIALIZED (SELECT id FROM {name_of(FollowUp)} WHERE group_id = (SELECT group_id FROM c)),
        o AS MATERIALIZED (
            SELECT lead_id AS id FROM c
            UNION SELECT organization_id FROM {name_of(PARTNERS)} WHERE commitment_id = (SELECT id FROM c)
            UNION SELECT organization_id FROM {name_of(ANSWERS)} WHERE milestone_id IN (SELECT id FROM m)
            UNION SELECT organization_id FROM {name_of(Membership)} WHERE group_id = (SELECT group_id FROM c)
            UNION SELECT organization_id FROM {name_of(FollowUpPart)} WHERE follow_up_id IN (SELECT id FROM u)
        ),
        g AS MATERIALIZED (SELECT id FROM {name_of(Meeting)} WHERE group_id = (SELECT group_id FROM c)),
        n AS MATERIALIZED (SELECT id FROM {name_of(MeetingNote)} WHERE meeting_id IN (SELECT id FROM g))
        SELECT p.status, p.time_zone, p.publication_hour, (SELECT count(*) FROM every),
            (SELECT array_agg(id ORDER BY nth) FROM i),
            (SELECT array_agg(concat_ws(' ', place, written, a.number, c.number, i.number, versions) ORDER BY nth)
                FROM i LEFT JOIN r ON r.indicator_id = i.id),
            ARRAY[{", ".join(versions(name_of(table), which) for table, which in ROWS.items())}]
        FROM c JOIN {name_of(ActionPlan)} p ON p.id = c.plan_id LEFT JOIN {name_of(PriorityArea)} a ON a.id = c.area_id
            LEFT JOIN {name_of(Commitment)} f ON f.id = c.predecessor_id
    """  # noqa: S608 - names of our own tables


def stamp_of_commitment(request: HttpRequest, at: datetime, *, slug: str, rows: int) -> CommitmentStamp | None:
    """The stamp of this page of the commitment's indicators; none where there is no such commitment."""
    number = request.GET.get("page", "1")
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    page = max(int(number), 1) if is_number else 1
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"slug": slug, "rows": rows, "page": page})
        found = cursor.fetchone()
    if found is None:
        return None
    status, zone, hour, count, ids, states, tables = found
    return CommitmentStamp(
        tables=dict(zip(ROWS, tables, strict=True)),
        hours=(hour_of(at, zone, hour),),
        parts=PARTS,
        is_kept=request.GET.keys() <= {"page"} and number == str(page) and page <= max(-(-count // rows), 1),
        indicators=tuple(zip(ids or (), states or (), strict=True)),
        indicator_count=count,
        is_public=status != PlanStatus.DRAFT,
    )
