"""A frozen payload, read back for showing."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

NUMBERS = frozenset({"value", "numerator", "denominator", "target", "baseline"})


def thaw(frozen: str) -> dict:
    """The payload with days, moments and exact numbers as themselves again.

    The house's names tell them apart: days end in `_on`, moments in `_at`, and
    NUMBERS names what was a decimal.
    """
    return _thawed("", json.loads(frozen))


def _thawed(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _thawed(name, item) for name, item in value.items()}
    if isinstance(value, list):
        return [_thawed(key, item) for item in value]
    if not isinstance(value, str):
        return value
    if key.endswith("_on"):
        return date.fromisoformat(value)
    if key.endswith("_at"):
        return datetime.fromisoformat(value)
    return Decimal(value) if key in NUMBERS else value
