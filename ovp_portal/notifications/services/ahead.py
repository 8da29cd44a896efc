"""What would be sent on a day to come: to whom, why and which text. Writes nothing that stays."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from ovp_portal.accounts.models import RoleGrant
from ovp_portal.accounts.roles import Role
from ovp_portal.lib.dates import end_of_local_day, local_date
from ovp_portal.notifications import ladders, sources
from ovp_portal.notifications.registry import waiting_of
from ovp_portal.notifications.services.letters import Composed, compose
from ovp_portal.notifications.services.queue import found_at, without_second_mails
from ovp_portal.notifications.steps import step_key
from ovp_portal.notifications.sweep import Found
from ovp_portal.notifications.waiting import Waiting


class Ahead(NamedTuple):
    """The letters of a day, and who would get none; `count` is how many letters there are, also those not composed."""

    letters: list[Composed]
    count: int
    unreachable: list[Waiting]


def look_ahead(*, on: date, now: datetime, first: int = 0, many: int | None = None) -> Ahead:
    """The mails of a day, as its last moment would have queued them; what is told on the days before is left out.

    What the clockwork does itself until then (it opens periods, it publishes) is done in a
    transaction that is rolled back.
    """
    end = max(_end_of(on), now)
    with transaction.atomic():
        known = ladders.ladders(end)
        before = set()
        if on > local_date(now, settings.TIME_ZONE):
            before = {_key(step) for step in _steps(_end_of(on - timedelta(days=1)))}
        steps = [step for step in _steps(end) if _key(step) not in before]
        people = [list(mine) for _who, mine in groupby(steps, key=lambda step: step.who)]
        people = without_second_mails(people, end)
        shown = people[first : first + many if many is not None else None]
        told = {
            mine[0].who: {
                (step.kind, step.thing): step_key(round=step.round, due_on=step.due_on, day=step.day)
                for step in reversed(mine)
            }
            for mine in shown
        }
        letters = [composed for composed in compose(told, known, end).values() if composed.letter or composed.fault]
        unreachable = _unreachable(end)
        transaction.set_rollback(True)
    return Ahead(letters, len(people), unreachable)


def _end_of(on: date) -> datetime:
    return end_of_local_day(on, settings.TIME_ZONE) - timedelta(seconds=1)


def _steps(at: datetime) -> list[Found]:
    sources.rehearse(at)
    return found_at(ladders.ladders(at), at)[0]


def _key(step: Found) -> tuple:
    return (step.who, step.kind, step.thing, step_key(round=step.round, due_on=step.due_on, day=step.day))


def _unreachable(at: datetime) -> list[Waiting]:
    """Those whom no reminder reaches, as any national coordinator finds them."""
    asked = [source for source in sources.registered() if source.tells_unreachable]
    anybody = RoleGrant.objects.filter(role=Role.NATIONAL_COORDINATOR, revoked_at__isnull=True, user__is_active=True)
    person = anybody.values_list("user_id", flat=True).first()
    return waiting_of(asked, person, at) if asked and person else []
