"""A note's draft as plain data for keeping, and back; what a later release added is simply not in an older one."""

import types
from dataclasses import asdict, fields, is_dataclass
from datetime import date, time
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from meetings.drafts import NoteDraft


def to_data(draft: NoteDraft) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(draft).items()}


def from_data(data: dict[str, Any]) -> NoteDraft:
    return _made(NoteDraft, data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: type, data: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(
        **{field.name: _read(hints[field.name], data[field.name]) for field in fields(kind) if field.name in data}
    )


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind):
        return _made(kind, value)
    return kind.fromisoformat(value) if kind in (date, time) else value
