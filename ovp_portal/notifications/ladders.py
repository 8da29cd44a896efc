"""The ladders that hold now: as the national coordinator saved them, or as each source proposes."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.dates import WorkingDays, local_date
from ovp_portal.notifications import sources
from ovp_portal.notifications.models import LadderVersion, ReminderStep
from ovp_portal.notifications.sources import PORTAL, Place
from ovp_portal.notifications.steps import Clock, Ladder, Rung

MAIL_HOUR = time(8, 0)
YEARS_BACK, YEARS_AHEAD = 4, 2


def portal_place() -> list[Place]:
    """The ladder of the ground floor: accounts and whatever belongs to no plan."""
    languages = tuple(code for code, _name in settings.LANGUAGES)
    return [Place(PORTAL, _("The portal itself"), settings.TIME_ZONE, MAIL_HOUR, "MK", languages)]


def ladders(at: datetime) -> dict[tuple[str, str], Ladder]:
    """Every ladder by its place and kind of due. One query, and one for each app that has places."""
    found: dict[tuple[str, str], Ladder] = {}
    saved = current_versions()
    for place in sources.places().values():
        version = saved.get(place.key)
        clock = _clock(place, at, is_in_working_days=bool(version and version.is_in_working_days))
        for kind, rungs in rungs_of(version).items():
            found[place.key, kind] = Ladder(place.key, kind, clock, rungs)
    return found


def ladder_of(place: Place, version: LadderVersion | None, kind: str, at: datetime) -> Ladder:
    clock = _clock(place, at, is_in_working_days=bool(version and version.is_in_working_days))
    return Ladder(place.key, kind, clock, rungs_of(version).get(kind, ()))


def current_versions() -> dict[str, LadderVersion]:
    versions = LadderVersion.objects.current().prefetch_related("steps")
    return {version.ladder: version for version in versions}


def rungs_of(version: LadderVersion | None) -> dict[str, tuple[Rung, ...]]:
    """The rungs of every kind. A kind that came after the version was saved has its source's proposal."""
    proposed = {kind: rungs(proposed_steps(kind)) for kind in sources.chases()}
    if version is None:
        return proposed
    by_kind: dict[str, list[ReminderStep]] = {}
    for step in version.steps.all():
        by_kind.setdefault(step.kind, []).append(step)
    return {kind: rungs(by_kind.get(kind, [])) if kind in version.kinds else proposed[kind] for kind in proposed}


def proposed_steps(kind: str) -> list[ReminderStep]:
    """What a source proposes, as steps that are not saved."""
    return [
        ReminderStep(
            kind=kind,
            day=step.day,
            audiences=list(step.audiences),
            repeat_days=step.repeat_days,
            repeats=step.repeats,
        )
        for step in sources.chases()[kind].steps
    ]


def steps_of(version: LadderVersion | None, kind: str) -> list[ReminderStep]:
    is_saved = version is not None and kind in version.kinds
    steps = [step for step in version.steps.all() if step.kind == kind] if is_saved else proposed_steps(kind)
    return sorted(steps, key=lambda step: (step.day is not None, step.day or 0))


def rungs(steps: Iterable[ReminderStep]) -> tuple[Rung, ...]:
    """Steps with their repetitions, in order; where two fall on a day, the one that names it counts."""
    by_day: dict[int | None, Rung] = {}
    for step in steps:
        for again in range(1, step.repeats + 1):
            day = (step.day or 0) + again * step.repeat_days
            by_day.setdefault(day, Rung(day, frozenset(step.audiences), step.texts))
    for step in steps:
        by_day[step.day] = Rung(step.day, frozenset(step.audiences), step.texts)
    return tuple(sorted(by_day.values(), key=lambda rung: (rung.day is not None, rung.day or 0)))


def _clock(place: Place, at: datetime, *, is_in_working_days: bool) -> Clock:
    days = _working_days(place.country, local_date(at, place.time_zone).year) if is_in_working_days else None
    return Clock(place.time_zone, place.mail_hour, days)


@lru_cache(maxsize=16)
def _working_days(country: str, year: int) -> WorkingDays:
    return WorkingDays(country, date(year - YEARS_BACK, 1, 1), date(year + YEARS_AHEAD, 12, 31) + timedelta(days=1))
