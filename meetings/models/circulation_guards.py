"""The database's own walls around the way of a note: to every member, then to the public or into the group's drawer."""

import pgtrigger

from commitments.guards import circulated_to_everyone
from ovp_portal.circulation.models import Disposition
from ovp_portal.editions.models import Edition

NOTE_REACHED_EVERYONE = circulated_to_everyone(
    what="note", group="(SELECT m.group_id FROM meetings_meeting m WHERE m.id = NEW.meeting_id)"
)

AS_IT_WAS_SENT = """
    IF NEW.status = 'circulated' AND OLD.status <> 'circulated' AND NOT EXISTS (
        SELECT 1 FROM circulation_circulation k
        WHERE k.id = NEW.circulation_id AND k.payload::jsonb->>'address' = '/notes/' || NEW.id || '/'
    ) THEN
        RAISE EXCEPTION 'What was circulated is not this note.';
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

ONLY_WHAT_WAS_CIRCULATED = """
    IF NEW.major = 1 AND NEW.minor = 0 THEN
        IF NOT EXISTS (
            SELECT 1 FROM meetings_meetingnote n
            JOIN circulation_circulation c ON c.id = n.circulation_id
            WHERE n.edition_id = NEW.id AND n.status = 'published' AND c.closed_at IS NOT NULL
              AND NEW.address = NEW.payload::jsonb->>'address'
              AND (NEW.payload::jsonb - added) = (c.payload::jsonb - added)
              AND (
                  SELECT jsonb_agg(a - names ORDER BY place)
                  FROM jsonb_array_elements(NEW.payload::jsonb->'attendance') WITH ORDINALITY AS one(a, place)
              ) IS NOT DISTINCT FROM (
                  SELECT jsonb_agg(a - names ORDER BY place)
                  FROM jsonb_array_elements(c.payload::jsonb->'attendance') WITH ORDINALITY AS one(a, place)
              )
        ) THEN
            RAISE EXCEPTION 'The edition is not the note that was circulated and published.';
        END IF;
        IF EXISTS (
            SELECT 1 FROM meetings_meetingnote n
            JOIN circulation_circulation c ON c.id = n.circulation_id
            WHERE n.edition_id = NEW.id
              AND (
                  array_position(widening, NEW.payload::jsonb->>'names_rule')
                      > array_position(widening, c.payload::jsonb #>> '{sent_under,names_rule}')
                  OR NEW.payload::jsonb->>'names_rule' = 'never'
                      AND NEW.payload::jsonb @? '$.attendance[*] ? (exists(@.person) || exists(@.substitute))'
              )
        ) THEN
            RAISE EXCEPTION 'The edition names whom the rule under which the note was sent does not.';
        END IF;
        IF EXISTS (
            SELECT 1 FROM jsonb_array_elements(NEW.payload::jsonb->'opinions') one(said)
            WHERE NOT EXISTS (
                SELECT 1 FROM circulation_opinion o
                JOIN circulation_circulation c ON c.id = o.circulation_id
                WHERE o.text = one.said->>'text'
                  AND (c.payload::jsonb #>> '{sent_under,notes_rule}') IS DISTINCT FROM 'internal'
            )
        ) THEN
            RAISE EXCEPTION 'An opinion in the edition was given to the group alone, or to nobody.';
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM meetings_meetingnote n JOIN editions_edition first ON first.id = n.edition_id
        WHERE first.address = NEW.address AND n.status = 'published'
    ) THEN
        RAISE EXCEPTION 'There is no published note that this edition could correct.';
    END IF;
    RETURN NULL;
"""
"""Judged when the transaction ends, because the note points to its edition and is saved after it.

`added` comes with publication or stays behind; `names` are added where the plan's rule lets them.
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="only_a_circulated_note_is_published",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__kind="meeting_note"),
        declare=[
            ("added", "text[] := '{attendance,people,sent_under,names_rule,published_at,circulation,opinions}'"),
            ("names", "text[] := '{person,substitute}'"),
            ("widening", "text[] := '{never,agreed,all}'"),
        ],
        func=ONLY_WHAT_WAS_CIRCULATED,
    )
)(Edition)

ANSWERED_BEFORE_THE_END = """
    IF EXISTS (
        SELECT 1 FROM circulation_position p
        JOIN meetings_meetingnote n ON n.circulation_id = p.circulation_id OR EXISTS (
            SELECT 1 FROM meetings_meetingnote_earlier_circulations e
            WHERE e.meetingnote_id = n.id AND e.circulation_id = p.circulation_id
        )
        WHERE p.id = NEW.position_id AND n.status IN ('published', 'internal')
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
