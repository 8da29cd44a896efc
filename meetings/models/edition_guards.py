"""What may be published as a note, and as a correction of one. The ground floor keeps editions and knows no notes."""

import pgtrigger

from ovp_portal.editions.models import Edition


def _without(rows: str, names: str) -> str:
    """The rows of a list, in their order, without some of their keys."""
    return f"""(
        SELECT jsonb_agg(a - {names} ORDER BY place) FROM jsonb_array_elements({rows}) WITH ORDINALITY AS one(a, place)
    )"""  # noqa: S608 – all of it comes from the code


def _facts(said: str) -> str:
    """All that a payload says but its wording, and every number that stands in the wording."""
    return f"""(
        {said} - '{{title,purpose,discussion,nothing_done_reason,agenda,priorities,change_note}}'::text[]
        || jsonb_build_object(
            'agenda', {_without(f"{said}->'agenda'", "'{text,discussion}'::text[]")},
            'priorities', {_without(f"{said}->'priorities'", "'{text}'::text[]")},
            'numbers', regexp_replace(concat_ws(
                ' ', {said}->>'title', {said}->>'purpose', {said}->>'discussion', {said}->>'nothing_done_reason',
                (
                    SELECT string_agg(concat_ws(' ', a->>'text', a->>'discussion'), ' ' ORDER BY place)
                    FROM jsonb_array_elements({said}->'agenda') WITH ORDINALITY AS one(a, place)
                ),
                (
                    SELECT string_agg(a->>'text', ' ' ORDER BY place)
                    FROM jsonb_array_elements({said}->'priorities') WITH ORDINALITY AS one(a, place)
                )
            ), '[^0-9]+', ' ', 'g')
        )
    )"""  # noqa: S608


ONLY_WHAT_WAS_CIRCULATED = f"""
    said := NEW.payload::jsonb;
    SELECT n.id INTO published FROM meetings_meetingnote n WHERE n.edition_id = NEW.id AND n.status = 'published';
    IF published IS NULL OR NEW.address <> said->>'address' THEN
        RAISE EXCEPTION 'The edition is of no published note.';
    END IF;
    IF NEW.minor > 0 THEN
        SELECT e.payload::jsonb INTO before FROM editions_edition e
        WHERE e.address = NEW.address AND e.id <> NEW.id ORDER BY e.major DESC, e.minor DESC LIMIT 1;
        IF before IS NULL OR {_facts("said")} IS DISTINCT FROM {_facts("before")} THEN
            RAISE EXCEPTION 'More than the wording was changed: the correction goes to the members first.';
        END IF;
        RETURN NULL;
    END IF;
    SELECT c.payload::jsonb INTO sent FROM meetings_meetingnote n
    JOIN circulation_circulation c ON c.id = n.circulation_id
    WHERE c.closed_at IS NOT NULL AND (
        NEW.major = 1 AND n.id = published OR NEW.major > 1 AND n.corrects_id = published AND n.status = 'entered'
    )
    ORDER BY c.id DESC LIMIT 1;
    IF sent IS NULL OR (said - added) <> (sent - added) OR {_without("said->'attendance'", "names")}
        IS DISTINCT FROM {_without("sent->'attendance'", "names")}
    THEN
        RAISE EXCEPTION 'The edition is not the note that was circulated and published.';
    END IF;
    IF array_position(widening, said->>'names_rule') > array_position(widening, sent #>> '{{sent_under,names_rule}}')
        OR said->>'names_rule' = 'never'
            AND said @? '$.attendance[*] ? (exists(@.person) || exists(@.substitute))'
    THEN
        RAISE EXCEPTION 'The edition names whom the rule under which the note was sent does not.';
    END IF;
    SELECT p.names_rule INTO rule FROM meetings_meetingnote n
    JOIN meetings_meeting m ON m.id = n.meeting_id
    JOIN commitments_workinggroup g ON g.id = m.group_id
    JOIN commitments_actionplan p ON p.id = g.plan_id
    WHERE n.id = published;
    IF array_position(widening, said->>'names_rule') > array_position(widening, rule) THEN
        RAISE EXCEPTION 'The edition names whom the rule of the plan does not.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM jsonb_array_elements(said->'attendance') WITH ORDINALITY AS one(a, place)
        LEFT JOIN jsonb_array_elements(sent->'people') WITH ORDINALITY AS person(p, place) USING (place)
        LEFT JOIN commitments_membership seat ON seat.id = (p->>'seat')::bigint
        LEFT JOIN accounts_user bearer ON bearer.id = seat.user_id
        WHERE a ? 'person' AND (
                a->>'person' IS DISTINCT FROM p->>'person'
                OR said->>'names_rule' <> 'all' AND bearer.may_be_named IS NOT TRUE
            )
            OR a ? 'substitute' AND (
                a->>'substitute' IS DISTINCT FROM p->>'substitute' OR said->>'names_rule' <> 'all'
            )
    ) THEN
        RAISE EXCEPTION 'The edition names somebody who was not on the list, or who did not agree to be named.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM jsonb_array_elements(said->'opinions') one(opinion)
        WHERE NOT EXISTS (
            SELECT 1 FROM circulation_opinion o
            JOIN circulation_circulation c ON c.id = o.circulation_id
            WHERE o.text = one.opinion->>'text'
              AND (c.payload::jsonb #>> '{{sent_under,notes_rule}}') IS DISTINCT FROM 'internal'
        )
    ) THEN
        RAISE EXCEPTION 'An opinion in the edition was given to the group alone, or to nobody.';
    END IF;
    RETURN NULL;
"""  # noqa: S608
"""Judged when the transaction ends, because the note points to its edition and is saved after it.

`added` comes with publication or stays behind; `names` are added where the rule for names lets them. A correction
of the wording alone is a minor edition and goes to nobody before; any other one is circulated like the first.
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
            ("published", "bigint"),
            ("rule", "text"),
            ("said", "jsonb"),
            ("sent", "jsonb"),
            ("before", "jsonb"),
        ],
        func=ONLY_WHAT_WAS_CIRCULATED,
    )
)(Edition)
