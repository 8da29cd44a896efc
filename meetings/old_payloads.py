"""Payloads that were frozen before notes could say more: read as what they would say today."""

from typing import Any

from meetings.payloads import SCHEMA, Payload


def current(payload: Payload) -> Payload:
    """A thawed payload in today's shape. What an old one could not say is not said."""
    if payload["schema"] >= SCHEMA:
        return {"tasks": []} | payload
    return {
        "reference": "",
        "is_month_only": False,
        "priorities": [],
        "tasks": [],
        **payload,
        "attendance": [_NO_ANSWER | row for row in payload["attendance"]],
        "agenda": _numbered("point", payload["agenda"], _NO_WORDS),
        "conclusions": _numbered("conclusion", payload["conclusions"], _NO_VOTES),
    }


_NO_ANSWER = {
    "channels": [],
    "consulted_on": None,
    "answer": "",
    "has_substitute": False,
    "substitute_function": "",
    "head_count": None,
}
_NO_WORDS = {"discussion": "", "indicator": {}}
_NO_VOTES = {"milestone": "", "indicator": {}, "verdict": "", "votes": None, "subject": {"what": ""}}


def _numbered(name: str, rows: list[Payload], missing: dict[str, Any]) -> list[Payload]:
    """Rows of old pages are cited by their number: they had no other name."""
    return [{"anchor": f"{name}-no-{number}"} | missing | row for number, row in enumerate(rows, start=1)]
