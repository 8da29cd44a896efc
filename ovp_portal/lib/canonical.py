"""One spelling for one payload, so that its checksum says whether it was touched."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from ovp_portal.lib.numbers import plain_digits


def canonical_json(payload: object) -> str:
    """The payload as JSON, the same for equal payloads in whatever order they were built.

    Keys are sorted, no spaces, letters stay letters. Decimals become strings
    without trailing zeros, because 1.50 read back from a column is the number
    that was typed as 1.5. Days are ISO, moments ISO in UTC. Raises TypeError
    for floats, lazy translations and whatever else has no one spelling, and
    ValueError for naive moments and endless decimals.
    """
    return json.dumps(_plain(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def checksum(content: str | bytes) -> str:
    """SHA-256 in lower-case hexadecimal; text is taken as UTF-8."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return plain_digits(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"A payload cannot hold {type(value).__name__}: it has no one spelling.")


def _moment(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError("A payload cannot hold a moment without a time zone.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(key: object) -> str:
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, str):
        raise TypeError(f"A payload's keys are text, not {type(key).__name__}.")
    return str(key)
