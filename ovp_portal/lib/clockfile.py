"""The demonstration's own clock, kept in a small file that the launcher and every process share.

The file holds the distance between real time and the demonstration's time, so the
demonstration's clock runs on by itself and survives restarts. Standard library only:
the launcher reads it before Django is there.
"""

import json
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DEMO_ZONE = ZoneInfo("Europe/Skopje")
DAY_BEGINS = time(9, 0)
FIRST_DAY = date(2022, 10, 7)


def moment_on(day: date) -> datetime:
    """Nine in the morning of a day in the demonstration's zone."""
    return datetime.combine(day, DAY_BEGINS, tzinfo=DEMO_ZONE).astimezone(UTC)


FIRST_MOMENT = moment_on(FIRST_DAY)


def read_offset(path: str | os.PathLike[str]) -> timedelta:
    """How far the demonstration's time is from real time; zero when no file says otherwise."""
    try:
        return timedelta(seconds=json.loads(Path(path).read_text())["offset_seconds"])
    except FileNotFoundError:
        return timedelta()


def write_moment(path: str | os.PathLike[str], moment: datetime, real_now: datetime) -> None:
    """Let the demonstration's clock say `moment` at the real time `real_now`."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps({"offset_seconds": (moment - real_now).total_seconds()}))
    draft.replace(target)
