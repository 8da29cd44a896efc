"""The demonstration's day, set from the command line."""

from datetime import UTC, date, datetime
from pathlib import Path

from ovp_portal.lib import clockfile
from ovp_portal.local import refusals


def day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise refusals.bad_day(typed) from None


def set_clock(path: Path, on: date | None) -> None:
    """To nine o'clock of a day; to the demonstration's first moment where no day was ever set."""
    if on is not None:
        clockfile.write_moment(path, clockfile.moment_on(on), datetime.now(UTC))
    elif not path.exists():
        clockfile.write_moment(path, clockfile.FIRST_MOMENT, datetime.now(UTC))


def tell(path: Path) -> str:
    now = (datetime.now(UTC) + clockfile.read_offset(path)).astimezone(clockfile.DEMO_ZONE)
    return f"{now.day} {now:%B %Y, %H:%M}"
