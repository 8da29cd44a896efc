"""What may be published as a status report. The ground floor keeps editions and does not know reports."""

import pgtrigger

from ovp_portal.editions.models import Edition

ONLY_WHAT_WAS_CIRCULATED = """
    IF NEW.major = 1 AND NEW.minor = 0 THEN
        IF NOT EXISTS (
            SELECT 1 FROM reports_statusreport r
            JOIN circulation_circulation c ON c.id = r.circulation_id
            WHERE r.edition_id = NEW.id AND r.status = 'published' AND c.closed_at IS NOT NULL
              AND NEW.address = NEW.payload::jsonb->>'address'
              AND (NEW.payload::jsonb - added) = (c.payload::jsonb - added)
              AND (
                  SELECT jsonb_agg(m - judged ORDER BY place)
                  FROM jsonb_array_elements(NEW.payload::jsonb->'milestones') WITH ORDINALITY AS one(m, place)
              ) IS NOT DISTINCT FROM (
                  SELECT jsonb_agg(m - judged ORDER BY place)
                  FROM jsonb_array_elements(c.payload::jsonb->'milestones') WITH ORDINALITY AS one(m, place)
              )
        ) THEN
            RAISE EXCEPTION 'The edition is not what was circulated and published.';
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM reports_statusreport r JOIN editions_edition first ON first.id = r.edition_id
        WHERE first.address = NEW.address AND r.status = 'published'
    ) THEN
        RAISE EXCEPTION 'There is no published report that this edition could correct.';
    END IF;
    RETURN NULL;
"""
"""The public reads editions: none appears but of a report that went to the members, with the words they saw.

Judged when the transaction ends, because the report points to its edition and is saved after it.
`added` comes with publication; `judged` is counted anew on that day.
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="only_what_was_circulated_is_published",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__kind="status_report"),
        declare=[
            ("added", "text[] := '{overdue_on,milestones,counters,published_at,circulation,opinions}'"),
            ("judged", "text[] := '{is_overdue,days_late}'"),
        ],
        func=ONLY_WHAT_WAS_CIRCULATED,
    )
)(Edition)
