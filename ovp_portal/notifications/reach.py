"""Of which dues a step may be reached: a look asks for those alone, and costs what is near and not what there is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value

from ovp_portal.lib.dates import local_date
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch
from ovp_portal.notifications.steps import Ladder


class Part(NamedTuple):
    """The dues of one kind in some ladders, for one audience: those due by a day; all where an opening is a step.

    With `since`, those that began after a moment, and are not due by that day.
    """

    audience: str
    chase: str
    ladders: tuple[str, ...]
    latest: date | None
    since: datetime | None = None

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...], bool, bool]:
        """What a statement is built by: all but which day and moment it is."""
        return *self[:3], self.latest is None, self.since is None

    def of(self, rows: QuerySet) -> QuerySet | None:
        """Those among a branch's; none where the branch itself says that it has another kind or ladder."""
        for name, words in (("chase", [self.chase]), ("ladder", self.ladders)):
            said = rows.query.annotations.get(name)
            if isinstance(said, Value) and said.value not in words:
                return None
            rows = rows if isinstance(said, Value) else rows.filter(**{f"{name}__in": words})
        if self.since is None:
            return rows if self.latest is None else rows.filter(deadline_on__lte=self.latest)
        rows = rows.filter(since_at__gt=self.since)
        is_far = Q(deadline_on__isnull=True) | Q(deadline_on__gt=self.latest)
        return rows if self.latest is None else rows.filter(is_far)


Reach = tuple[Part, ...]
Shape = tuple[tuple[str, str, tuple[str, ...], bool, bool], ...]


def reach_of(ladders: Collection[Ladder], at: datetime, *, since: datetime | None = None) -> Reach:
    """What the steps of some ladders reach; an audience that no step is for has no part.

    With `since`, all openings until then are known to be told: those alone are asked for that came after it.
    """
    keys: dict[tuple[str, str, date | None, datetime | None], list[str]] = defaultdict(list)
    for ladder in ladders:
        today = local_date(at, ladder.clock.time_zone)
        for audience in Audience.values:
            days, opens = ladder.days_for(audience), ladder.has_opening_for(audience)
            near = ladder.clock.last_with(days[0], today) if days else None
            if opens:
                keys[audience, ladder.kind, near if since else None, since].append(ladder.key)
            if days and (since or not opens):
                keys[audience, ladder.kind, near, None].append(ladder.key)
    return tuple(
        Part(audience, kind, tuple(sorted(mine)), latest, began)
        for (audience, kind, latest, began), mine in keys.items()
    )


def within(branches: Iterable[Branch], reach: Reach) -> Iterator[Branch]:
    """The parts of the branches that are within reach."""
    for branch in branches:
        for part in reach:
            if part.audience == branch.audience and (rows := part.of(branch.rows)) is not None:
                yield Branch(branch.audience, rows)
