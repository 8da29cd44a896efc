"""The stamps of the public pages beside that of a commitment: which rows each of them shows.

A test reads what the pages really ask, and fails when a table is not listed here.
"""

# ruff: noqa: S608 – put together of names of our own tables; what a reader asks for is a parameter

from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from json import loads

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from commitments.enums import MemberRole, PlanStatus
from commitments.models import (
    ActionPlan,
    Commitment,
    Membership,
    Milestone,
    MilestoneCompletion,
    PriorityArea,
    WorkingGroup,
)
from meetings.models import Conclusion, FollowUp, FollowUpPart, Meeting, MeetingNote, NoteReference
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.models import AuditEvent
from ovp_portal.editions.models import Edition, EditionPage
from reports.models import ReportingPeriod, Review, Submission
from reports.payloads import KIND
from reports.public.stamps import Stamp, Table, hour_of, name_of, versions

Rows = Mapping[Table, str]
ALL = "true"
ANSWERS = Milestone.responsible.through
COORDINATORS = f"role = '{MemberRole.COORDINATOR.value}'"
REPORTS = f"kind = '{KIND}'"

FRONT: Rows = {
    ActionPlan: ALL,
    PriorityArea: ALL,
    Commitment: ALL,
    Membership: COORDINATORS,
    Milestone: ALL,
    ANSWERS: ALL,
    MilestoneCompletion: ALL,
    Organization: ALL,
    ReportingPeriod: ALL,
    Edition: REPORTS,
}
PLANS: Rows = {ActionPlan: ALL}
COMMITMENTS: Rows = {ActionPlan: ALL, PriorityArea: ALL, Commitment: ALL, Milestone: ALL, Organization: ALL}
REPORT_LIST: Rows = {Edition: REPORTS}
NOTES: Rows = {
    ActionPlan: ALL,
    PriorityArea: ALL,
    Commitment: ALL,
    WorkingGroup: ALL,
    Meeting: ALL,
    MeetingNote: ALL,
    NoteReference: ALL,
    Edition: f"kind <> '{KIND}'",
}

_P = f"(SELECT id FROM {name_of(ActionPlan)} WHERE slug = %(slug)s)"
_C = f"(SELECT id FROM {name_of(Commitment)} WHERE plan_id = {_P})"
_M = f"(SELECT id FROM {name_of(Milestone)} WHERE commitment_id IN {_C})"
_R = f"(SELECT id FROM {name_of(ReportingPeriod)} WHERE plan_id = {_P})"
_S = f"(SELECT id FROM {name_of(Submission)} WHERE period_id IN {_R})"
PUNCTUALITY: Rows = {
    ActionPlan: f"id = {_P} OR parent_id = {_P} OR id = (SELECT parent_id FROM {name_of(ActionPlan)} WHERE id = {_P})",
    PriorityArea: f"plan_id = {_P}",
    Commitment: f"plan_id = {_P}",
    Organization: ALL,
    ReportingPeriod: f"plan_id = {_P}",
    Submission: f"period_id IN {_R}",
    Review: f"submission_id IN {_S}",
    AuditEvent: (
        f"target_type = '{Submission._meta.label_lower}' AND target_id IN (SELECT id::text FROM {_S} s)"
        " AND action IN ('submission.expected', 'submission.submitted')"
    ),
}
PLAN: Rows = PUNCTUALITY | {
    Milestone: f"commitment_id IN {_C}",
    ANSWERS: f"milestone_id IN {_M}",
    MilestoneCompletion: f"milestone_id IN {_M}",
    Edition: f"{REPORTS} AND split_part(address, '/', 3) IN (SELECT slug FROM {name_of(Commitment)} WHERE id IN {_C})",
}

