"""A second reading of iCalendar, by the letter of RFC 5545 and by nobody's library."""

import re
from typing import NamedTuple


class Property(NamedTuple):
    value: str
    parameters: str


def read(body: bytes) -> list[dict[str, Property]]:
    """The events of a calendar; checks how lines end, how long they are and that every block is closed."""
    assert body.endswith(b"\r\n")
    raw = body.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in raw)
    assert all(len(line) <= 75 for line in raw)
    text = b"\r\n".join(raw).decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    events, open_blocks = [], []
    for line in lines:
        name, parameters, value = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^;:\"]*))*):(.*)", line).groups()
        if name == "BEGIN":
            open_blocks.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_blocks.pop() == value
        elif open_blocks[-1] == "VEVENT":
            assert name not in events[-1], f"{name} stands twice"
            events[-1][name] = Property(_unescaped(value), parameters)
    assert open_blocks == []
    return events


def _unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)
