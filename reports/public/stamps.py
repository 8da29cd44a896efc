"""Stamps of all that a public page shows: they change exactly when one of those rows does.

Every version of a row has a place (`ctid`) and a transaction that wrote it (`xmin`), and no other version has
both. So stamps are taken of these, in one statement: whatever changes a row – a service, a bulk update, the
administration, plain SQL – and whoever takes it back, the stamp tells. Nothing is written for it, and what
changes elsewhere in the portal does not touch it.

Beside its rows a page shows how late it is: what counts of the clock are the day in the plan's zone, and
whether the hour at which the plan's reports are published has struck.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Model

from ovp_portal.lib.dates import local_date, local_moment

Table = type[Model]


@dataclass(frozen=True)
class Stamp:
    """The state of a page: of its tables' rows, each table for itself, and of the clock."""

    tables: Mapping[Table, str]
    hours: tuple[tuple[date, bool], ...]
    parts: Mapping[str, Iterable[Table]]
    is_kept: bool = True
    """Whether the page as a whole is worth keeping: anybody can ask for addresses that nobody needs."""

    @property
    def whole(self) -> Hashable:
        return self.hours, tuple(self.tables.values())

    def of(self, part: str) -> Hashable | None:
        """Of the rows that one part shows; what stands around every page shows none."""
        if part in FRAME:
            return None
        return self.hours, *(self.tables[table] for table in self.parts[part])


FRAME = {"links", "masthead", "foot"}
"""The parts of base.html."""


def hour_of(at: datetime, zone: str, publication_hour: time) -> tuple[date, bool]:
    """The day in a plan's zone, and whether its hour of publication has struck."""
    on = local_date(at, zone)
    return on, local_moment(on, publication_hour, zone) <= at


def versions(table: str, which: str) -> str:
    """SQL for the stamp of some rows of a table."""
    return f"(SELECT {COMBINED} FROM {table} t WHERE {which})"  # noqa: S608 – names of our own tables


COMBINED = "count(*) || ':' || COALESCE(bit_xor(hashtextextended(t.ctid::text || t.xmin::text, 0)), 0)"
"""The versions of the rows `t` together, in whatever order they come."""


def name_of(table: Table) -> str:
    return f'"{table._meta.db_table}"'