_ONE = f"(SELECT id FROM {name_of(Commitment)} WHERE slug = %(slug)s)"
_ITS_PLAN = f"(SELECT plan_id FROM {name_of(Commitment)} WHERE slug = %(slug)s)"
_ADDRESS = "'/commitments/' || %(slug)s || '/reports/'"
REPORT: Rows = {
    Commitment: f"id = {_ONE}",
    ActionPlan: f"id = {_ITS_PLAN}",
    PriorityArea: f"plan_id = {_ITS_PLAN}",
    Membership: f"{COORDINATORS} AND group_id = (SELECT group_id FROM {name_of(Commitment)} WHERE slug = %(slug)s)",
    Organization: ALL,
    Milestone: f"commitment_id = {_ONE}",
    ANSWERS: f"milestone_id IN (SELECT id FROM {name_of(Milestone)} WHERE commitment_id = {_ONE})",
    ReportingPeriod: f"plan_id = {_ITS_PLAN}",
    Edition: f"address ^@ ({_ADDRESS})",
    EditionPage: f"edition_id IN (SELECT id FROM {name_of(Edition)} WHERE address ^@ ({_ADDRESS}))",
}

_MEETING = f"(SELECT meeting_id FROM {name_of(MeetingNote)} WHERE id = %(pk)s)"
_GROUP = f"(SELECT group_id FROM {name_of(Meeting)} WHERE id = {_MEETING})"
_TASKS = f"""(SELECT f.id FROM {name_of(FollowUp)} f JOIN {name_of(Conclusion)} c ON c.id = f.conclusion_id
    WHERE c.note_id = %(pk)s)"""
_NOTE_ADDRESS = "'/notes/' || %(pk)s || '/'"
NOTE: Rows = {
    MeetingNote: "id = %(pk)s",
    Meeting: f"id = {_MEETING}",
    WorkingGroup: f"id = {_GROUP}",
    ActionPlan: f"id = (SELECT plan_id FROM {name_of(WorkingGroup)} WHERE id = {_GROUP})",
    Conclusion: "note_id = %(pk)s",
    FollowUp: f"id IN {_TASKS}",
    FollowUpPart: f"follow_up_id IN {_TASKS}",
    Organization: ALL,
    Edition: f"address = {_NOTE_ADDRESS}",
    EditionPage: f"edition_id IN (SELECT id FROM {name_of(Edition)} WHERE address = {_NOTE_ADDRESS})",
}


class PageStamp:
    """The stamp of one kind of page, taken by one statement."""

    def __init__(self, rows: Rows, *, asked: frozenset[str] = frozenset({"page"})) -> None:
        self.rows, self._asked = rows, asked

    def __call__(self, request: HttpRequest, at: datetime, **named: object) -> Stamp:
        with connection.cursor() as cursor:
            cursor.execute(_statement(self), named)
            clocks, tables = cursor.fetchone()
        return Stamp(
            tables=dict(zip(self.rows, tables, strict=True)),
            hours=(hour_of(at, settings.TIME_ZONE, time.min), *(hour_of(at, *clock) for clock in _clocks(clocks))),
            parts={},
            is_kept=request.GET.keys() <= self._asked and _is_early(request.GET.get("page", "1")),
        )


@cache
def _statement(stamp: PageStamp) -> str:
    parts = ", ".join(versions(name_of(table), which) for table, which in stamp.rows.items())
    # Every plan's zone and hour: what is late in one of them may stand on any page.
    return f"""
        SELECT (
            SELECT jsonb_agg(DISTINCT jsonb_build_array(time_zone, publication_hour)) FROM {name_of(ActionPlan)}
            WHERE status <> '{PlanStatus.DRAFT.value}'
        ), ARRAY[{parts}]
    """


@cache
def _clocks(found: str | None) -> list[tuple[str, time]]:
    return [(zone, time.fromisoformat(hour)) for zone, hour in loads(found or "[]")]


def _is_early(number: str) -> bool:
    """Whether it is the number of one of the first pages; anybody can ask for others that are none."""
    return number.isascii() and number.isdigit() and len(number) <= 2 and not number.startswith("0")
