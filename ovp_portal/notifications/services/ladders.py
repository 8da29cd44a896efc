"""Changing a ladder: each change is a new version, and an old one comes back as one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.notifications import ladders, sources
from ovp_portal.notifications.models import LadderVersion, ReminderStep


@transaction.atomic
def save_steps(
    *,
    ladder: str,
    kind: str,
    steps: Iterable[Mapping[str, Any]],
    is_in_working_days: bool,
    seen: int,
    by: User,
    at: datetime,
    note: str = "",
) -> LadderVersion:
    """Save the steps of one kind as a new version; the other kinds go on as they are.

    `seen` is the number of the version that the form was opened on.
    """
    now = _locked(ladder)
    if (now.number if now else 0) != seen:
        raise ValidationError(_("Somebody else changed the reminders meanwhile. Open the page again."), code="stale")
    rows = {other: ladders.steps_of(now, other) for other in sources.chases()}
    rows[kind] = [ReminderStep(kind=kind, **step) for step in steps]
    return _write(ladder, now, rows, is_in_working_days=is_in_working_days, by=by, at=at, note=note)


@transaction.atomic
def restore(*, version: LadderVersion, by: User, at: datetime) -> LadderVersion:
    """Bring an older version back, as a new one."""
    now = _locked(version.ladder)
    rows = {kind: ladders.steps_of(version, kind) for kind in sources.chases()}
    note = _("Version %(number)s again") % {"number": version.number}
    return _write(version.ladder, now, rows, is_in_working_days=version.is_in_working_days, by=by, at=at, note=note)


def _locked(ladder: str) -> LadderVersion | None:
    """The version that holds now; who else saves this ladder waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"ladder {ladder}"])
    return LadderVersion.objects.filter(ladder=ladder).order_by("-number").prefetch_related("steps").first()


def _write(
    ladder: str,
    now: LadderVersion | None,
    rows: Mapping[str, list[ReminderStep]],
    *,
    is_in_working_days: bool,
    by: User,
    at: datetime,
    note: str,
) -> LadderVersion:
    version = LadderVersion(
        ladder=ladder,
        number=now.number + 1 if now else 1,
        kinds=list(rows),
        is_in_working_days=is_in_working_days,
        saved_at=at,
        saved_by=by,
        note=note,
    )
    version.full_clean()
    version.save()
    copies = []
    for kind, steps in rows.items():
        for step in steps:
            copy = ReminderStep(
                version=version,
                kind=kind,
                day=step.day,
                repeat_days=step.repeat_days,
                repeats=step.repeats,
                audiences=step.audiences,
                texts=step.texts,
            )
            copy.full_clean(validate_unique=False, validate_constraints=False)
            copies.append(copy)
        if len({step.day for step in steps}) < len(steps):
            raise ValidationError(_("There is a step for this day already."))
        if any(step.repeats and (not step.repeat_days or step.day is None) for step in steps):
            raise ValidationError(_("A step that is repeated needs a day and a pause in days."))
    ReminderStep.objects.bulk_create(copies)
    record(actor=by, action="ladder.saved", target=version, at=at, ladder=ladder, number=version.number)
    return version
