"""A wall that reports and notes share: what goes on was sent to every member of the group of that day."""


def circulated_to_everyone(*, what: str, group: str) -> str:
    """The body of a trigger on a record with `status` and `circulation_id`; `group` is SQL for its group's id."""
    return f"""
        IF NEW.status = 'circulated' AND OLD.status <> 'circulated' THEN
            IF NOT EXISTS (
                SELECT 1 FROM circulation_circulation k
                JOIN commitments_workinggroup g ON g.id = {group}
                JOIN commitments_actionplan p ON p.id = g.plan_id
                WHERE k.id = NEW.circulation_id AND k.closed_at IS NULL
                  AND k.roster_on = (k.opened_at AT TIME ZONE p.time_zone)::date
                  AND EXISTS (SELECT 1 FROM circulation_position s WHERE s.circulation_id = k.id)
            ) THEN
                RAISE EXCEPTION 'The {what} was not circulated to the members of that day.';
            END IF;
            IF EXISTS (
                SELECT 1 FROM circulation_circulation k
                JOIN commitments_membership m ON m.group_id = {group}
                JOIN accounts_user u ON u.id = m.user_id AND u.is_active
                WHERE k.id = NEW.circulation_id AND m.user_id <> k.opened_by_id
                  AND m.starts_on <= k.roster_on AND (m.ends_on IS NULL OR m.ends_on >= k.roster_on)
                  AND NOT EXISTS (
                      SELECT 1 FROM circulation_position s WHERE s.circulation_id = k.id AND s.user_id = m.user_id
                  )
            ) THEN
                RAISE EXCEPTION 'A member of the group is missing from the roster of the circulation.';
            END IF;
        END IF;
        RETURN NEW;
    """  # noqa: S608 – both come from the code
