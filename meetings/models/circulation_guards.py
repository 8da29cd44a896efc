"""The database's own walls around the way of a note: to every member, then to the public or into the group's drawer."""

import pgtrigger

from commitments.guards import circulated_to_everyone
from ovp_portal.circulation.models import Disposition

NOTE_REACHED_EVERYONE = circulated_to_everyone(
    what="note", group="(SELECT m.group_id FROM meetings_meeting m WHERE m.id = NEW.meeting_id)"
)

AS_IT_WAS_SENT = """
    IF NEW.status = 'circulated' AND OLD.status <> 'circulated' AND NOT EXISTS (
        SELECT 1 FROM circulation_circulation k
        WHERE k.id = NEW.circulation_id
          AND k.payload::jsonb->>'address' = '/notes/' || COALESCE(NEW.corrects_id, NEW.id) || '/'
    ) THEN
        RAISE EXCEPTION 'What was circulated is not this note.';
    END IF;
    IF NEW.status = 'draft' AND OLD.status = 'circulated' AND NOT EXISTS (
        SELECT 1 FROM circulation_circulation k WHERE k.id = OLD.circulation_id AND k.called_back_for <> ''
    ) THEN
        RAISE EXCEPTION 'A note is called back for a reason that its members read.';
    END IF;
    IF NEW.status IN ('published', 'internal') AND OLD.status <> NEW.status THEN
        IF NOT EXISTS (
            SELECT 1 FROM circulation_circulation k WHERE k.id = NEW.circulation_id AND k.closed_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'The circulation of the note is still open.';
        END IF;
        IF NEW.status = 'published' AND EXISTS (
            SELECT 1 FROM meetings_meeting m
            JOIN commitments_workinggroup g ON g.id = m.group_id
            JOIN commitments_actionplan p ON p.id = g.plan_id
            WHERE m.id = NEW.meeting_id AND p.notes_rule = 'internal'
        ) THEN
            RAISE EXCEPTION 'The plan keeps its notes within the group.';
        END IF;
        IF NEW.status = 'published' AND EXISTS (
            SELECT 1 FROM circulation_circulation k
            WHERE k.id = NEW.circulation_id AND k.payload::jsonb #>> '{sent_under,notes_rule}' = 'internal'
        ) THEN
            RAISE EXCEPTION 'The note was sent to its group alone: it stays there.';
        END IF;
    END IF;
    RETURN NEW;
"""

REMARKS_ANSWERED = """
    IF EXISTS (
        SELECT 1 FROM circulation_position p
        CROSS JOIN LATERAL (
            SELECT '' AS part, p.text UNION ALL SELECT one.key, one.value FROM jsonb_each_text(p.parts) one
        ) remark
        LEFT JOIN circulation_disposition d
            ON d.position_id = p.id AND d.part = remark.part AND d.text = remark.text
        WHERE remark.text <> '' AND d.id IS NULL AND (
            p.circulation_id = NEW.circulation_id OR p.circulation_id IN (
                SELECT e.circulation_id FROM meetings_meetingnote_earlier_circulations e WHERE e.meetingnote_id = NEW.id
            )
        )
    ) THEN
        RAISE EXCEPTION 'A remark on the note waits for its answer.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM circulation_position p
        JOIN circulation_disposition d ON d.position_id = p.id AND d.verdict <> 'not'
            AND d.text = CASE d.part WHEN '' THEN p.text ELSE p.parts->>d.part END
        WHERE p.circulation_id = NEW.circulation_id
    ) THEN
        RAISE EXCEPTION 'A remark on this version of the note is taken up: it is changed and sent around first.';
    END IF;
    RETURN NEW;
"""
"""A remark is open until somebody answered the words in which it stands now, on whichever version it was made."""

ANSWERED_BEFORE_THE_END = """
    IF EXISTS (
        SELECT 1 FROM circulation_position p
        JOIN meetings_meetingnote n ON n.circulation_id = p.circulation_id OR EXISTS (
            SELECT 1 FROM meetings_meetingnote_earlier_circulations e
            WHERE e.meetingnote_id = n.id AND e.circulation_id = p.circulation_id
        )
        WHERE p.id = NEW.position_id AND n.status IN ('published', 'internal', 'entered')
    ) THEN
        RAISE EXCEPTION 'The note is published or filed: what became of its remarks is fixed.';
    END IF;
    RETURN NEW;
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="remarks_on_a_note_are_answered_before_its_end",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=ANSWERED_BEFORE_THE_END,
    )
)(Disposition)
