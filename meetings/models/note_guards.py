"""The database's own walls around the text of a note: what may leave, and what a correction may touch."""

SENT_WHOLE = """
    IF NOT EXISTS (SELECT 1 FROM meetings_notereference r WHERE r.note_id = COALESCE(NEW.corrects_id, NEW.id)) THEN
        RAISE EXCEPTION 'A note goes to its members under its reference.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM meetings_conclusion c
        WHERE c.note_id = NEW.id AND num_nonnulls(c.votes_for, c.votes_against, c.votes_abstained) IN (1, 2)
    ) THEN
        RAISE EXCEPTION 'A note goes to its members with its votes counted whole.';
    END IF;
    RETURN NEW;
"""


CANCELLED = """
    IF EXISTS (
        SELECT 1 FROM meetings_convocation c WHERE c.meeting_id = NEW.meeting_id AND c.cancelled_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'The meeting was cancelled: its note goes nowhere.';
    END IF;
    RETURN NEW;
"""

OF_A_PUBLISHED_NOTE = """
    IF NOT EXISTS (
        SELECT 1 FROM meetings_meetingnote n
        JOIN meetings_meeting m ON m.id = n.meeting_id
        JOIN meetings_meeting mine ON mine.id = NEW.meeting_id
        WHERE n.id = NEW.corrects_id AND n.status = 'published' AND m.group_id = mine.group_id
    ) THEN
        RAISE EXCEPTION 'Only a published note of the same group is corrected.';
    END IF;
    RETURN NEW;
"""

ENTERED_WITH_AN_EDITION = """
    IF NOT EXISTS (
        SELECT 1 FROM meetings_meetingnote n
        WHERE n.id = NEW.id AND n.status = 'published' AND n.edition_id IS DISTINCT FROM OLD.edition_id
    ) THEN
        RAISE EXCEPTION 'What is published changes only together with a new edition.';
    END IF;
    RETURN NULL;
"""
"""Judged when the transaction ends."""

FOLLOWED_TASK = """
    IF EXISTS (SELECT 1 FROM meetings_followup f WHERE f.conclusion_id = OLD.id)
       AND (NEW.kind, NEW.owner_id, NEW.owner_organization_id, NEW.is_for_everyone, NEW.due_on)
           IS DISTINCT FROM (OLD.kind, OLD.owner_id, OLD.owner_organization_id, OLD.is_for_everyone, OLD.due_on) THEN
        RAISE EXCEPTION 'The task is followed: its owner and its date are changed where it is followed.';
    END IF;
    RETURN NEW;
"""
