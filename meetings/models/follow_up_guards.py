"""The database's own walls around followed tasks."""

import pgtrigger

SET_BY_A_PUBLISHED_NOTE = """
    IF NOT EXISTS (
        SELECT 1 FROM meetings_conclusion c
        JOIN meetings_meetingnote n ON n.id = c.note_id
        JOIN meetings_meeting m ON m.id = n.meeting_id
        WHERE c.id = NEW.conclusion_id AND c.kind = 'task' AND m.group_id = NEW.group_id
          AND n.status IN ('published', 'internal')
    ) THEN
        RAISE EXCEPTION 'Only a task of a finished note of this group is followed.';
    END IF;
    RETURN NEW;
"""

STANDS_IN_ITS_HISTORY = """
    IF NOT EXISTS (
        SELECT 1 FROM meetings_followuppart p, LATERAL (
            SELECT e.* FROM meetings_followupentry e WHERE e.part_id = p.id ORDER BY e.id DESC LIMIT 1
        ) newest
        WHERE p.id = {part} AND newest.status = p.status AND newest.due_on = p.due_on
          AND newest.done_on IS NOT DISTINCT FROM p.done_on
    ) THEN
        RAISE EXCEPTION 'The part of the task does not stand as its history says.';
    END IF;
    RETURN NULL;
"""
"""Judged when the transaction ends: a date or a status changes only together with the line that tells it."""


def kept(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)
