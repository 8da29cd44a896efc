"""A source's question as it is asked at a moment."""

from datetime import datetime

from ovp_portal.notifications import statements
from ovp_portal.notifications.prepared import Given


def union_of(branches, at: datetime, **which) -> tuple[str, list]:
    """The query and its parameters as they are this time."""
    sql, places, _kept_as = statements.asked_of(branches, at, **which)
    return sql, [place.value if isinstance(place, Given) else place for place in places]
