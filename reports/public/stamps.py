"""A stamp of all that the page of a commitment shows: it changes exactly when one of those rows does.

Every version of a row has a place (`ctid`) and a transaction that wrote it (`xmin`), and no other version has
both. So the stamp is taken of these, in one statement: whatever changes a row – a service, a bulk update, the
administration, plain SQL – and whoever takes it back, the stamp tells. Nothing is written for it, and what
changes elsewhere in the portal does not touch it.

Which rows those are stands below; a test compares them with the tables that the page really asks.
"""

from functools import cache

from django.db import connection
from django.http import HttpRequest

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

_PARTNERS, _ANSWERS = Commitment.partners.through, Milestone.responsible.through
# Each table with the rows of it that count, told from the commitment `c`, which is written before its forerunner `f`.
ROWS = {
    Commitment: "id IN (c.id, c.predecessor_id)",
    ActionPlan: "id IN (c.plan_id, f.plan_id)",
    PriorityArea: "id IN (c.area_id, f.area_id)",
    WorkingGroup: "id = c.group_id",
    Membership: "group_id = c.group_id",
    FormerNumber: "commitment_id = c.id",
    _PARTNERS: "commitment_id = c.id",
    Milestone: "commitment_id = c.id",
    _ANSWERS: "milestone_id IN (SELECT id FROM m)",
    Organization: "id IN (SELECT id FROM o)",
    Indicator: "milestone_id IN (SELECT id FROM m)",
    IndicatorResult: "indicator_id IN (SELECT id FROM i)",
    ReportingPeriod: "plan_id = c.plan_id",
    Edition: "address ^@ ('/commitments/' || c.slug || '/reports/')",
    Meeting: "group_id = c.group_id",
    MeetingNote: "meeting_id IN (SELECT id FROM g)",
    Conclusion: "note_id IN (SELECT id FROM n)",
    NoteReference: "note_id IN (SELECT id FROM n)",
    FollowUp: "group_id = c.group_id",
    FollowUpPart: "follow_up_id IN (SELECT id FROM u)",
}


@cache
def _statement() -> str:
    """The one statement; put together once."""
    table = {model: f'"{model._meta.db_table}"' for model in ROWS}
    parts = [
        f"(SELECT count(*) || ':' || COALESCE(bit_xor(hashtextextended(t.ctid::text || t.xmin::text, 0)), 0)"  # noqa: S608
        f" FROM {table[model]} t WHERE {which})"
        for model, which in ROWS.items()
    ]
    return f"""
        WITH c AS MATERIALIZED (SELECT * FROM {table[Commitment]} WHERE slug = %(slug)s),
        m AS MATERIALIZED (
            SELECT id, number, is_withdrawn FROM {table[Milestone]} WHERE commitment_id = (SELECT id FROM c)
        ),
        i AS MATERIALIZED (
            SELECT t.id FROM {table[Indicator]} t JOIN m ON m.id = t.milestone_id WHERE NOT t.is_withdrawn
            ORDER BY m.is_withdrawn, m.number, t.position, t.id LIMIT %(rows)s OFFSET %(before)s
        ),
        u AS MATERIALIZED (SELECT id FROM {table[FollowUp]} WHERE group_id = (SELECT group_id FROM c)),
        o AS MATERIALIZED (
            SELECT lead_id AS id FROM c
            UNION SELECT organization_id FROM {table[_PARTNERS]} WHERE commitment_id = (SELECT id FROM c)
            UNION SELECT organization_id FROM {table[_ANSWERS]} WHERE milestone_id IN (SELECT id FROM m)
            UNION SELECT organization_id FROM {table[Membership]} WHERE group_id = (SELECT group_id FROM c)
            UNION SELECT organization_id FROM {table[FollowUpPart]} WHERE follow_up_id IN (SELECT id FROM u)
        ),
        g AS MATERIALIZED (SELECT id FROM {table[Meeting]} WHERE group_id = (SELECT group_id FROM c)),
        n AS MATERIALIZED (SELECT id FROM {table[MeetingNote]} WHERE meeting_id IN (SELECT id FROM g))
        SELECT (SELECT count(*) FROM i), concat_ws(' ', {", ".join(parts)})
        FROM c LEFT JOIN {table[Commitment]} f ON f.id = c.predecessor_id
    """  # noqa: S608 - names of our own tables


def stamp_of_commitment(request: HttpRequest, *, slug: str, rows: int) -> str | None:
    """The stamp of this page of the commitment's indicators; none where the page is not one that is kept."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number)):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"slug": slug, "rows": rows, "before": (int(number) - 1) * rows})
        found = cursor.fetchone()
    if found is None or not (found[0] or int(number) == 1):
        return None
    return found[1]
